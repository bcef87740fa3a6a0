//! The arguments of a module as a deserializer: a table, or something that a table can be read as.

use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{Deserializer, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::{AfterTag, Ahead};
use crate::de::format_error::FormatError;

/// Methods for types that are not tables, and so have no place for the tag.
macro_rules! no_table {
    ($($method:ident $what:literal;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
                Err(self.is_no_table($what))
            }
        )*
    };
}

/// By reference, so nothing is moved and no module's code has to drop it.
impl<'de, A: MapAccess<'de>> Deserializer<'de> for &mut AfterTag<'de, A> {
    type Error = FormatError<A::Error>;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.advance()?;
        if self.ahead != Ahead::Done {
            let text = alloc::format!("unknown argument `{}`: it takes none", self.key());
            return Err(FormatError(self.refuse(text)));
        }
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        let variant = MapAccessDeserializer::new(&mut *self);
        let value = variant.deserialize_enum(name, variants, visitor)?;
        self.advance()?;
        if self.ahead != Ahead::Done {
            return Err(self.refuse_key("a variant is already given, and there can be only one"));
        }
        Ok(value)
    }

    fn is_human_readable(&self) -> bool {
        self.is_human_readable
    }

    no_table! {
        deserialize_bool "a boolean";
        deserialize_i8 "a number";
        deserialize_i16 "a number";
        deserialize_i32 "a number";
        deserialize_i64 "a number";
        deserialize_i128 "a number";
        deserialize_u8 "a number";
        deserialize_u16 "a number";
        deserialize_u32 "a number";
        deserialize_u64 "a number";
        deserialize_u128 "a number";
        deserialize_f32 "a number";
        deserialize_f64 "a number";
        deserialize_char "a character";
        deserialize_str "a string";
        deserialize_string "a string";
        deserialize_bytes "bytes";
        deserialize_byte_buf "bytes";
        deserialize_seq "a list";
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Self::Error> {
        Err(self.is_no_table("a list"))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        _: V,
    ) -> Result<V::Value, Self::Error> {
        Err(self.is_no_table("a list"))
    }

    forward_to_deserialize_any! { map struct identifier ignored_any }
}

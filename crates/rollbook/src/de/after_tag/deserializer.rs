//! The arguments of a module as a deserializer: a table, or something that a table can be read as.

use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{Deserializer, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::{AfterTag, Ahead};
use crate::de::DEEPEST;
use crate::de::format_error::FormatError;

/// By reference, so nothing is moved and no module's code has to drop it.
impl<'de, A: MapAccess<'de>> Deserializer<'de> for &mut AfterTag<'de, A> {
    type Error = FormatError<A::Error>;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_map(self)
    }

    /// A derived `visit_map` is called once, so LLVM inlines it here, however large it is, then both into their caller, and
    /// so on, and optimises all of it again each time. It does not if it takes the call to be rare, and the depth, which is
    /// known to be small, gives it a branch for that.
    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        if self.depth > DEEPEST {
            return Err(self.too_deep());
        }
        rarely(self);
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
            return Err(self.takes_none());
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

    not_tables!(|this, what| this.is_no_table(what));

    forward_to_deserialize_any! { map identifier ignored_any }
}

/// Says that what follows is rare. Generic, so that LLVM sees an empty function, and removes the call.
#[cold]
#[inline(never)]
fn rarely<A>(_: &AfterTag<'_, A>) {}

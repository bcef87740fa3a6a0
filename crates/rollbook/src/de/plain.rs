//! The arguments of a module as a value of their own: what is below `config`, or below the name of the module.

use core::fmt;
use core::marker::PhantomData;

use serde_core::de::value::SeqAccessDeserializer;
use serde_core::de::{
    DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::after_tag::AfterTag;
use super::arguments::{Arguments, Readable};
use super::defaults::Defaults;
use super::keep_unknown::{Kept, KeptArguments};
use super::kept::ContentSeed;
use super::manner::Manner;
use super::name_only::NameOnly;
use super::tag::{Found, ReadKind, Tagged, read_one};
use crate::registry::Data;
use crate::registry::Tables;

/// Reads the arguments of a module that is found.
pub(super) struct ArgumentsSeed<'f, 'de, R> {
    pub(super) found: &'f Found<'de>,
    pub(super) depth: usize,
    pub(super) made: PhantomData<R>,
}

impl<'de, R: ReadKind<'de>> DeserializeSeed<'de> for ArgumentsSeed<'_, 'de, R> {
    type Value = R;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<R, D::Error> {
        let data = R::Kind::DATA;
        let depth = self.depth;
        let plain = Plain { input, data, depth };
        match self.found.module {
            Some(module) => read_one(Tagged::<R>::kind(module), plain)
                .map_err(|error| self.found.blame(data, error)),
            None => R::unknown(self.found.named(data), plain),
        }
    }
}

/// The value.
pub(super) struct Plain<D> {
    input: D,
    data: &'static Data,
    depth: usize,
}

impl<'de, D: Deserializer<'de>> Arguments<'de> for Plain<D> {
    type Error = D::Error;

    fn read<T: Readable<'de>>(self) -> Result<T, D::Error> {
        T::read(Value(self.input))
    }

    fn read_with<T: Readable<'de>>(self, defaults: Defaults) -> Result<T, D::Error> {
        let is_human_readable = self.input.is_human_readable();
        self.input.deserialize_any(Filled {
            data: self.data,
            depth: self.depth,
            is_human_readable,
            defaults,
            made: PhantomData,
        })
    }
}

impl<'de, D: Deserializer<'de>> KeptArguments<'de> for Plain<D> {
    type Error = D::Error;

    fn keep(self) -> Result<Option<Kept<'de>>, D::Error> {
        let content = ContentSeed(self.depth).deserialize(self.input)?;
        Ok(Some(Kept(content)))
    }
}

/// A table with what the manifest says for missing keys.
struct Filled<T> {
    data: &'static Data,
    depth: usize,
    is_human_readable: bool,
    defaults: Defaults,
    made: PhantomData<T>,
}

impl<'de, T: Readable<'de>> Visitor<'de> for Filled<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a table of arguments")
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        NameOnly::new(self.data)
            .read_with(self.defaults)
            .map_err(E::custom)
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        self.visit_unit()
    }

    /// As formats write a struct that leave its keys out: then nothing is missing.
    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<T, A::Error> {
        T::read(SeqAccessDeserializer::new(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<T, A::Error> {
        let mut rest = AfterTag::new(table, self.data, self.depth, self.is_human_readable);
        rest.is_plain = true;
        rest.read_with(self.defaults).map_err(|fault| fault.0)
    }
}

/// A value that is handed on as it is. Only a struct without fields may also be written as an empty table, as it is in
/// formats that have no other form of it.
struct Value<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Value<D> {
    type Error = D::Error;

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        if Manner::of::<D>(true).has_quirk() {
            return self.0.deserialize_unit(visitor);
        }
        self.0.deserialize_any(UnitOrEmpty)?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if Manner::of::<D>(true).has_quirk() {
            return self.0.deserialize_unit_struct(name, visitor);
        }
        self.deserialize_unit(visitor)
    }

    forward!(|this| this.0);

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// Nothing, in one of its forms.
struct UnitOrEmpty;

impl<'de> Visitor<'de> for UnitOrEmpty {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("nothing, or an empty table: it takes no arguments")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        match list.next_element::<serde_core::de::IgnoredAny>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<(), A::Error> {
        let mut key = alloc::string::String::new();
        let seed = super::key::KeySeed {
            buffer: &mut key,
            other: &mut None,
        };
        let Some(borrowed) = table.next_key_seed(seed)? else {
            return Ok(());
        };
        let key = borrowed.unwrap_or(&key);
        let text = alloc::format!("unknown argument `{key}`: it takes none");
        match table.next_value_seed(super::refuse::Refuse(text))? {}
    }
}

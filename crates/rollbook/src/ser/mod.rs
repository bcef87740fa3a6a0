//! Writes a config so that it can be read back: a table with the tag first.

mod form;

use alloc::string::String;
use core::fmt::{self, Write as _};

use serde_core::ser::{self, Error, Impossible, Serialize, SerializeMap, Serializer};

use crate::agreed::SCOPE_KEY;
use crate::registry::{Kind, Registry};
use crate::viewer::Viewer;

pub use form::{Form, write_as, write_unknown};

/// Writes the config of one module, under its name as the thread's viewer writes it.
///
/// # Errors
///
/// The errors of the format, a config that is not a table, and a module that the viewer has no name for.
pub fn write<K: Kind, C: Serialize, S: Serializer>(
    kind: K,
    config: &C,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let name = spelled::<K, S::Error>(kind)?;
    config.serialize(Tagged {
        key: K::DATA.key,
        name,
        scope: None,
        serializer,
    })
}

/// The name of a module, as the thread's viewer writes it.
fn spelled<K: Kind, E: Error>(kind: K) -> Result<String, E> {
    let viewer = Registry::<K>::seen_from(K::Scope::current());
    viewer.spell(kind).ok_or_else(|| {
        E::custom(format_args!(
            "no name leads to {kind:?} as seen from {viewer:?}"
        ))
    })
}

struct Tagged<S> {
    key: &'static str,
    name: String,
    /// What an unknown config said of its scope.
    scope: Option<&'static str>,
    serializer: S,
}

impl<S: Serializer> Tagged<S> {
    fn begin(self, entries: Option<usize>) -> Result<Entries<S::SerializeMap>, S::Error> {
        let more = 1 + usize::from(self.scope.is_some());
        let entries = entries.and_then(|entries| entries.checked_add(more));
        let mut map = self.serializer.serialize_map(entries)?;
        map.serialize_entry(self.key, &self.name)?;
        if let Some(scope) = self.scope {
            map.serialize_entry(SCOPE_KEY, scope)?;
        }
        Ok(Entries {
            map,
            key: self.key,
            name: self.name,
        })
    }

    fn refuse<T>(&self, what: &str) -> Result<T, S::Error> {
        Err(S::Error::custom(format_args!(
            "the config of `{}` is {what}, and has no place for `{}`: only tables do",
            self.name, self.key
        )))
    }
}

macro_rules! refuse {
    ($($method:ident($type:ty) is $what:literal;)*) => {
        $(fn $method(self, _: $type) -> Result<S::Ok, S::Error> {
            self.refuse($what)
        })*
    };
}

impl<S: Serializer> Serializer for Tagged<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = Entries<S::SerializeMap>;
    type SerializeStruct = Entries<S::SerializeMap>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;

    refuse! {
        serialize_bool(bool) is "a boolean";
        serialize_i8(i8) is "a number";
        serialize_i16(i16) is "a number";
        serialize_i32(i32) is "a number";
        serialize_i64(i64) is "a number";
        serialize_u8(u8) is "a number";
        serialize_u16(u16) is "a number";
        serialize_u32(u32) is "a number";
        serialize_u64(u64) is "a number";
        serialize_f32(f32) is "a number";
        serialize_f64(f64) is "a number";
        serialize_char(char) is "a character";
        serialize_str(&str) is "a string";
        serialize_bytes(&[u8]) is "bytes";
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.begin(Some(0))?.end()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.begin(Some(0))?.end()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<S::Ok, S::Error> {
        self.begin(Some(0))?.end()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        let mut map = self.begin(Some(1))?;
        map.serialize_entry(variant, &())?;
        map.end()
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        let mut map = self.begin(Some(1))?;
        map.serialize_entry(variant, value)?;
        map.end()
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        self.refuse("a list")
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, S::Error> {
        self.refuse("a list")
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.refuse("a list")
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.refuse("a tuple variant")
    }

    fn serialize_map(self, entries: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.begin(entries)
    }

    fn serialize_struct(
        self,
        _: &'static str,
        fields: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        self.begin(Some(fields))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.refuse("a variant with fields")
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Result<S::Ok, S::Error> {
        self.refuse("a string")
    }

    fn is_human_readable(&self) -> bool {
        self.serializer.is_human_readable()
    }
}

/// The entries of the table. None of them may have the key of the module's name, or of the scope.
struct Entries<M> {
    map: M,
    key: &'static str,
    name: String,
}

impl<M: SerializeMap> Entries<M> {
    #[cold]
    fn reserved(&self, key: &str) -> M::Error {
        let (name, tag) = (&self.name, self.key);
        if key == tag {
            return M::Error::custom(format_args!(
                "an argument of `{name}` is called `{tag}`, as the key that names the module: rename the argument, or \
                 set another `key` for the registry"
            ));
        }
        M::Error::custom(format_args!(
            "an argument of `{name}` is called `{SCOPE_KEY}`, as the key that sets the scope: rename the argument"
        ))
    }
}

impl<M: SerializeMap> ser::SerializeStruct for Entries<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if key == self.key || key == SCOPE_KEY {
            return Err(self.reserved(key));
        }
        self.map.serialize_entry(key, value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

impl<M: SerializeMap> SerializeMap for Entries<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), M::Error> {
        for reserved in [self.key, SCOPE_KEY] {
            if is_text(key, reserved) {
                return Err(self.reserved(reserved));
            }
        }
        self.map.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), M::Error> {
        self.map.serialize_value(value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.map.end()
    }
}

/// Whether a key is written as this text.
fn is_text<T: Serialize + ?Sized>(key: &T, text: &str) -> bool {
    let mut same = Same(text);
    write!(same, "{}", Shown(key)).is_ok() && same.0.is_empty()
}

/// A key as text: a formatter is a serializer of what has one.
struct Shown<'a, T: ?Sized>(&'a T);

impl<T: Serialize + ?Sized> fmt::Display for Shown<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.serialize(f)
    }
}

/// The rest of the text that is still to come.
struct Same<'a>(&'a str);

impl fmt::Write for Same<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

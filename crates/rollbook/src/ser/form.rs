//! Writes configs in forms other than the usual one: arguments under a key of their own, or under the name; and configs
//! whose name is unknown.

use alloc::string::String;
use core::fmt;

use serde_core::ser::{Error, Impossible, Serialize, SerializeMap, Serializer};

use super::{Tagged, spelled};
use crate::agreed::SCOPE_KEY;
use crate::de::Unknown;
use crate::registry::Kind;

/// How a config is written.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// The arguments are beside the name.
    Internal,
    /// They are under this key.
    Adjacent(&'static str),
    /// They are under the name.
    External {
        /// A module without arguments is its name alone.
        bare: bool,
    },
}

/// Writes the config of one module in one of the other forms.
///
/// # Errors
///
/// Those of the format; a module that the viewer has no name for.
pub fn write_as<K: Kind, C: Serialize, S: Serializer>(
    form: Form,
    kind: K,
    config: &C,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let name = spelled::<K, S::Error>(kind)?;
    let arguments = match config.serialize(IsNothing) {
        Ok(()) => None,
        Err(_) => Some(config),
    };
    write_named(form, K::DATA.key, &name, None, arguments, serializer)
}

/// Writes a config whose name no module has, as it was read.
///
/// # Errors
///
/// Those of the format.
pub fn write_unknown<K: Kind, C: AsRef<Unknown>, S: Serializer>(
    form: Form,
    config: &C,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let unknown = config.as_ref();
    let Unknown {
        name,
        scope,
        arguments,
    } = unknown;
    if arguments.is_none() && scope.is_none() {
        return serializer.serialize_str(name);
    }
    match form {
        Form::Internal => unknown.serialize(Tagged {
            key: K::DATA.key,
            name: name.clone(),
            scope: *scope,
            serializer,
        }),
        form => {
            let arguments = arguments.as_ref();
            write_named(form, K::DATA.key, name, *scope, arguments, serializer)
        }
    }
}

fn write_named<T: Serialize, S: Serializer>(
    form: Form,
    key: &'static str,
    name: &String,
    scope: Option<&str>,
    arguments: Option<&T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let scopes = usize::from(scope.is_some());
    match (form, arguments) {
        (Form::External { bare: true }, None) => serializer.serialize_str(name),
        (Form::External { .. }, arguments) => {
            let mut table = serializer.serialize_map(Some(1 + scopes))?;
            if let Some(scope) = scope {
                table.serialize_entry(SCOPE_KEY, scope)?;
            }
            match arguments {
                Some(arguments) => table.serialize_entry(name, arguments)?,
                None => table.serialize_entry(name, &Nothing)?,
            }
            table.end()
        }
        (Form::Adjacent(content), arguments) => {
            let entries = 1 + scopes + usize::from(arguments.is_some());
            let mut table = serializer.serialize_map(Some(entries))?;
            table.serialize_entry(key, name)?;
            if let Some(scope) = scope {
                table.serialize_entry(SCOPE_KEY, scope)?;
            }
            if let Some(arguments) = arguments {
                table.serialize_entry(content, arguments)?;
            }
            table.end()
        }
        (Form::Internal, _) => Err(S::Error::custom("this form has a way of its own")),
    }
}

/// An empty table.
struct Nothing;

impl Serialize for Nothing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(core::iter::empty::<((), ())>())
    }
}

/// Finds out whether a value is a struct without fields: writes nothing, and fails for everything else.
struct IsNothing;

/// It is something.
#[derive(Debug)]
struct Something;

impl fmt::Display for Something {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it has arguments")
    }
}

impl core::error::Error for Something {}

impl Error for Something {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

macro_rules! something {
    ($($method:ident($($type:ty),*) $returns:ty;)*) => {
        $(
            fn $method(self, $(_: $type),*) -> Result<$returns, Something> {
                Err(Something)
            }
        )*
    };
}

type Never = Impossible<(), Something>;

impl Serializer for IsNothing {
    type Ok = ();
    type Error = Something;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    fn serialize_unit(self) -> Result<(), Something> {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Something> {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Something> {
        Err(Something)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Something> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Something> {
        Err(Something)
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, _: &T) -> Result<(), Something> {
        Err(Something)
    }

    something! {
        serialize_bool(bool) ();
        serialize_i8(i8) ();
        serialize_i16(i16) ();
        serialize_i32(i32) ();
        serialize_i64(i64) ();
        serialize_i128(i128) ();
        serialize_u8(u8) ();
        serialize_u16(u16) ();
        serialize_u32(u32) ();
        serialize_u64(u64) ();
        serialize_u128(u128) ();
        serialize_f32(f32) ();
        serialize_f64(f64) ();
        serialize_char(char) ();
        serialize_str(&str) ();
        serialize_bytes(&[u8]) ();
        serialize_none() ();
        serialize_unit_variant(&'static str, u32, &'static str) ();
        serialize_seq(Option<usize>) Never;
        serialize_tuple(usize) Never;
        serialize_tuple_struct(&'static str, usize) Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) Never;
        serialize_map(Option<usize>) Never;
        serialize_struct(&'static str, usize) Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) Never;
    }
}

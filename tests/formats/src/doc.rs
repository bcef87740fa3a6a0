//! The documents: a value in a table, with the name at each place.

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

/// Where the name is written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// Before the argument.
    First,
    /// After it.
    Last,
    /// After it, in a table that is kept itself.
    Kept,
    /// After it, in a table whose own name is first.
    Streamed,
    /// After it, in a list.
    List,
}

impl Place {
    pub const ALL: [Self; 5] = [
        Self::First,
        Self::Last,
        Self::Kept,
        Self::Streamed,
        Self::List,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Last => "last",
            Self::Kept => "kept",
            Self::Streamed => "streamed",
            Self::List => "list",
        }
    }
}

/// A table with a name and an argument. What it holds is erased, so that a format's writer is compiled once.
pub struct Doc<'a> {
    pub name: &'a str,
    pub argument: (&'static str, &'a dyn erased_serde::Serialize),
    pub first: bool,
    /// Written as a map, and not as a struct.
    pub map: bool,
}

impl Serialize for Doc<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (key, value) = self.argument;
        if self.map {
            let mut map = serializer.serialize_map(Some(2))?;
            if self.first {
                map.serialize_entry("type", self.name)?;
            }
            map.serialize_entry(key, value)?;
            if !self.first {
                map.serialize_entry("type", self.name)?;
            }
            return map.end();
        }
        let mut fields = serializer.serialize_struct("Doc", 2)?;
        if self.first {
            fields.serialize_field("type", self.name)?;
        }
        fields.serialize_field(key, value)?;
        if !self.first {
            fields.serialize_field("type", self.name)?;
        }
        fields.end()
    }
}

/// Calls `write` with the document of a place.
pub fn document<Out>(
    place: Place,
    name: &str,
    value: &dyn erased_serde::Serialize,
    map: bool,
    write: impl FnOnce(&Doc<'_>) -> Out,
) -> Out {
    let inner = Doc {
        name,
        argument: ("arg", value),
        first: place == Place::First,
        map,
    };
    let outer = |first| Doc {
        name: "Outer",
        argument: ("inner", &inner),
        first,
        map,
    };
    match place {
        Place::First | Place::Last => write(&inner),
        Place::Kept => write(&outer(false)),
        Place::Streamed => write(&outer(true)),
        Place::List => write(&Doc {
            name: "List",
            argument: ("list", &vec![&inner]),
            first: true,
            map,
        }),
    }
}

/// What has no name.
#[derive(Debug, serde::Deserialize)]
pub struct Plain<T> {
    pub arg: T,
}

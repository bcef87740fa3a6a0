//! RON tells the name of a variant only to serde's own buffer, whose type is private. An untagged enum reads into that
//! buffer, so we are such an enum.

use serde::Deserialize;
use serde_core::de::Deserializer;

use super::arena::Arena;
use super::kept::Inside;

/// Reads a value to keep from RON: a variant is a text, or a table of one entry.
pub(crate) fn buffered<'de, D: Deserializer<'de>>(value: D) -> Result<Arena<'de>, D::Error> {
    let Buffered::Value(Value(arena)) = Buffered::deserialize(value)?;
    Ok(arena)
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Buffered<'a> {
    #[serde(borrow)]
    Value(Value<'a>),
}

struct Value<'de>(Arena<'de>);

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        let mut arena = Arena::new();
        value.deserialize_any(Inside(&mut arena, 0))?;
        Ok(Self(arena))
    }
}

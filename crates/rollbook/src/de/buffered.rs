//! A deserializer that reads all of its input first, and hands it out with the names of modules first.

use serde_core::de::{DeserializeSeed, Deserializer, Visitor};

use super::arena::Arena;
use super::kept::ArenaSeed;
use super::replay::Replay;

/// This module's path, by which [`super::ours`] knows its type.
pub(super) const HOME: &str = concat!(module_path!(), "::");

/// A deserializer that reads all of its input first. [`lenient`] and [`name_first`] make it.
#[derive(Debug)]
pub struct Buffered<D> {
    input: D,
    lenient: bool,
}

/// Converts text to the number or the boolean that a type asks for, wherever the name of a module is written.
///
/// For formats whose values are all text: environment variables, query strings, CSV, XML. `"7"` is read as a number, and
/// `true`, `on`, `yes`, `1` and their opposites as booleans; a number is read as text if text is asked for. This is what
/// config-rs does. Its values are converted without this adapter, too.
///
/// ```
/// use quickstart::registry::act;
/// use serde::Deserialize;
/// use serde_json::json;
///
/// let text = json!({ "approximate": "true", "type": "GELU" });
/// let config = act::Config::deserialize(rollbook::lenient(text))?;
/// assert_eq!(config.kind(), act::Kind::GELU);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # Errors
///
/// The deserializer's own, which name the path in the config. Their place in the text is the end of the input.
pub fn lenient<D>(input: D) -> Buffered<D> {
    Buffered {
        input,
        lenient: true,
    }
}

/// Reads all of the input, and hands it out with the names of modules first.
///
/// For wrappers that watch a deserializer, such as `serde_ignored` and `serde_path_to_error`: round this adapter they see
/// every key of a config in every order of keys. Round the format itself they do not see what is written before the name
/// of a module.
///
/// ```
/// use quickstart::registry::act;
///
/// let mut json = serde_json::Deserializer::from_str(r#"{ "approximate": 1, "type": "GELU" }"#);
/// let error = serde_path_to_error::deserialize::<_, act::Config>(rollbook::name_first(&mut json)).unwrap_err();
/// assert_eq!(error.path().to_string(), "approximate");
/// ```
///
/// # Errors
///
/// The deserializer's own. Their place in the text is the end of the input.
pub fn name_first<D>(input: D) -> Buffered<D> {
    Buffered {
        input,
        lenient: false,
    }
}

impl<D> Buffered<D> {
    fn read<'de>(self) -> Result<Arena<'de>, D::Error>
    where
        D: Deserializer<'de>,
    {
        let mut arena = ArenaSeed(0).deserialize(self.input)?;
        if self.lenient {
            arena.make_lenient();
        }
        Ok(arena)
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Buffered<D> {
    type Error = D::Error;

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        Replay::new(&self.read()?, 0).deserialize_unit(visitor)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        Replay::new(&self.read()?, 0).deserialize_unit_struct(name, visitor)
    }

    forward!(|this| Replay::new(&this.read()?, 0));

    fn is_human_readable(&self) -> bool {
        self.input.is_human_readable()
    }
}

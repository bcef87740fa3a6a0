//! TOML whose errors keep their line and column, in every order of keys.
//!
//! The `toml` crate's own deserializer sorts the keys of a table, so that a module's name, its `type`, comes after most of
//! its arguments; they must be kept until then, and lose their place. This one reads the same parsed document, hands
//! out the keys in the file's order, and the name first where a registry asks for it. Nothing is kept, and every error
//! has its place.

mod draw;
mod error;
mod key;
#[cfg(feature = "layers")]
mod layers;
mod spanned;
mod table;
mod tree;
mod value;
mod variant;
#[cfg(feature = "layers")]
mod word;

pub use error::Error;
#[cfg(feature = "layers")]
pub use layers::{Fate, Layers, LayersError, Setting};

/// This module's path, by which `de::ours` knows its types.
pub(crate) const HOME: &str = concat!(module_path!(), "::");

use serde_core::de::{self, Deserialize, Visitor};
use serde_core::forward_to_deserialize_any;
use toml::de::DeValue;

use value::Value;

/// Reads a value from TOML text.
///
/// ```
/// use quickstart::registry::act;
///
/// let config: act::Config = rollbook::toml::from_str("approximate = true\ntype = 'GELU'")?;
/// assert_eq!(config.kind(), act::Kind::GELU);
///
/// let error = rollbook::toml::from_str::<act::Config>("approximate = 1\ntype = 'GELU'").unwrap_err();
/// assert_eq!(error.to_string(), "\
/// TOML error at line 1, column 15
///   |
/// 1 | approximate = 1
///   |               ^
/// invalid type: integer `1`, expected a boolean
/// in `approximate`");
/// # Ok::<(), rollbook::toml::Error>(())
/// ```
///
/// # Errors
///
/// What is wrong with the text or with what it says, drawn at its place.
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    T::deserialize(Deserializer::parse(text)?)
}

/// A parsed document, to be read by what takes a deserializer: `model::from(Scope::Mmdet).build(...)`.
///
/// ```
/// use quickstart::registry::act;
///
/// let document = rollbook::toml::Deserializer::parse("type = 'ReLU'")?;
/// let relu = act::REGISTRY.build(document);
/// assert!(relu.is_ok());
/// # Ok::<(), rollbook::toml::Error>(())
/// ```
pub struct Deserializer<'de> {
    text: &'de str,
    root: Value<'de>,
}

impl<'de> Deserializer<'de> {
    /// Parses a document.
    ///
    /// # Errors
    ///
    /// A text that is not TOML, drawn at its place.
    pub fn parse(text: &'de str) -> Result<Self, Error> {
        let root = Value::new(DeValue::Table(tree::parse(text)?), 0..0);
        Ok(Self { text, root })
    }
}

impl<'de> de::Deserializer<'de> for Deserializer<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let text = self.text;
        self.root
            .deserialize_any(visitor)
            .map_err(|error| error.draw(text))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text = self.text;
        self.root
            .deserialize_newtype_struct(name, visitor)
            .map_err(|error| error.draw(text))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text = self.text;
        self.root
            .deserialize_struct(name, fields, visitor)
            .map_err(|error| error.draw(text))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let text = self.text;
        self.root
            .deserialize_enum(name, variants, visitor)
            .map_err(|error| error.draw(text))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf unit unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

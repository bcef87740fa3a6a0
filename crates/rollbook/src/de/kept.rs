//! A value of any self-describing format, kept until the module that it belongs to is known.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use serde_core::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::DEEPEST;
use super::arena::{Arena, Token};
use super::content::{Content, NUMBER, halves};
use super::manner::{Manner, takes_tagged};

/// This module's path, by which a format is asked for a value to keep.
#[cfg(feature = "derive")]
pub(crate) const HOME: &str = concat!(module_path!(), "::");

/// The only key of a table that means a value with its manner. The bits of the manner follow.
pub(super) const WITH_MANNER: &str = "\0rollbook manner\0";

/// Reads a value to keep, this many levels down.
#[derive(Clone, Copy)]
pub(crate) struct ArenaSeed(pub(crate) usize);

impl<'de> DeserializeSeed<'de> for ArenaSeed {
    type Value = Arena<'de>;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        let mut arena = Arena::new();
        Keep(&mut arena, self.0).deserialize(value)?;
        Ok(arena)
    }
}

/// The same, as a tree.
#[derive(Clone, Copy)]
pub(crate) struct ContentSeed(pub(crate) usize);

impl<'de> DeserializeSeed<'de> for ContentSeed {
    type Value = Content<'de>;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        let arena = ArenaSeed(self.0).deserialize(value)?;
        Ok(arena.tree(arena.at(0)))
    }
}

/// Adds a value to an arena, this many levels down.
pub(super) struct Keep<'p, 'de>(pub(super) &'p mut Arena<'de>, pub(super) usize);

impl<'de> DeserializeSeed<'de> for Keep<'_, 'de> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        let manner = Manner::of::<D>(value.is_human_readable());
        if manner != Manner::PLAIN {
            self.0.push(Token::As(manner));
        }
        #[cfg(feature = "ron")]
        if manner.is_ron() {
            self.0.append(&super::ron::buffered(value)?);
            return Ok(());
        }
        Inside(self.0, self.1).deserialize(value)?;
        Ok(())
    }
}

/// The value is in the arena. A type of this module, and not `()`: by its name an erased format knows what it reads for.
pub(super) struct Put;

/// The same below the top of the value, where the manner is known.
pub(super) struct Inside<'p, 'de>(pub(super) &'p mut Arena<'de>, pub(super) usize);

impl<'de> Inside<'_, 'de> {
    #[inline]
    fn put<E>(self, token: Token<'de>) -> Result<Put, E> {
        self.0.push(token);
        Ok(Put)
    }

    fn deeper<E: Error>(&self) -> Result<usize, E> {
        if self.1 >= DEEPEST {
            return Err(E::custom(format_args!(
                "nested deeper than {DEEPEST} levels"
            )));
        }
        Ok(self.1 + 1)
    }
}

impl<'de> DeserializeSeed<'de> for Inside<'_, 'de> {
    type Value = Put;

    // The only caller of a format's `deserialize_any` with this visitor, which is then inlined.
    #[inline(never)]
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Put, D::Error> {
        if takes_tagged::<D>() {
            return value.deserialize_newtype_struct(TAGGED, WithTag(self));
        }
        value.deserialize_any(self)
    }
}

/// How `serde_saphyr::Tagged` asks for a value with its tag: as a list of the value and, if there is one, the tag.
const TAGGED: &str = "__yaml_tagged";

struct WithTag<'p, 'de>(Inside<'p, 'de>);

impl<'de> DeserializeSeed<'de> for WithTag<'_, 'de> {
    type Value = Put;

    /// The value itself.
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Put, D::Error> {
        value.deserialize_any(self.0)
    }
}

impl<'de> Visitor<'de> for WithTag<'_, 'de> {
    type Value = Put;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    /// Versions that do not know the request.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Put, D::Error> {
        value.deserialize_any(self.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Put, A::Error> {
        let Inside(arena, depth) = self.0;
        let at = arena.len();
        let value = WithTag(Inside(&mut *arena, depth));
        if parts.next_element_seed(value)?.is_none() {
            return Err(A::Error::invalid_length(0, &"a value"));
        }
        let tag = parts.next_element::<String>()?;
        let local = tag.as_deref().and_then(|tag| tag.strip_prefix('!'));
        if let Some(tag) = local.filter(|tag| !tag.is_empty()) {
            arena.put_tag(at, tag);
        }
        Ok(Put)
    }
}

impl<'de> Visitor<'de> for Inside<'_, 'de> {
    type Value = Put;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Put, E> {
        self.put(Token::Bool(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Put, E> {
        self.put(Token::I64(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Put, E> {
        self.put(Token::U64(value))
    }
    fn visit_i128<E>(self, value: i128) -> Result<Put, E> {
        let (high, low) = halves(value as u128);
        self.put(Token::I128(high, low))
    }
    fn visit_u128<E>(self, value: u128) -> Result<Put, E> {
        let (high, low) = halves(value);
        self.put(Token::U128(high, low))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Put, E> {
        self.put(Token::F64(value))
    }
    fn visit_char<E>(self, value: char) -> Result<Put, E> {
        self.put(Token::Char(value))
    }
    fn visit_str<E>(self, value: &str) -> Result<Put, E> {
        self.0.push_text(value);
        Ok(Put)
    }
    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Put, E> {
        self.put(Token::Str(value))
    }
    fn visit_bytes<E>(self, value: &[u8]) -> Result<Put, E> {
        self.0.push_bytes(value);
        Ok(Put)
    }
    fn visit_borrowed_bytes<E>(self, value: &'de [u8]) -> Result<Put, E> {
        self.put(Token::Bytes(value))
    }
    fn visit_none<E>(self) -> Result<Put, E> {
        self.put(Token::None)
    }
    fn visit_unit<E>(self) -> Result<Put, E> {
        self.put(Token::Unit)
    }

    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<Put, D::Error> {
        let depth = self.deeper()?;
        self.0.push(Token::Some);
        Inside(self.0, depth).deserialize(value)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Put, D::Error> {
        let depth = self.deeper()?;
        self.0.push(Token::Newtype);
        Inside(self.0, depth).deserialize(value)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Put, A::Error> {
        let depth = self.deeper()?;
        let at = self.0.len();
        self.0.push(Token::List(0, 0));
        let mut items = 0;
        while list
            .next_element_seed(Inside(&mut *self.0, depth))?
            .is_some()
        {
            items += 1;
        }
        self.0.close_list(at, items);
        Ok(Put)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut table: A) -> Result<Put, A::Error> {
        let depth = self.deeper()?;
        let at = self.0.len();
        self.0.push(Token::Table(0));
        while table.next_key_seed(Inside(&mut *self.0, depth))?.is_some() {
            let is_first = self.0.len() == at + 2;
            table.next_value_seed(Inside(&mut *self.0, depth))?;
            if is_first && self.0.as_str(self.0.at(at + 1)).is_some_and(is_private) {
                unwrap(self.0, at);
                return Ok(Put);
            }
        }
        self.0.close_table(at);
        Ok(Put)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<Put, A::Error> {
        let depth = self.deeper()?;
        self.0.push(Token::Variant);
        let (Put, held) = variant.variant_seed(Inside(&mut *self.0, depth))?;
        held.newtype_variant_seed(Inside(self.0, depth))
    }
}

/// Whether this key, alone in a table, means something other than a table.
fn is_private(key: &str) -> bool {
    key == NUMBER || key.starts_with(WITH_MANNER)
}

/// Replaces such a table, which begins at a place and is not closed, by the value that it means.
fn unwrap(arena: &mut Arena<'_>, at: usize) {
    let key = arena.as_str(arena.at(at + 1)).unwrap_or_default();
    let bits = key.strip_prefix(WITH_MANNER);
    if let Some(Ok(bits)) = bits.map(str::parse) {
        return arena.replace(at, at + 2, &[Token::As(Manner::from_bits(bits))]);
    }
    match arena.as_str(arena.at(at + 2)).map(ToOwned::to_owned) {
        Some(digits) => {
            arena.truncate(at);
            push_number(arena, &digits);
        }
        None => arena.replace(at, at + 2, &[]),
    }
}

/// A number from its text: as a number only if nothing of the text is lost.
fn push_number(arena: &mut Arena<'_>, digits: &str) {
    if let Ok(value) = digits.parse() {
        return arena.push(Token::U64(value));
    }
    if let Ok(value) = digits.parse::<i64>() {
        // `-0` is a fraction.
        if value != 0 {
            return arena.push(Token::I64(value));
        }
    }
    match digits.parse::<f64>() {
        Ok(value) if !digits.contains(['e', 'E']) && alloc::format!("{value:?}") == digits => {
            arena.push(Token::F64(value));
        }
        _ => arena.push_digits(digits),
    }
}

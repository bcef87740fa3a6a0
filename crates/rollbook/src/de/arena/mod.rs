//! Kept values, one after the other: a flat list that is written in one pass and dropped in one step.

mod tree;
mod value;

use alloc::string::String;
use alloc::vec::Vec;

use super::content::NUMBER;
use super::manner::Manner;

pub(super) use value::{Entries, Items, Value};

/// A value without parts, or the start of one that has parts: these follow it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'de> {
    Bool(bool),
    U64(u64),
    I64(i64),
    /// As two halves, high and low: a `u128` would make every token larger.
    U128(u64, u64),
    /// The same, of the bits.
    I128(u64, u64),
    F64(f64),
    Char(char),
    Str(&'de str),
    /// A text that the arena holds: its start and its length.
    Text(usize, usize),
    Bytes(&'de [u8]),
    /// Bytes that the arena holds: their start and their length.
    OwnBytes(usize, usize),
    None,
    Unit,
    /// The digits of a number of serde_json's `arbitrary_precision` that no other kind holds exactly: as [`Token::Text`].
    Digits(usize, usize),
    /// The value follows.
    Some,
    /// The value follows.
    Newtype,
    /// How many tokens the items have, and how many items there are.
    List(usize, usize),
    /// How many tokens the entries have. The value of each follows its key.
    Table(usize),
    /// A variant of an enum, in YAML a tag: its name follows, and then what it holds.
    Variant,
    /// The value follows. Its format is not [`Manner::PLAIN`]. Of several, the last one counts.
    As(Manner),
}

impl Token<'_> {
    #[inline]
    pub(super) fn has_parts(&self) -> bool {
        matches!(
            self,
            Token::List(..)
                | Token::Table(..)
                | Token::Some
                | Token::Newtype
                | Token::Variant
                | Token::As(_)
        )
    }
}

/// Room for the tokens of most tables, so that the list rarely grows.
const USUAL: usize = 32;

/// Kept values. No part has a pointer of its own, so nothing is allocated or dropped one by one.
#[derive(Debug, Default)]
pub(crate) struct Arena<'de> {
    tokens: Vec<Token<'de>>,
    /// The texts that the input does not lend.
    texts: String,
    bytes: Vec<u8>,
}

impl<'de> Arena<'de> {
    pub(super) fn new() -> Self {
        Self {
            tokens: Vec::with_capacity(USUAL),
            ..Self::default()
        }
    }

    /// The place of the next value.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The value at a place, and what follows it. There is one.
    #[inline]
    pub(super) fn at(&self, place: usize) -> Value<'_, 'de> {
        Value::first(&self.tokens[place..])
    }

    /// The place behind the value at a place.
    #[inline(never)]
    pub(super) fn end(&self, place: usize) -> usize {
        self.len() - self.at(place).end().len()
    }

    /// The tokens from a place on.
    #[inline]
    pub(super) fn tokens(&self, place: usize) -> &[Token<'de>] {
        &self.tokens[place..]
    }

    /// The text of a token that has one.
    #[inline]
    pub(super) fn text(&self, start: usize, length: usize) -> &str {
        &self.texts[start..start + length]
    }

    /// The bytes of a token that has some.
    pub(super) fn bytes(&self, start: usize, length: usize) -> &[u8] {
        &self.bytes[start..start + length]
    }

    /// The text of a value that is one.
    #[inline]
    pub(super) fn as_str<'c>(&'c self, value: Value<'c, 'de>) -> Option<&'c str> {
        match *value.token {
            Token::Str(text) => Some(text),
            Token::Text(start, length) => Some(self.text(start, length)),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn push(&mut self, token: Token<'de>) {
        self.tokens.push(token);
    }

    pub(super) fn push_text(&mut self, text: &str) {
        let token = self.own_text(text);
        self.push(token);
    }

    /// Copies a text, and returns its token, which is not in the list yet.
    fn own_text(&mut self, text: &str) -> Token<'de> {
        let start = self.texts.len();
        self.texts.push_str(text);
        Token::Text(start, text.len())
    }

    pub(super) fn push_bytes(&mut self, bytes: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.push(Token::OwnBytes(start, bytes.len()));
    }

    /// Adds a list, each item of which `write` adds.
    pub(super) fn list<T>(&mut self, items: &[T], write: impl Fn(&mut Self, &T)) {
        let at = self.len();
        self.push(Token::List(0, 0));
        items.iter().for_each(|item| write(self, item));
        self.close_list(at, items.len());
    }

    /// Adds a table, of each entry of which `write` adds the key and the value.
    pub(super) fn table<T>(&mut self, entries: &[T], write: impl Fn(&mut Self, &T)) {
        let at = self.len();
        self.push(Token::Table(0));
        entries.iter().for_each(|entry| write(self, entry));
        self.close_table(at);
    }

    /// Completes a list, of which [`Token::List`] has been written at a place.
    pub(super) fn close_list(&mut self, at: usize, items: usize) {
        self.tokens[at] = Token::List(self.len() - at - 1, items);
    }

    /// The same of a table.
    pub(super) fn close_table(&mut self, at: usize) {
        self.tokens[at] = Token::Table(self.len() - at - 1);
    }

    /// Takes back all values from a place on.
    pub(super) fn truncate(&mut self, at: usize) {
        self.tokens.truncate(at);
    }

    /// Replaces the tokens from a place on, up to another one, in front of a value that is written.
    pub(super) fn replace(&mut self, from: usize, to: usize, by: &[Token<'de>]) {
        self.tokens.splice(from..to, by.iter().copied());
    }

    /// Converts text to what is asked for, in the first value.
    pub(super) fn make_lenient(&mut self) {
        let mut own = 0;
        let mut manner = Manner::PLAIN;
        while let Some(Token::As(known)) = self.tokens.get(own) {
            manner = *known;
            own += 1;
        }
        self.replace(0, own, &[Token::As(manner.lenient())]);
    }

    /// Makes the value from a place on what a variant of an enum holds.
    pub(super) fn put_tag(&mut self, at: usize, name: &str) {
        let name = self.own_text(name);
        self.replace(at, at, &[Token::Variant, name]);
    }

    /// Adds all values of another arena.
    #[cfg(feature = "ron")]
    pub(super) fn append(&mut self, other: &Arena<'de>) {
        let (texts, bytes) = (self.texts.len(), self.bytes.len());
        self.texts.push_str(&other.texts);
        self.bytes.extend_from_slice(&other.bytes);
        let moved = other.tokens.iter().map(|token| match *token {
            Token::Text(start, length) => Token::Text(texts + start, length),
            Token::Digits(start, length) => Token::Digits(texts + start, length),
            Token::OwnBytes(start, length) => Token::OwnBytes(bytes + start, length),
            token => token,
        });
        self.tokens.extend(moved);
    }

    /// A number of serde_json's `arbitrary_precision`, as serde_json hands it out.
    #[cold]
    pub(super) fn of_number(digits: &str) -> Self {
        let mut arena = Self::default();
        arena.push(Token::Table(2));
        arena.push(Token::Str(NUMBER));
        arena.push_text(digits);
        arena
    }

    pub(super) fn push_digits(&mut self, digits: &str) {
        let start = self.texts.len();
        self.texts.push_str(digits);
        self.push(Token::Digits(start, digits.len()));
    }
}

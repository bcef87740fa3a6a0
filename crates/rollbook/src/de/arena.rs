//! Kept values, one after the other: a flat list that is written in one pass and dropped in one step.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::kept::{Content, NUMBER};
use super::manner::Manner;

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
        let start = self.texts.len();
        self.texts.push_str(text);
        self.push(Token::Text(start, text.len()));
    }

    pub(super) fn push_bytes(&mut self, bytes: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        self.push(Token::OwnBytes(start, bytes.len()));
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
        let start = self.texts.len();
        self.texts.push_str(name);
        self.replace(at, at, &[Token::Variant, Token::Text(start, name.len())]);
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

    /// Adds a value.
    pub(super) fn write(&mut self, content: &Content<'de>) {
        let at = self.len();
        match content {
            Content::Bool(value) => self.push(Token::Bool(*value)),
            Content::U64(value) => self.push(Token::U64(*value)),
            Content::I64(value) => self.push(Token::I64(*value)),
            Content::U128(high, low) => self.push(Token::U128(*high, *low)),
            Content::I128(high, low) => self.push(Token::I128(*high, *low)),
            Content::F64(value) => self.push(Token::F64(*value)),
            Content::Char(value) => self.push(Token::Char(*value)),
            Content::Str(Cow::Borrowed(value)) => self.push(Token::Str(value)),
            Content::Str(Cow::Owned(value)) => self.push_text(value),
            Content::Bytes(Cow::Borrowed(value)) => self.push(Token::Bytes(value)),
            Content::Bytes(Cow::Owned(value)) => self.push_bytes(value),
            Content::None => self.push(Token::None),
            Content::Unit => self.push(Token::Unit),
            Content::Some(value) => {
                self.push(Token::Some);
                self.write(value);
            }
            Content::Newtype(value) => {
                self.push(Token::Newtype);
                self.write(value);
            }
            Content::List(items) => {
                self.push(Token::List(0, 0));
                items.iter().for_each(|item| self.write(item));
                self.close_list(at, items.len());
            }
            Content::Table(entries) => {
                self.push(Token::Table(0));
                for (key, value) in entries {
                    self.write(key);
                    self.write(value);
                }
                self.close_table(at);
            }
            Content::Digits(digits) => self.push_digits(digits),
            Content::Variant(variant) => {
                self.push(Token::Variant);
                self.write(&variant.0);
                self.write(&variant.1);
            }
            Content::As(value) => {
                self.push(Token::As(value.0));
                self.write(&value.1);
            }
        }
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

    /// A value as a tree.
    pub(super) fn tree(&self, value: Value<'_, 'de>) -> Content<'de> {
        match *value.token {
            Token::Bool(value) => Content::Bool(value),
            Token::U64(value) => Content::U64(value),
            Token::I64(value) => Content::I64(value),
            Token::U128(high, low) => Content::U128(high, low),
            Token::I128(high, low) => Content::I128(high, low),
            Token::F64(value) => Content::F64(value),
            Token::Char(value) => Content::Char(value),
            Token::Str(value) => Content::Str(Cow::Borrowed(value)),
            Token::Text(start, length) => {
                Content::Str(Cow::Owned(self.text(start, length).to_owned()))
            }
            Token::Bytes(value) => Content::Bytes(Cow::Borrowed(value)),
            Token::OwnBytes(start, length) => {
                Content::Bytes(Cow::Owned(self.bytes(start, length).to_owned()))
            }
            Token::None => Content::None,
            Token::Unit => Content::Unit,
            Token::Some => Content::Some(Box::new(self.tree(value.part()))),
            Token::Newtype => Content::Newtype(Box::new(self.tree(value.part()))),
            Token::List(..) => {
                let items = Items(value.parts());
                Content::List(items.map(|item| self.tree(item)).collect())
            }
            Token::Table(..) => {
                let entries = Entries(value.parts());
                let entry = |(key, value)| (self.tree(key), self.tree(value));
                Content::Table(entries.map(entry).collect())
            }
            Token::Digits(start, length) => {
                Content::Digits(Cow::Owned(self.text(start, length).to_owned()))
            }
            Token::Variant => {
                let (name, value) = value.variant();
                Content::Variant(Box::new((self.tree(name), self.tree(value))))
            }
            Token::As(manner) => self.tree(value.part()).with(manner),
        }
    }
}

/// A value of an arena: its first token, and the tokens that follow.
#[derive(Clone, Copy)]
pub(super) struct Value<'c, 'de> {
    pub(super) token: &'c Token<'de>,
    behind: &'c [Token<'de>],
}

impl<'c, 'de> Value<'c, 'de> {
    /// The first value of a list of tokens that is not empty: whoever writes [`Token::Some`] and the like writes its value.
    #[inline]
    fn first(tokens: &'c [Token<'de>]) -> Self {
        Self {
            token: &tokens[0],
            behind: &tokens[1..],
        }
    }

    /// The first value of a list of tokens, if there is one.
    #[inline]
    pub(super) fn of(tokens: &'c [Token<'de>]) -> Option<Self> {
        let (token, behind) = tokens.split_first()?;
        Some(Self { token, behind })
    }

    /// The first key of a list of tokens, and the tokens from its value on.
    pub(super) fn entry(tokens: &'c [Token<'de>]) -> Option<(Self, &'c [Token<'de>])> {
        let key = Self::of(tokens)?;
        Some((key, key.end()))
    }

    /// The tokens behind the value.
    #[inline]
    pub(super) fn end(self) -> &'c [Token<'de>] {
        if self.token.has_parts() {
            return self.end_of_parts();
        }
        self.behind
    }

    #[inline(never)]
    fn end_of_parts(self) -> &'c [Token<'de>] {
        match *self.token {
            Token::List(tokens, _) | Token::Table(tokens) => &self.behind[tokens..],
            Token::Some | Token::Newtype | Token::As(_) => self.part().end(),
            Token::Variant => self.variant().1.end(),
            _ => self.behind,
        }
    }

    /// The value that follows [`Token::Some`], [`Token::Newtype`] or [`Token::As`].
    #[inline]
    pub(super) fn part(self) -> Self {
        Self::first(self.behind)
    }

    /// The name of a variant, and what it holds.
    pub(super) fn variant(self) -> (Self, Self) {
        let name = self.part();
        (name, Self::first(name.end()))
    }

    /// The tokens of a list's items, or of a table's entries.
    #[inline]
    pub(super) fn parts(self) -> &'c [Token<'de>] {
        match *self.token {
            Token::List(tokens, _) | Token::Table(tokens) => &self.behind[..tokens],
            _ => &[],
        }
    }

    /// How many tokens there are from the value on.
    #[inline]
    pub(super) fn left(self) -> usize {
        self.behind.len() + 1
    }
}

/// The values of a list.
pub(super) struct Items<'c, 'de>(pub(super) &'c [Token<'de>]);

impl<'c, 'de> Iterator for Items<'c, 'de> {
    type Item = Value<'c, 'de>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let item = Value::of(self.0)?;
        self.0 = item.end();
        Some(item)
    }
}

/// The keys of a table, and their values.
pub(super) struct Entries<'c, 'de>(pub(super) &'c [Token<'de>]);

impl<'c, 'de> Iterator for Entries<'c, 'de> {
    type Item = (Value<'c, 'de>, Value<'c, 'de>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let key = Value::of(self.0)?;
        let value = Value::of(key.end())?;
        self.0 = value.end();
        Some((key, value))
    }
}

impl<'de> From<&Content<'de>> for Arena<'de> {
    fn from(content: &Content<'de>) -> Self {
        let mut arena = Self::default();
        arena.write(content);
        arena
    }
}

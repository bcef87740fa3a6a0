//! Kept values as trees, for what changes them: conversions, defaults, and configs that outlive their input.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;

use super::{Arena, Entries, Items, Token, Value};
use crate::de::content::Content;

impl<'de> From<&Content<'de>> for Arena<'de> {
    fn from(content: &Content<'de>) -> Self {
        let mut arena = Self::default();
        arena.write(content);
        arena
    }
}

impl<'de> Arena<'de> {
    /// Adds a value.
    pub(in crate::de) fn write(&mut self, content: &Content<'de>) {
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
            Content::List(items) => self.list(items, Self::write),
            Content::Table(entries) => self.table(entries, |arena, (key, value)| {
                arena.write(key);
                arena.write(value);
            }),
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

    /// A value as a tree.
    pub(in crate::de) fn tree(&self, value: Value<'_, 'de>) -> Content<'de> {
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

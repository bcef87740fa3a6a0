//! Reads JSON into the tables of TOML, with the places of the text. hifijson reads strings, numbers and words; this file
//! adds places, the limit of depth, keys that are there twice, and messages.

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::string::String;
use core::ops::Range;

use hifijson::str::LexAlloc;
use hifijson::token::Lex;
use hifijson::{Read, SliceLexer, num};
use toml::Spanned;
use toml::de::{DeArray, DeValue};

use super::{Key, Node, Table};
use crate::agreed::DEEPEST;

/// What is wrong with a JSON text.
#[derive(Debug)]
#[non_exhaustive]
pub enum JsonFault {
    /// It breaks the rules of the format.
    Syntax(Range<usize>, String),
    /// An object has a key twice.
    Twice(String, Range<usize>, Range<usize>),
    /// Too many levels of objects and arrays.
    TooDeep(Range<usize>),
}

/// JSON's null, for which TOML has no value: a date without any part.
fn null<'a>() -> DeValue<'a> {
    let mut value =
        DeValue::parse("00:00:00").map_or(DeValue::Boolean(false), |time| time.into_inner());
    if let DeValue::Datetime(time) = &mut value {
        time.time = None;
    }
    value
}

/// Whether a value is JSON's null.
#[must_use]
pub fn is_null(value: &DeValue<'_>) -> bool {
    matches!(value, DeValue::Datetime(date) if date.date.is_none() && date.time.is_none())
}

/// Reads a JSON text.
///
/// # Errors
///
/// The first syntax error; otherwise the first key that an object has twice.
pub fn json(text: &str) -> Result<Node<'_>, JsonFault> {
    let mut reader = Reader {
        text,
        lexer: SliceLexer::new(text.as_bytes()),
        twice: None,
    };
    if reader.lexer.ws_peek().is_none() {
        let what = "the file is empty".to_owned();
        return Err(JsonFault::Syntax(0..text.len(), what));
    }
    let node = reader.value(0)?;
    if reader.lexer.ws_peek().is_some() {
        return Err(reader.unexpected("expected the end of the file"));
    }
    match reader.twice {
        Some(fault) => Err(fault),
        None => Ok(node),
    }
}

struct Reader<'a> {
    text: &'a str,
    lexer: SliceLexer<'a>,
    /// The first key that an object has twice. A syntax error after it comes first.
    twice: Option<JsonFault>,
}

impl<'a> Reader<'a> {
    fn at(&self) -> usize {
        self.text.len() - self.lexer.as_slice().len()
    }

    /// From `start` to the lexer, which may stop inside a character.
    fn since(&self, start: usize) -> Range<usize> {
        let end = (self.at()..self.text.len()).find(|&end| self.text.is_char_boundary(end));
        start..end.unwrap_or(self.text.len())
    }

    /// The next character is not what JSON allows there.
    fn unexpected(&self, what: &str) -> JsonFault {
        let rest = &self.text[self.at()..];
        let what = match rest {
            _ if rest.starts_with("//") || rest.starts_with("/*") => "comments are not allowed",
            _ if rest.starts_with('\u{feff}') => "a byte order mark is not allowed",
            _ => what,
        };
        let length = rest.chars().next().map_or(0, char::len_utf8);
        JsonFault::Syntax(self.at()..self.at() + length, what.to_owned())
    }

    fn value(&mut self, depth: usize) -> Result<Node<'a>, JsonFault> {
        let next = self.lexer.ws_peek();
        let start = self.at();
        if depth == DEEPEST && matches!(next, Some(b'{' | b'[')) {
            return Err(JsonFault::TooDeep(start..start + 1));
        }
        let value = match next {
            Some(b'{') => DeValue::Table(self.object(depth)?),
            Some(b'[') => {
                let mut items = DeArray::new();
                self.items("array", b']', |reader| {
                    items.push(reader.value(depth + 1)?);
                    Ok(())
                })?;
                DeValue::Array(items)
            }
            Some(b'"') => DeValue::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => {
                let valid = num::Lex::num_ignore(&mut self.lexer).validate().is_ok();
                // Each number of JSON is one of TOML.
                let number = DeValue::parse(&self.text[self.since(start)]);
                match number {
                    Ok(number) if valid => number.into_inner(),
                    _ => {
                        let what = "expected a digit".to_owned();
                        return Err(JsonFault::Syntax(self.since(start), what));
                    }
                }
            }
            Some(b'a'..=b'z') => match self.lexer.null_or_bool() {
                Some(None) => null(),
                Some(Some(value)) => DeValue::Boolean(value),
                None => {
                    self.lexer.skip_until(|byte| !byte.is_ascii_alphanumeric());
                    let what = "expected `null`, `true` or `false`".to_owned();
                    return Err(JsonFault::Syntax(self.since(start), what));
                }
            },
            _ => return Err(self.unexpected("expected a value")),
        };
        Ok(Spanned::new(self.since(start), value))
    }

    fn object(&mut self, depth: usize) -> Result<Table<'a>, JsonFault> {
        let mut entries = Table::new();
        self.items("object", b'}', |reader| {
            let start = reader.at();
            if reader.lexer.peek_next() != Some(b'"') {
                return Err(reader.unexpected("expected a key in double quotes"));
            }
            let key = reader.string()?;
            let range = reader.since(start);
            if reader.lexer.expect(Lex::ws_peek, b':').is_none() {
                return Err(reader.unexpected("expected a colon"));
            }
            let value = reader.value(depth + 1)?;
            if let Some((first, _)) = entries.get_key_value(key.as_ref()) {
                let fault = || JsonFault::Twice(key.into_owned(), first.span(), range);
                reader.twice.get_or_insert_with(fault);
            } else {
                let key: Key<'a> = Spanned::new(range, key);
                entries.insert(key, value);
            }
            Ok(())
        })?;
        Ok(entries)
    }

    /// What lies between a bracket and `end`, with a comma between two items.
    fn items(
        &mut self,
        kind: &str,
        end: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), JsonFault>,
    ) -> Result<(), JsonFault> {
        let start = self.at();
        let open = |reader: &Self| {
            let what = format!("unterminated {kind}");
            JsonFault::Syntax(start..reader.text.len(), what)
        };
        if self.lexer.discarded().expect(Lex::ws_peek, end).is_some() {
            return Ok(());
        }
        loop {
            if self.lexer.ws_peek().is_none() {
                return Err(open(self));
            }
            item(self)?;
            let comma = match self.lexer.ws_peek() {
                Some(b',') => self.at(),
                Some(byte) if byte == end => break,
                Some(_) => return Err(self.unexpected("expected comma")),
                None => return Err(open(self)),
            };
            self.lexer.take_next();
            if self.lexer.ws_peek() == Some(end) {
                let what = "trailing commas are not allowed";
                return Err(JsonFault::Syntax(comma..comma + 1, what.to_owned()));
            }
        }
        self.lexer.take_next();
        Ok(())
    }

    /// The text of the string that starts here.
    fn string(&mut self) -> Result<Cow<'a, str>, JsonFault> {
        let start = self.at();
        let text = self.lexer.discarded().str_string();
        text.map_err(|error| JsonFault::Syntax(self.since(start), format!("{error}")))
    }
}

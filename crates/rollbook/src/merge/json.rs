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

/// serde_json counts one level less.
const DEEPEST_JSON: usize = DEEPEST - 1;

/// What is wrong with a JSON text.
#[derive(Debug)]
pub enum JsonFault {
    /// It breaks the rules of the format.
    Syntax(Range<usize>, String),
    /// An object has a key twice.
    Twice(String, Range<usize>, Range<usize>),
    /// More levels of objects and arrays than the limit.
    TooDeep(Range<usize>, usize),
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

    /// Reports a character that JSON does not allow here.
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
        if depth == DEEPEST_JSON && matches!(next, Some(b'{' | b'[')) {
            return Err(JsonFault::TooDeep(start..start + 1, DEEPEST_JSON));
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

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use super::*;

    /// The same value as serde_json reads, each string at the place that holds it.
    fn same(node: &Node<'_>, value: &serde_json::Value, text: &str) {
        match (node.get_ref(), value) {
            (DeValue::Table(entries), serde_json::Value::Object(object)) => {
                assert_eq!(entries.len(), object.len());
                entries
                    .iter()
                    .for_each(|(key, node)| same(node, &object[key.get_ref().as_ref()], text));
            }
            (DeValue::Array(items), serde_json::Value::Array(array)) => {
                assert_eq!(items.len(), array.len());
                items
                    .iter()
                    .zip(array)
                    .for_each(|(node, value)| same(node, value, text));
            }
            (DeValue::String(read), serde_json::Value::String(string)) => assert_eq!(read, string),
            (DeValue::Boolean(read), value) => assert_eq!(Some(*read), value.as_bool()),
            (DeValue::Integer(read), value) => assert_eq!(read.as_str(), value.to_string()),
            (DeValue::Float(read), value) => assert_eq!(read.as_str().parse().ok(), value.as_f64()),
            (date, value) if is_null(date) => assert!(value.is_null()),
            pair => panic!("{pair:?}"),
        }
        let there = serde_json::from_str::<serde_json::Value>(&text[node.span()]);
        assert_eq!(&there.unwrap(), value);
    }

    /// A config that the check accepts can be read by the program, and the other way round.
    #[test]
    fn as_deep_as_serde_json() {
        for depth in [1, 126, 127, 128, 129, 130] {
            let text = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            assert_eq!(json(&text).is_ok(), theirs.is_ok(), "{depth}");
        }
    }

    #[test]
    fn what_json_allows_has_its_value_and_its_place() {
        for text in [
            "{}",
            " [ ] ",
            "\t\"a\"\r\n",
            "-0.5e+10",
            r#"{"a": [1, {"b": null}, "\u00e9\ud83d\ude00\n\/"], "é": {"c": true, "": false}}"#,
        ] {
            same(
                &json(text).unwrap(),
                &serde_json::from_str(text).unwrap(),
                text,
            );
        }
    }

    #[test]
    fn what_json_does_not_allow_is_shown_where_it_is() {
        let cases = [
            ("\u{feff}{}", "\u{feff}", "a byte order mark is not allowed"),
            ("{'a': 1}", "'", "expected a key in double quotes"),
            ("{a: 1}", "a", "expected a key in double quotes"),
            ("['a']", "'", "expected a value"),
            ("[0x10]", "x", "expected comma"),
            ("[01]", "1", "expected comma"),
            ("[+1]", "+", "expected a value"),
            ("[.5]", ".", "expected a value"),
            ("[1., 2]", "1.", "expected a digit"),
            ("[-]", "-", "expected a digit"),
            ("[NaN]", "N", "expected a value"),
            ("[nan]", "nan", "expected `null`, `true` or `false`"),
            ("[1 2]", "2", "expected comma"),
            ("[1,,2]", ",", "expected a value"),
            ("[1,]", ",", "trailing commas are not allowed"),
            ("{\"a\" 1}", "1", "expected a colon"),
            ("{\"a\": }", "}", "expected a value"),
            ("[1] // x", "/", "comments are not allowed"),
            ("[1] é", "é", "expected the end of the file"),
            ("[1, ", "[1, ", "unterminated array"),
            ("{\"a\": 1", "{\"a\": 1", "unterminated object"),
            ("[\"a", "\"a", "unterminated string"),
        ];
        for (text, at, what) in cases {
            match json(text) {
                Err(JsonFault::Syntax(range, said)) => {
                    assert_eq!((&text[range], &*said), (at, what))
                }
                other => panic!("{text}: {other:?}"),
            }
        }
        // A syntax error after a key that is there twice.
        assert!(matches!(
            json(r#"{"a": 1, "a": 2]"#),
            Err(JsonFault::Syntax(..))
        ));
        assert!(matches!(
            json(r#"{"a": 1, "a": 2}"#),
            Err(JsonFault::Twice(..))
        ));
    }

    /// Every cut of a document, with every byte of a list at that place: the same result as serde_json, and no panic.
    #[test]
    fn agrees_with_serde_json_on_damaged_text() {
        let text = r#"{"a": [1.5e3, {"b\u00e9é": null}], "c": "\ud83d\ude00", "d": [true, -0]}"#;
        let mut judged = 0;
        for (at, _) in text.char_indices() {
            for put in [
                "", "\"", "'", "\\", "{", "}", "[", "]", ",", ":", "0", "e", "é", "/", "\n",
                "\u{0}",
            ] {
                for rest in [&text[at..], text[at..].get(1..).unwrap_or(""), ""] {
                    let damaged = format!("{}{put}{rest}", &text[..at]);
                    let theirs = serde_json::from_str::<serde_json::Value>(&damaged);
                    let ours = match json(&damaged) {
                        Err(JsonFault::Syntax(range, _)) => {
                            assert!(damaged.get(range).is_some(), "{damaged}");
                            false
                        }
                        _ => true,
                    };
                    assert_eq!(ours, theirs.is_ok(), "{damaged}");
                    judged += 1;
                }
            }
        }
        assert!(judged > 3000);
    }
}

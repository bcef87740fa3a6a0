//! A parsed document as a tree: parsed, checked for its depth, and taken apart without calling itself.
//!
//! The parser limits brackets and the parts of a key, but not their product: 12 kilobytes nest 6,400 tables, and
//! whatever walks those by calling itself, dropping them included, ends the stack.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::error::Error;
use crate::de::DEEPEST;

/// Parses a document that is safe to walk.
pub(super) fn parse(text: &str) -> Result<DeTable<'_>, Error> {
    // Not `DeTable::parse`: where it fails, it drops what it has read.
    let (table, errors) = DeTable::parse_recoverable(text);
    let table = table.into_inner();
    let problem = match errors.first() {
        Some(error) => match error.span() {
            Some(span) => Some(Error::new(error.message().to_string()).at(Some(span))),
            None => Some(without_place(text, error.message())),
        },
        None => too_deep(&table).map(|span| {
            Error::new("tables and arrays are nested too deep here".to_string()).at(Some(span))
        }),
    };
    match problem {
        None => Ok(table),
        Some(problem) => {
            take_apart(table);
            Err(problem.draw(text))
        }
    }
}

/// The parser names no place for one error: a key of too many parts. What looks like one has as many dots in a row.
fn without_place(text: &str, message: &str) -> Error {
    let (mut start, mut dots) = (0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '.' => dots += 1,
            '\n' | '=' | ',' | '[' | ']' | '{' | '}' => (start, dots) = (at + 1, 0),
            c if c.is_whitespace() && dots == 0 => start = at + c.len_utf8(),
            _ => {}
        }
        if dots == 80 {
            let message = "this key has more than 80 parts".to_string();
            return Error::new(message).at(Some(start..at));
        }
    }
    Error::new(message.to_string())
}

/// The place of the first value that lies too deep, looked for level by level.
fn too_deep(table: &DeTable<'_>) -> Option<Range<usize>> {
    let holds_others =
        |value: &&Spanned<DeValue<'_>>| value.get_ref().is_table() || value.get_ref().is_array();
    let mut level = table.values().filter(holds_others).collect::<Vec<_>>();
    for _ in 0..DEEPEST {
        if level.is_empty() {
            return None;
        }
        let mut below = Vec::new();
        for value in level {
            match value.get_ref() {
                DeValue::Table(table) => below.extend(table.values().filter(holds_others)),
                DeValue::Array(list) => below.extend(list.iter().filter(holds_others)),
                _ => {}
            }
        }
        level = below;
    }
    level.first().map(|value| value.span())
}

/// Drops a tree of any depth.
fn take_apart(table: DeTable<'_>) {
    let mut left = table
        .into_iter()
        .map(|(_, value)| value)
        .collect::<Vec<_>>();
    while let Some(value) = left.pop() {
        match value.into_inner() {
            DeValue::Table(table) => left.extend(table.into_iter().map(|(_, value)| value)),
            DeValue::Array(list) => left.extend(list),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec;

    use super::*;

    /// Tables in tables, each by a key of several parts.
    fn nested(parts: usize, braces: usize) -> String {
        let key = vec!["a"; parts].join(".");
        let open = format!("{{ {key} = ").repeat(braces);
        format!("{key} = {open}1{}", "}".repeat(braces))
    }

    fn check(text: &str, expect: &str) {
        let error = parse(text).err().map(|error| error.message().to_string());
        assert_eq!(error.as_deref().unwrap_or(""), expect, "{text:.100}");
    }

    #[test]
    fn a_long_key() {
        let key = |parts: usize| vec!["a"; parts].join(".");
        check(&format!("x = 1.5\n{} = 1", key(80)), "");
        let error = |text: &str| {
            parse(text)
                .err()
                .map(|error| (error.line(), error.column()))
        };
        for text in [
            format!("x = 1.5\n  {} = 1", key(81)),
            format!("x = [1.5, '{}']\n[ {} ]", ".".repeat(40), key(81)),
        ] {
            check(&text, "this key has more than 80 parts");
            assert_eq!(error(&text), Some((2, 3)), "{text}");
        }
    }

    #[test]
    fn a_product_of_limits() {
        check(&nested(2, 60), "");
        check(&nested(2, 64), "tables and arrays are nested too deep here");
    }
}

//! A parsed document as a tree, or the first thing that is wrong with it.

use alloc::string::ToString;

use toml::de::DeTable;

use super::error::Error;
use crate::agreed::toml_tree;

/// Parses a document that is safe to walk.
pub(super) fn parse(text: &str) -> Result<DeTable<'_>, Error> {
    let parsed = toml_tree::parse(text);
    let problem = match parsed.errors.first() {
        Some(error) => match error.span() {
            Some(span) => Error::new(error.message().to_string()).at(Some(span)),
            None => without_place(text, error.message()),
        },
        None => match parsed.too_deep {
            Some(span) => {
                let message = "tables and arrays are nested too deep here";
                Error::new(message.to_string()).at(Some(span))
            }
            None => return Ok(parsed.table.into_inner()),
        },
    };
    Err(problem.draw(text))
}

/// Parses one value that is safe to walk.
#[cfg(feature = "layers")]
pub(super) fn parse_value(text: &str) -> Result<toml::Spanned<toml::de::DeValue<'_>>, Error> {
    match toml_tree::parse_value(text) {
        (Some(value), errors) if errors.is_empty() => Ok(value),
        (_, errors) => Err(match errors.first() {
            Some(error) => Error::new(error.message().to_string()).at(error.span()),
            None => Error::new("tables and arrays are nested too deep here".to_string()),
        }),
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

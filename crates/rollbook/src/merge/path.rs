//! The path to a value: `model.backbone.depth`, `pipeline[0].size`, `pipeline.0.size`, `"a key"."with.dots"`.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use toml::de::DeValue;

use super::Place;

/// One step of a path, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Step<'a> {
    /// What it leads to.
    pub kind: StepKind<'a>,
    /// Where it is written, from the start of the text.
    pub place: Place,
}

/// What a step leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum StepKind<'a> {
    /// An entry of a table, or of a list if it is a number.
    Key(Cow<'a, str>),
    /// The same, of any case.
    AnyCase(Cow<'a, str>),
    /// An item of a list.
    Index(usize),
}

/// The steps to a value.
pub(crate) type Path<'a> = Vec<Step<'a>>;

/// A text that is not a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PathFault {
    /// What is wrong.
    pub what: &'static str,
    /// Where.
    pub place: Place,
}

/// More steps than this are refused, as TOML does with the parts of a key.
const LONGEST: usize = 80;

impl<'a> Step<'a> {
    /// Reads a path, up to the end of the text or to a `=`, whose place comes with it.
    ///
    /// # Errors
    ///
    /// The place where the text is not a path.
    pub(crate) fn parse(text: &'a str) -> Result<(Path<'a>, Option<usize>), PathFault> {
        let mut reader = Reader { text, at: 0 };
        let mut path = Path::new();
        loop {
            reader.skip_blanks();
            path.push(reader.key()?);
            loop {
                reader.skip_blanks();
                if path.len() > LONGEST {
                    return Err(reader.fault("a path has at most 80 parts", 1));
                }
                match reader.next() {
                    Some('[') => path.push(reader.index()?),
                    Some('.') => {
                        reader.at += 1;
                        break;
                    }
                    Some('=') => return Ok((path, Some(reader.at))),
                    None => return Ok((path, None)),
                    Some(c) => {
                        return Err(reader.fault("expected `.`, `[` or `=` here", c.len_utf8()));
                    }
                }
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn fault(&self, what: &'static str, length: usize) -> PathFault {
        PathFault {
            what,
            place: self.at..(self.at + length).min(self.text.len()),
        }
    }

    fn key(&mut self) -> Result<Step<'a>, PathFault> {
        let start = self.at;
        let key = match self.next() {
            Some(quote @ ('"' | '\'')) => self.quoted(quote)?,
            _ => {
                let ends =
                    |c: char| matches!(c, '.' | '[' | ']' | '=' | '"' | '\'' | '{' | '}' | ',');
                let ends = |c: char| ends(c) || c.is_whitespace() || c.is_control();
                let rest = self.rest();
                let key = &rest[..rest.find(ends).unwrap_or(rest.len())];
                if key.is_empty() {
                    let length = self.next().map_or(0, char::len_utf8);
                    return Err(self.fault("expected a key here", length));
                }
                self.at += key.len();
                Cow::Borrowed(key)
            }
        };
        Ok(Step {
            kind: StepKind::Key(key),
            place: start..self.at,
        })
    }

    fn quoted(&mut self, quote: char) -> Result<Cow<'a, str>, PathFault> {
        let mut escaped = false;
        let end = self.rest()[1..].find(|c: char| {
            let ends = c == quote && !escaped;
            escaped = quote == '"' && c == '\\' && !escaped;
            ends
        });
        let Some(end) = end else {
            let length = self.rest().len();
            return Err(self.fault("this key has no closing quote", length));
        };
        let text = &self.rest()[..end + 2];
        let key = match DeValue::parse(text).map(|key| key.into_inner()) {
            Ok(DeValue::String(key)) => key,
            _ => return Err(self.fault("this is not a quoted key", text.len())),
        };
        self.at += text.len();
        Ok(key)
    }

    fn index(&mut self) -> Result<Step<'a>, PathFault> {
        let start = self.at;
        let rest = &self.rest()[1..];
        let digits = &rest[..rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len())];
        let index = digits
            .parse()
            .ok()
            .filter(|_| rest[digits.len()..].starts_with(']'));
        let Some(index) = index else {
            let length = rest.find(']').map_or(1, |end| end + 2);
            return Err(self.fault("an index is a number: write `[0]`", length));
        };
        self.at += digits.len() + 2;
        Ok(Step {
            kind: StepKind::Index(index),
            place: start..self.at,
        })
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec;

    use super::*;

    fn shown(text: &str) -> String {
        match Step::parse(text) {
            Err(fault) => format!("{} at {:?}", fault.what, &text[fault.place]),
            Ok((path, equals)) => {
                let steps = path.iter().map(|step| match &step.kind {
                    StepKind::Key(key) | StepKind::AnyCase(key) => format!("<{key}>"),
                    StepKind::Index(index) => format!("#{index}"),
                });
                let steps = steps.collect::<Vec<_>>().concat();
                let rest = equals.map_or("", |at| &text[at..]);
                format!("{steps}{rest}")
            }
        }
    }

    #[test]
    fn paths() {
        let cases = [
            ("a", "<a>"),
            ("a.b-c.d_e", "<a><b-c><d_e>"),
            (" a . b = 1", "<a><b>= 1"),
            ("a[0].b", "<a>#0<b>"),
            ("a.0.b", "<a><0><b>"),
            ("a[0][12]=[1]", "<a>#0#12=[1]"),
            ("\"a.b\".'c\"'.\"\\u00e9\\\"\"", "<a.b><c\"><é\">"),
            ("网络.é=1", "<网络><é>=1"),
            ("\"\"", "<>"),
            ("a==", "<a>=="),
            ("", "expected a key here at \"\""),
            ("=1", "expected a key here at \"=\""),
            ("a.", "expected a key here at \"\""),
            ("a..b", "expected a key here at \".\""),
            ("[0]", "expected a key here at \"[\""),
            ("a b", "expected `.`, `[` or `=` here at \"b\""),
            ("a[x]", "an index is a number: write `[0]` at \"[x]\""),
            ("a[-1]", "an index is a number: write `[0]` at \"[-1]\""),
            (
                "a[99999999999999999999]",
                "an index is a number: write `[0]` at \"[99999999999999999999]\"",
            ),
            ("a[1", "an index is a number: write `[0]` at \"[\""),
            ("'a", "this key has no closing quote at \"'a\""),
            ("\"\\q\"", "this is not a quoted key at \"\\\"\\\\q\\\"\""),
        ];
        for (text, expect) in cases {
            assert_eq!(shown(text), expect, "{text}");
        }
    }

    #[test]
    fn a_path_has_an_end() {
        assert!(Step::parse(&vec!["a"; 80].join(".")).is_ok());
        for long in [
            vec!["a"; 81].join("."),
            format!("a{}", "[0]".repeat(80)),
            "=".repeat(1 << 20),
        ] {
            assert!(Step::parse(&long).is_err());
        }
    }
}

//! What is wrong with a TOML text, and where.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Range;

use serde_core::de::{self, Expected, Unexpected};

use super::draw::{draw, visible};
use crate::agreed::show::join;

/// Longer messages are cut in the middle; texts and keys that they quote, sooner.
const LONGEST: usize = 4_000;
const QUOTED: usize = 60;

/// An error in a TOML text. `Display` draws the line.
pub struct Error(Box<Inner>);

struct Inner {
    message: String,
    span: Option<Range<usize>>,
    path: String,
    drawn: Option<Drawn>,
    /// What was expected, in a message that also says what was found.
    #[cfg(feature = "layers")]
    expected: Option<String>,
}

struct Drawn {
    line: usize,
    column: usize,
    picture: String,
}

impl Error {
    pub(super) fn new(message: String) -> Self {
        let message = message.chars().map(visible).collect::<String>();
        let length = message.chars().count();
        let message = if length > LONGEST {
            let head = message.chars().take(LONGEST / 2);
            let tail = message.chars().skip(length - LONGEST / 2);
            head.chain(['…']).chain(tail).collect()
        } else {
            message
        };
        Self(Box::new(Inner {
            message,
            span: None,
            path: String::new(),
            drawn: None,
            #[cfg(feature = "layers")]
            expected: None,
        }))
    }

    #[cfg(feature = "layers")]
    pub(super) fn expected(&self) -> Option<&str> {
        self.0.expected.as_deref()
    }

    #[cfg(feature = "layers")]
    fn with_expected(mut self, expected: &dyn Expected) -> Self {
        self.0.expected = Some(expected.to_string().chars().map(visible).collect());
        self
    }

    #[cfg(not(feature = "layers"))]
    fn with_expected(self, _: &dyn Expected) -> Self {
        self
    }

    /// The place, unless there is a nearer one.
    pub(super) fn at(mut self, span: Option<Range<usize>>) -> Self {
        self.0.span = self.0.span.or(span);
        self
    }

    /// The place, whatever there was.
    pub(super) fn moved(mut self, span: Range<usize>) -> Self {
        self.0.span = Some(span);
        self
    }

    /// The key that it lies under, from the inside out.
    pub(super) fn under(self, key: &str) -> Self {
        let plain = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
        if key.is_empty() || !key.chars().all(plain) {
            return self.step(&format!("{:?}", cut(key)));
        }
        self.step(&cut(key))
    }

    /// The index in an array that it lies at.
    pub(super) fn under_index(self, at: usize) -> Self {
        self.step(&format!("[{at}]"))
    }

    fn step(mut self, step: &str) -> Self {
        self.0.path = join(step, &self.0.path);
        self
    }

    /// A visitor sees a datetime only as a table.
    pub(super) fn of_datetime(mut self) -> Self {
        if let Some(rest) = self.0.message.strip_prefix(UNEXPECTED_TABLE) {
            self.0.message = format!("invalid type: datetime{rest}");
        }
        self
    }

    pub(super) fn draw(mut self, text: &str) -> Self {
        if self.0.drawn.is_none() {
            let span = self.0.span.clone().unwrap_or(0..0);
            let (line, column, picture) = draw(text, span);
            self.0.drawn = Some(Drawn {
                line,
                column,
                picture,
            });
        }
        self
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where in the document: `model.backbone[0].depth`; empty at its top. Keys that TOML would quote are quoted.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// Where in the text, in bytes.
    #[must_use]
    pub fn span(&self) -> Option<Range<usize>> {
        self.0.span.clone()
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.0.drawn.as_ref().map_or(1, |drawn| drawn.line)
    }

    /// The column in characters, from 1. As in the `toml` crate each counts as one, however wide it is drawn.
    #[must_use]
    pub fn column(&self) -> usize {
        self.0.drawn.as_ref().map_or(1, |drawn| drawn.column)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(drawn) = &self.0.drawn {
            let Drawn {
                line,
                column,
                picture,
            } = drawn;
            writeln!(f, "TOML error at line {line}, column {column}\n{picture}")?;
        }
        f.write_str(&self.0.message)?;
        if !self.0.path.is_empty() {
            write!(f, "\nin `{}`", self.0.path)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("message", &self.0.message)
            .field("span", &self.0.span)
            .field("path", &self.0.path)
            .finish()
    }
}

impl core::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(text: T) -> Self {
        Self::new(text.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = shown(found);
        let message = format!("invalid type: {found}, expected {expected}");
        Self::new(message).with_expected(expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = shown(found);
        let message = format!("invalid value: {found}, expected {expected}");
        Self::new(message).with_expected(expected)
    }
}

const UNEXPECTED_TABLE: &str = "invalid type: table";

/// What was found, in TOML's words.
fn shown(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Map => "table".to_string(),
        Unexpected::Seq => "array".to_string(),
        Unexpected::Str(text) => format!("string {:?}", cut(text)),
        other => other.to_string(),
    }
}

/// A text to be quoted in a message.
pub(super) fn cut(text: &str) -> String {
    let mut shown = text.chars().take(QUOTED).collect::<String>();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_core::de::Error as _;

    #[test]
    fn a_path_is_written_from_the_inside_out() {
        let check = |steps: &[&str], expect: &str| {
            let error = steps.iter().fold(Error::custom("x"), |error, step| {
                match step.parse::<usize>() {
                    Ok(at) => error.under_index(at),
                    Err(_) => error.under(step),
                }
            });
            assert_eq!(error.path(), expect);
        };
        check(&[], "");
        check(&["b", "a"], "a.b");
        check(&["0", "1", "list", "a"], "a.list[1][0]");
        check(&["网络", "a b", "x.y"], r#""x.y"."a b".网络"#);
        check(&["[0]", "a"], r#"a."[0]""#);
        check(&["", "\u{1b}"], r##""\u{1b}"."""##);
        check(&[&"k".repeat(61)], &format!("{}…", "k".repeat(60)));
    }

    #[test]
    fn a_long_message_is_cut_in_its_middle() {
        let message = Error::custom(format!("head {} tail", "x".repeat(1 << 20)))
            .0
            .message;
        assert!(message.starts_with("head") && message.ends_with("tail"));
        assert_eq!(message.chars().count(), LONGEST + 1);
    }

    #[test]
    fn controls_do_not_reach_the_terminal() {
        let error = Error::custom("a \u{1b}[31m b\n\u{202e}");
        assert_eq!(error.message(), "a \u{fffd}[31m b\n\u{fffd}");
    }
}

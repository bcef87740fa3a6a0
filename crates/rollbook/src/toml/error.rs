//! What is wrong with a TOML text, and where.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use core::fmt;
use core::ops::Range;

use serde_core::de;

use super::draw::draw;

/// An error in a TOML text. `Display` draws the line.
pub struct Error(Box<Inner>);

struct Inner {
    message: String,
    span: Option<Range<usize>>,
    path: String,
    drawn: Option<Drawn>,
}

struct Drawn {
    line: usize,
    column: usize,
    picture: String,
}

impl Error {
    pub(super) fn new(message: String) -> Self {
        Self(Box::new(Inner {
            message,
            span: None,
            path: String::new(),
            drawn: None,
        }))
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
    pub(super) fn under(mut self, key: &str) -> Self {
        let path = &mut self.0.path;
        if !path.is_empty() && !path.starts_with('[') {
            path.insert(0, '.');
        }
        let key = key.chars().take(60).collect::<String>();
        path.insert_str(0, &key);
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

    /// Where in the document: `model.backbone.depth`; empty at its top.
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

    /// The column in characters, from 1.
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
}

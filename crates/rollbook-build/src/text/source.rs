//! The texts that are read, and places in them.

use std::fmt;
use std::ops::Range;

use rollbook::__private::build::printable;

/// The place of an entry's name. Line and column count from 1, the column in characters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// `registry.toml:11`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A package's place in the list of packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PackageId(usize);

impl PackageId {
    /// The package that is built. It comes first in the list.
    pub(crate) const BUILT: Self = Self(0);

    /// Sorts the package that is built last: it decides.
    pub(crate) fn in_order(self) -> (bool, Self) {
        (self == Self::BUILT, self)
    }

    pub(crate) fn new(index: usize) -> Self {
        Self(index)
    }

    pub(crate) fn index(self) -> usize {
        self.0
    }
}

/// A source's place in the list of sources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct SourceId(usize);

impl SourceId {
    /// The manifest of the package that is built.
    pub(crate) const MANIFEST: Self = Self(0);

    pub(crate) fn new(index: usize) -> Self {
        Self(index)
    }

    pub(crate) fn of(self, sources: &[Source]) -> &Source {
        &sources[self.0]
    }

    pub(crate) fn span(self, bytes: Range<usize>) -> Span {
        Span {
            source: self,
            start: bytes.start,
            end: bytes.end,
        }
    }
}

/// A stretch of one source's text, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Span {
    pub(crate) source: SourceId,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    /// The source that it lies in.
    pub(crate) fn within(self, sources: &[Source]) -> &Source {
        self.source.of(sources)
    }

    /// The place where it starts.
    pub(crate) fn place(self, sources: &[Source]) -> Place {
        self.within(sources).place(self.start)
    }
}

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Source {
    /// Relative to the package root, with forward slashes.
    pub(crate) name: String,
    pub(crate) text: String,
    /// Whose manifest it is.
    pub(crate) package: PackageId,
    /// Whether the name is the file's path, of the package that is built: not for the text of another crate, nor for a
    /// path that cannot be written as text.
    pub(crate) on_disk: bool,
    line_starts: Vec<usize>,
    /// How many characters start before each block of `BLOCK` bytes: so a column costs little on a line of megabytes.
    blocks: Vec<usize>,
}

const BLOCK: usize = 1024;

impl Source {
    /// A text of the package that is built.
    pub(crate) fn new(name: &str, text: String) -> Self {
        Self::of(PackageId::BUILT, name, text)
    }

    pub(crate) fn of(package: PackageId, name: &str, text: String) -> Self {
        // A byte order mark has no column.
        let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(first)
            .chain(breaks.map(|(at, _)| at + 1))
            .collect();
        let mut characters = 0;
        let blocks = text
            .as_bytes()
            .chunks(BLOCK)
            .map(|block| {
                let before = characters;
                characters += starts(block);
                before
            })
            .collect();
        let plain = |c: char| !c.is_control() && c != char::REPLACEMENT_CHARACTER;
        Self {
            // Fit for a message, and for a comment in Rust.
            name: printable(name),
            on_disk: package == PackageId::BUILT && name.chars().all(plain),
            text,
            package,
            line_starts,
            blocks,
        }
    }

    pub(crate) fn place(&self, at: usize) -> Place {
        let line = self.line(at);
        let start = self.line_starts[line];
        Place {
            file: self.name.clone(),
            line: line + 1,
            column: self.characters(at).saturating_sub(self.characters(start)) + 1,
        }
    }

    /// The line that holds a byte, from 0.
    pub(crate) fn line(&self, at: usize) -> usize {
        let after = self.line_starts.partition_point(|start| *start <= at);
        after.saturating_sub(1)
    }

    /// The bytes of a line, without its end.
    pub(crate) fn line_range(&self, line: usize) -> Range<usize> {
        let start = self.line_starts[line];
        let next = self.line_starts.get(line + 1);
        let end = next.map_or(self.text.len(), |next| next - 1);
        let carriage_return = self.text.as_bytes()[start..end].ends_with(b"\r");
        start..end - usize::from(carriage_return)
    }

    fn characters(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let block = at / BLOCK;
        match self.blocks.get(block) {
            Some(before) => before + starts(&self.text.as_bytes()[block * BLOCK..at]),
            None => {
                let last = self.blocks.len().saturating_sub(1);
                let before = self.blocks.last().copied().unwrap_or_default();
                before + starts(&self.text.as_bytes()[last * BLOCK..at])
            }
        }
    }
}

/// How many characters start in these bytes.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, at: usize, line: usize, column: usize) {
        let place = Source::new("m.toml", text.to_owned()).place(at);
        assert_eq!((place.line, place.column), (line, column), "{text:?} {at}");
    }

    #[test]
    fn places() {
        check("", 0, 1, 1);
        check("ab\ncd", 1, 1, 2);
        check("ab\ncd", 3, 2, 1);
        check("ab\r\ncd", 5, 2, 2);
        check("ab\n", 3, 2, 1);
        check("网络 = 1", 7, 1, 4);
        check("\u{feff}ab", 3, 1, 1);
        check("\u{feff}ab", 0, 1, 1);
    }

    #[test]
    fn a_column_far_into_a_line() {
        let text = "é".repeat(5000);
        check(&text, 10_000, 1, 5001);
        check(&text, 4096, 1, 2049);
        check(&"x".repeat(1024), 1024, 1, 1025);
    }
}

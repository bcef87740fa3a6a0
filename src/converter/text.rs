//! The text of a large JSON file. serde_json reads it as a stream, byte by byte; the objects of its long lists are taken as slices,
//! which takes half the time.

use std::cell::RefCell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::record::{self, Record};
use crate::report::Fields;

/// How much is read at once. It grows for a larger object.
const USUAL: usize = 1 << 17;

/// A larger object is read as a stream.
const LARGEST: usize = 1 << 20;

/// If fewer bytes are left, more are read before the next object: it is seldom parsed twice.
const FEW: usize = 1 << 12;

/// The text that is left of a file. Clones share it.
#[derive(Clone)]
pub(crate) struct Text(Rc<RefCell<Buffer>>);

/// Line and column, from 1, of what was read last.
type Position = (usize, usize);

struct Buffer {
    file: Box<dyn Read>,
    bytes: Vec<u8>,
    start: usize,
    end: usize,
    ended: Result<bool, io::Error>,
    /// The place of what was read before `bytes`.
    before: Position,
    /// The error of an object that was parsed as a slice.
    fault: Option<serde_json::Error>,
    failed_at: Option<Position>,
    /// The place in the stream, as serde_json counts, which does not see the slices.
    streamed: Position,
    /// The place behind the last slice: in the whole text, and in the stream.
    behind_slice: (Position, Position),
}

impl Text {
    pub(crate) fn new(file: impl Read + 'static) -> Text {
        Text(Rc::new(RefCell::new(Buffer {
            file: Box::new(file),
            bytes: vec![0; USUAL],
            start: 0,
            end: 0,
            ended: Ok(false),
            before: (1, 0),
            fault: None,
            failed_at: None,
            streamed: (1, 0),
            behind_slice: ((1, 0), (1, 0)),
        })))
    }

    /// An error of serde_json with its place in the whole text.
    pub(crate) fn placed(&self, error: serde_json::Error) -> (serde_json::Error, Position) {
        let mut buffer = self.0.borrow_mut();
        if let Some((fault, position)) = buffer.fault.take().zip(buffer.failed_at) {
            return (fault, position);
        }
        // serde_json knows where the text is wrong, although it may have read further since.
        let position = match buffer.failed_at {
            Some(position) if error.is_data() => Some(position),
            _ => buffer.in_text((error.line(), error.column())),
        };
        let position = position.unwrap_or_else(|| buffer.position());
        (error, position)
    }

    /// Takes the next element of a list if it is an object that can be read from a slice. Otherwise nothing is taken, and the stream
    /// goes on there.
    pub(super) fn object<R: Record>(
        &self,
        first: bool,
        record: &mut R,
        fields: &mut Fields,
    ) -> Result<bool, Fault> {
        let mut buffer = self.0.borrow_mut();
        let mut enough = FEW;
        loop {
            buffer.fill(enough);
            let Some(before) = buffer.before_object(first) else {
                buffer.leave_slices();
                return Ok(false);
            };
            let left = buffer.left();
            if let Some(length) = record.usual(&left[before..]) {
                buffer.start += before + length;
                return Ok(true);
            }
            *record = R::default();
            let mut json = serde_json::Deserializer::from_slice(&left[before..]);
            match json.deserialize_map(Whole(record, fields)) {
                Ok(()) => {
                    let length = json.into_iter::<IgnoredAny>().byte_offset();
                    buffer.start += before + length;
                    return Ok(true);
                }
                Err(error) if error.is_eof() => {
                    (*record, *fields) = (R::default(), Fields::default());
                    enough = 2 * left.len();
                    if left.len() >= LARGEST || buffer.is_at_end() {
                        buffer.leave_slices();
                        return Ok(false);
                    }
                }
                Err(error) => {
                    buffer.start += before;
                    let (line, column) = buffer.position();
                    buffer.failed_at = Some(match error.line() {
                        1 => (line, column + error.column()),
                        more => (line + more - 1, error.column()),
                    });
                    buffer.fault = Some(error);
                    return Err(Fault);
                }
            }
        }
    }
}

impl Text {
    /// Takes the comma behind an element, if it is not the last one. The error is in serde_json's words.
    pub(super) fn skip_comma(&self) -> Result<(), &'static str> {
        let mut buffer = self.0.borrow_mut();
        buffer.skip_blank();
        match buffer.left().first() {
            Some(b']') | None => return Ok(()),
            Some(b',') => {}
            Some(_) => return Err("expected `,` or `]`"),
        }
        buffer.start += 1;
        buffer.skip_blank();
        buffer.leave_slices();
        match buffer.left().first() {
            Some(b']') => Err("trailing comma"),
            _ => Ok(()),
        }
    }

    /// An error has been found here. serde_json may read further before it hands the error back.
    pub(crate) fn failed(&self) {
        let mut buffer = self.0.borrow_mut();
        let position = buffer.position();
        buffer.failed_at.get_or_insert(position);
    }
}

/// An error that [`Text::placed`] knows.
pub(super) struct Fault;

impl Buffer {
    fn left(&self) -> &[u8] {
        &self.bytes[self.start..self.end]
    }

    /// Reads until at least `enough` bytes are left, or until the file ends.
    fn fill(&mut self, enough: usize) {
        if self.left().len() >= enough || self.is_at_end() {
            return;
        }
        self.before = self.position();
        self.bytes.copy_within(self.start..self.end, 0);
        (self.start, self.end) = (0, self.end - self.start);
        if self.bytes.len() < enough {
            self.bytes.resize(enough, 0);
        }
        while self.end < enough && !self.is_at_end() {
            match self.file.read(&mut self.bytes[self.end..]) {
                Ok(0) => self.ended = Ok(true),
                Ok(count) => self.end += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.ended = Err(error),
            }
        }
    }

    /// Says whether nothing more can be read.
    fn is_at_end(&self) -> bool {
        !matches!(self.ended, Ok(false))
    }

    /// How many bytes are before the next element, if it is an object.
    fn before_object(&self, first: bool) -> Option<usize> {
        let next = self.next(first)?;
        (self.left()[next] == b'{').then_some(next)
    }

    /// How many bytes are before the next element, with the comma if it is not the first one.
    fn next(&self, first: bool) -> Option<usize> {
        let left = self.left();
        let skipped = |from: usize| {
            let behind = left[from..].iter().position(|byte| !is_blank(*byte))?;
            Some(from + behind)
        };
        let mut place = skipped(0)?;
        if !first {
            if left[place] != b',' {
                return None;
            }
            place = skipped(place + 1)?;
        }
        Some(place)
    }

    /// Takes blanks, up to something else or to the end.
    fn skip_blank(&mut self) {
        loop {
            self.fill(1);
            let left = self.left();
            let blanks = left.iter().take_while(|byte| is_blank(**byte)).count();
            self.start += blanks;
            if !self.left().is_empty() || self.is_at_end() {
                return;
            }
        }
    }

    /// A place in the stream as one in the text.
    fn in_text(&self, (line, column): Position) -> Option<Position> {
        let (text, stream) = self.behind_slice;
        Some(match line.checked_sub(stream.0)? {
            0 => (text.0, text.1 + column.checked_sub(stream.1)?),
            lines => (text.0 + lines, column),
        })
    }

    /// What follows is read as a stream.
    fn leave_slices(&mut self) {
        self.behind_slice = (self.position(), self.streamed);
    }

    fn position(&self) -> Position {
        let taken = &self.bytes[..self.start];
        let (line, column) = self.before;
        match newlines(taken) {
            0 => (line, column + taken.len()),
            lines => {
                let behind = taken.iter().rev().position(|byte| *byte == b'\n');
                (line + lines, behind.unwrap_or_default())
            }
        }
    }
}

fn newlines(text: &[u8]) -> usize {
    // A sum of bytes is counted many bytes at a time, which shows: the whole file comes by.
    let pieces = text.chunks(255).map(|piece| {
        let found = piece.iter().map(|byte| u8::from(*byte == b'\n'));
        usize::from(found.sum::<u8>())
    });
    pieces.sum()
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

impl Read for Text {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let mut buffer = self.0.borrow_mut();
        buffer.fill(1);
        let count = bytes.len().min(buffer.left().len());
        if count == 0 {
            return std::mem::replace(&mut buffer.ended, Ok(true)).map(|_| 0);
        }
        bytes[..count].copy_from_slice(&buffer.left()[..count]);
        for byte in &bytes[..count] {
            let (line, column) = buffer.streamed;
            buffer.streamed = match byte {
                b'\n' => (line + 1, 0),
                _ => (line, column + 1),
            };
        }
        buffer.start += count;
        Ok(count)
    }
}

/// One object.
struct Whole<'a, R>(&'a mut R, &'a mut Fields);

impl<'de, R: Record> Visitor<'de> for Whole<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of the {}", R::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        record::read_into(self.0, map, self.1)
    }
}

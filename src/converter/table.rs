//! CSV files: columns by name, and a limit to what one line may hold.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use csv::StringRecord;

use crate::error::{Error, shown};
use crate::input::{self, Input};

/// A line longer than this is not an annotation: reading it all would only fill the memory.
const LONGEST: usize = 1 << 20;

/// An open CSV file.
pub(super) struct Table {
    path: PathBuf,
    reader: csv::Reader<Limited<Box<dyn Read>>>,
    headers: StringRecord,
}

impl Table {
    /// # Errors
    ///
    /// The file cannot be read, or has no first line with the names of the columns.
    pub(super) fn open(path: &Path, separator: char, input: &Input) -> Result<Self, Error> {
        let separator = u8::try_from(separator).map_err(|_| Error::Argument {
            name: "separator",
            what: format!("`{separator}` is not an ASCII character"),
        })?;
        let file: Box<dyn Read> = Box::new(input::open(path, input.progress())?);
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(separator).trim(csv::Trim::All);
        let mut reader = builder.from_reader(Limited {
            inner: file,
            since_line_end: 0,
        });
        let headers = reader.headers().cloned();
        let headers = headers.map_err(|error| fault(path, &error))?;
        if headers.is_empty() {
            return Err(Error::content(path, "is empty: it has no line of columns"));
        }
        Ok(Self {
            path: path.to_owned(),
            reader,
            headers,
        })
    }

    /// The place of a column, if it is there.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.headers.iter().position(|header| header == name)
    }

    /// The place of a column.
    ///
    /// # Errors
    ///
    /// It is not there.
    pub(super) fn column(&self, name: &str) -> Result<usize, Error> {
        self.find(name).ok_or_else(|| {
            let headers = self
                .headers
                .iter()
                .take(20)
                .map(|header| format!("`{}`", shown(header)));
            let headers = headers.collect::<Vec<_>>().join(", ");
            Error::content(&self.path, format!("has no column `{}`", shown(name))).with_help(
                format!("say in the job what it is called here; the columns are {headers}"),
            )
        })
    }

    /// The columns that are not at one of these places, each with its value in a line.
    pub(super) fn others<'a>(
        &'a self,
        record: &'a StringRecord,
        known: &'a [usize],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let columns = self.headers.iter().zip(record).enumerate();
        let others = columns.filter(|(place, _)| !known.contains(place));
        others.map(|(_, column)| column)
    }

    /// The next line and its number.
    ///
    /// # Errors
    ///
    /// It is not UTF-8, has more or fewer columns than the first, or is too long.
    pub(super) fn next(&mut self, record: &mut StringRecord) -> Result<Option<usize>, Error> {
        let read = self.reader.read_record(record);
        let more = read.map_err(|error| fault(&self.path, &error))?;
        let line = record.position().map_or(0, csv::Position::line);
        Ok(more.then_some(line as usize))
    }
}

fn fault(path: &Path, error: &csv::Error) -> Error {
    let position = error
        .position()
        .map(|position| (position.line() as usize, 1));
    let what = match error.kind() {
        csv::ErrorKind::Utf8 { .. } => "is not UTF-8 text".to_owned(),
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("this line has {len} columns, and the first has {expected_len}"),
        csv::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    };
    Error::Content {
        path: path.to_owned(),
        position,
        what,
        help: None,
    }
}

/// A finite number.
pub(super) fn number(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| format!("`{}` is not a number", shown(text)))
}

/// A fraction of an image's side. Boxes may reach beyond their image, but not by more than its size: such numbers are
/// pixels.
pub(super) fn fraction(number: f64) -> Result<f64, String> {
    const FURTHEST: f64 = 2.0;
    if number.abs() <= FURTHEST {
        return Ok(number);
    }
    Err(format!(
        "{number} is not a fraction of the image, which is a number from 0 to 1: are these pixels?"
    ))
}

/// A reader that ends with an error where a line does not.
struct Limited<R> {
    inner: R,
    since_line_end: usize,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        match buffer[..count].iter().rposition(|byte| *byte == b'\n') {
            Some(end) => self.since_line_end = count - end - 1,
            None => self.since_line_end += count,
        }
        if self.since_line_end > LONGEST {
            let what = format!("a line is longer than {LONGEST} bytes");
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(count)
    }
}

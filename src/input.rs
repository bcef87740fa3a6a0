//! What a converter reads from: paths relative to the job file, and whole files.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::error::Error;
use crate::progress::{Progress, Silent};

/// Where a converter reads from. It remembers what was read, so that a job cannot replace its own source.
#[derive(Debug)]
pub struct Input {
    folder: PathBuf,
    progress: Arc<dyn Progress>,
    sources: RefCell<Vec<PathBuf>>,
}

impl Input {
    /// Reads paths relative to `folder`, which is the job file's.
    pub fn new(folder: impl Into<PathBuf>) -> Input {
        Input::with_progress(folder, Arc::new(Silent))
    }

    /// As [`Input::new`], and says how far the reading is.
    pub fn with_progress(folder: impl Into<PathBuf>, progress: Arc<dyn Progress>) -> Input {
        Input {
            folder: folder.into(),
            progress,
            sources: RefCell::default(),
        }
    }

    /// Is notified of how far the reading is.
    pub fn progress(&self) -> &Arc<dyn Progress> {
        &self.progress
    }

    /// The place that an argument means, remembered as a source.
    pub fn path(&self, argument: &Path) -> PathBuf {
        let path = self.folder.join(argument);
        self.sources.borrow_mut().push(path.clone());
        path
    }

    /// The places that were read, as they were asked for.
    pub fn sources(&self) -> Vec<PathBuf> {
        self.sources.borrow().clone()
    }
}

/// Opens a text file behind the byte order mark that some tools put first. The progress is counted in bytes.
///
/// # Errors
///
/// [`Error::Io`] if it cannot be read, [`Error::Content`] if it is UTF-16.
pub fn open(path: &Path, progress: &Arc<dyn Progress>) -> Result<impl BufRead + use<>, Error> {
    let failed = |source| Error::io("read", path, source);
    let mut file = File::open(path).map_err(failed)?;
    progress.total(file.metadata().map_or(0, |metadata| metadata.len()));
    let mut start = Vec::new();
    file.by_ref()
        .take(3)
        .read_to_end(&mut start)
        .map_err(failed)?;
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        return Err(Error::content(path, "is UTF-16 text").with_help("save it as UTF-8"));
    }
    if start == [0xef, 0xbb, 0xbf] {
        start.clear();
    }
    Ok(BufReader::with_capacity(
        1 << 16,
        Cursor::new(start).chain(Watched {
            file,
            progress: Arc::clone(progress),
        }),
    ))
}

/// A file that tells how much of it has been read, and ends with an error once the work is stopped.
struct Watched {
    file: File,
    progress: Arc<dyn Progress>,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress.stopped() {
            return Err(io::Error::other("stopped"));
        }
        let count = self.file.read(buffer)?;
        self.progress.advance(count as u64);
        Ok(count)
    }
}

/// The whole of a file, as [`open`].
///
/// # Errors
///
/// As [`open`].
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let silent: Arc<dyn Progress> = Arc::new(Silent);
    let mut file = open(path, &silent)?;
    file.read_to_end(&mut bytes)
        .map_err(|source| Error::io("read", path, source))?;
    Ok(bytes)
}

/// The whole of a text file, as [`read`].
///
/// # Errors
///
/// As [`read`], and [`Error::Content`] with line and column if it is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Error> {
    String::from_utf8(read(path)?).map_err(|error| {
        let position = position(error.as_bytes(), error.utf8_error().valid_up_to());
        Error::Content {
            path: path.to_owned(),
            position: Some(position),
            what: "is not UTF-8 text".to_owned(),
            help: Some("save it as UTF-8".to_owned()),
        }
    })
}

/// Line and column, from 1, of a place in a text.
pub(crate) fn position(text: &[u8], place: usize) -> (usize, usize) {
    let before = &text[..place.min(text.len())];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |newline| newline + 1);
    (
        line,
        String::from_utf8_lossy(&before[start..]).chars().count() + 1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let folder = folder(&[("a.txt", b"\xef\xbb\xbfhello")]);
        assert_eq!(read_text(&folder.path().join("a.txt")).unwrap(), "hello");
    }

    #[test]
    fn other_encodings() {
        for (bytes, expect) in [
            (&b"\xff\xfeh\0"[..], "a.txt: is UTF-16 text"),
            (&b"ab\nc\xe9"[..], "a.txt:2:2: is not UTF-8 text"),
        ] {
            let folder = folder(&[("a.txt", bytes)]);
            let text = read_text(&folder.path().join("a.txt"))
                .unwrap_err()
                .to_string();
            assert!(text.contains(expect), "{text}");
        }
    }
}

//! What a converter reads from: paths relative to the job file, whole files, sizes of pictures.

use std::cell::RefCell;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use crate::error::Error;
use crate::name;

/// Where a converter reads from. It remembers what was read, so that a job cannot replace its own source.
#[derive(Debug)]
pub struct Input {
    folder: PathBuf,
    progress: ProgressBar,
    sources: RefCell<Vec<PathBuf>>,
}

impl Input {
    /// Reads paths relative to `folder`, which is the job file's.
    pub fn new(folder: impl Into<PathBuf>) -> Input {
        Input::with_progress(folder, ProgressBar::hidden())
    }

    /// As [`Input::new`], with a bar that shows how far the reading is.
    pub fn with_progress(folder: impl Into<PathBuf>, progress: ProgressBar) -> Input {
        Input {
            folder: folder.into(),
            progress,
            sources: RefCell::default(),
        }
    }

    /// The bar to move while reading; one that shows nothing unless the job has one.
    pub fn progress(&self) -> &ProgressBar {
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

/// Opens a text file behind the byte order mark that some tools put first. The bar moves by bytes.
///
/// # Errors
///
/// [`Error::Io`] if it cannot be read, [`Error::Content`] if it is UTF-16.
pub fn open(path: &Path, progress: &ProgressBar) -> Result<impl BufRead + use<>, Error> {
    let failed = |source| Error::io("read", path, source);
    let mut file = File::open(path).map_err(failed)?;
    progress.set_length(file.metadata().map_or(0, |metadata| metadata.len()));
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
        Cursor::new(start).chain(progress.wrap_read(file)),
    ))
}

/// The whole of a file, as [`open`].
///
/// # Errors
///
/// As [`open`].
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut file = open(path, &ProgressBar::hidden())?;
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

/// Width and height of an image, from the header of its picture below `pictures`.
///
/// # Errors
///
/// [`Error::Data`] for a name that is no file below `pictures`, [`Error::Content`] if the picture is missing or has
/// no size that can be read.
pub fn picture_size(pictures: &Path, image: &str) -> Result<(u32, u32), Error> {
    let path = pictures.join(name::relative(image)?.as_ref());
    let size = imagesize::size(&path).map_err(|error| {
        Error::content(
            &path,
            format!("the size of this picture could not be read: {error}"),
        )
    })?;
    match (u32::try_from(size.width), u32::try_from(size.height)) {
        (Ok(width), Ok(height)) if width > 0 && height > 0 => Ok((width, height)),
        _ => Err(Error::content(
            &path,
            format!("this picture's size is {} x {}", size.width, size.height),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, png};

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

    #[test]
    fn the_size_in_a_picture() {
        let folder = folder(&[("sub/a.png", &png(640, 480)), ("b.png", b"no picture")]);
        assert_eq!(
            picture_size(folder.path(), "sub/a.png").unwrap(),
            (640, 480)
        );
        for (name, expect) in [
            ("b.png", "could not be read"),
            ("missing.png", "could not be read"),
            ("../a.png", "climbs out"),
        ] {
            let text = picture_size(folder.path(), name).unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        }
    }
}

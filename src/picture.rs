//! Pictures as they are shown, turned as their EXIF orientation says: their sizes, from their headers, and their pixels.

mod decoded;

pub(crate) use decoded::encoded;
pub use decoded::{edited, upright};

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::name;

/// Width and height of an image, from the header of its picture below `pictures`.
///
/// # Errors
///
/// [`Error::Data`] for a name that is not a file below `pictures`, [`Error::Content`] as [`size`].
pub fn size_below(pictures: &Path, image: &str) -> Result<(u32, u32), Error> {
    size(&below(pictures, image)?)
}

/// The file of an image's picture below `pictures`. If the name is an address, or a path of another system or place, the
/// picture is where the rest of it leads to, or else its last part.
///
/// # Errors
///
/// [`Error::Data`] for a name that is not a file below `pictures`.
pub(crate) fn below(pictures: &Path, image: &str) -> Result<PathBuf, Error> {
    let found = name::relative(image).map(|name| pictures.join(name.as_ref()));
    found.or_else(|error| {
        let slashes = image.replace('\\', "/");
        let tried = [&slashes, name::last_part(&slashes), name::of_url(image)];
        let mut tried = tried
            .into_iter()
            .filter_map(|name| name::relative(name).ok());
        let tried =
            tried.find_map(|name| Some(pictures.join(name.as_ref())).filter(|file| file.is_file()));
        tried.ok_or(error)
    })
}

/// Width and height of a picture as it is shown: an EXIF orientation from 5 to 8 exchanges the two.
///
/// # Errors
///
/// [`Error::Content`] if the picture is missing or has no size that can be read.
pub fn size(path: &Path) -> Result<(u32, u32), Error> {
    let failed = |error: &dyn std::fmt::Display| {
        let what = format!("the size of this picture could not be read: {error}");
        Error::content(path, what)
    };
    let file = File::open(path).map_err(|error| failed(&error))?;
    let mut reader = BufReader::new(file);
    let size = imagesize::reader_size(&mut reader).map_err(|error| failed(&error))?;
    let (Ok(width @ 1..), Ok(height @ 1..)) =
        (u32::try_from(size.width), u32::try_from(size.height))
    else {
        let what = format!("this picture's size is {} x {}", size.width, size.height);
        return Err(Error::content(path, what));
    };
    let sideways = orientation(&mut reader).is_some_and(|turn| (5..=8).contains(&turn));
    Ok(if sideways {
        (height, width)
    } else {
        (width, height)
    })
}

/// The EXIF orientation of a JPEG, PNG, WebP or TIFF file. A damaged one is the same as none: pictures without their EXIF
/// data are shown too.
fn orientation(reader: &mut (impl BufRead + Seek)) -> Option<u16> {
    reader.rewind().ok()?;
    let mut start = [0; 12];
    let read = reader.read(&mut start).ok()?;
    let start = &start[..read];
    if start.starts_with(&[0xff, 0xd8]) {
        reader.seek(SeekFrom::Start(2)).ok()?;
        of_jpeg(reader)
    } else if start.starts_with(b"\x89PNG\r\n\x1a\n") {
        reader.seek(SeekFrom::Start(8)).ok()?;
        of_png(reader)
    } else if start.starts_with(b"RIFF") && start.ends_with(b"WEBP") {
        reader.seek(SeekFrom::Start(12)).ok()?;
        of_webp(reader)
    } else if start.starts_with(b"II") || start.starts_with(b"MM") {
        of_tiff(reader)
    } else {
        None
    }
}

/// The segments before the pixels.
fn of_jpeg(reader: &mut (impl Read + Seek)) -> Option<u16> {
    const PIXELS: [u8; 2] = [0xda, 0xd9];
    loop {
        let [first, mut kind] = bytes(reader)?;
        if first != 0xff {
            return None;
        }
        // A marker may follow any number of these.
        while kind == 0xff {
            [kind] = bytes(reader)?;
        }
        if PIXELS.contains(&kind) {
            return None;
        }
        let length = u16::from_be_bytes(bytes(reader)?).checked_sub(2)?;
        if kind != 0xe1 {
            reader.seek_relative(i64::from(length)).ok()?;
            continue;
        }
        let mut segment = vec![0; usize::from(length)];
        reader.read_exact(&mut segment).ok()?;
        // Other segments of this kind hold XMP.
        if let Some(exif) = segment.strip_prefix(b"Exif\0\0") {
            return of_tiff(&mut Cursor::new(exif));
        }
    }
}

/// The chunks before the pixels.
fn of_png(reader: &mut (impl Read + Seek)) -> Option<u16> {
    loop {
        let length = u32::from_be_bytes(bytes(reader)?);
        match &bytes::<4>(reader)? {
            b"eXIf" => return of_tiff(&mut Cursor::new(chunk(reader, length)?)),
            b"IDAT" | b"IEND" => return None,
            // Four bytes of a checksum follow.
            _ => reader.seek_relative(i64::from(length) + 4).ok()?,
        }
    }
}

fn of_webp(reader: &mut (impl Read + Seek)) -> Option<u16> {
    loop {
        let kind = bytes::<4>(reader)?;
        let length = u32::from_le_bytes(bytes(reader)?);
        if &kind == b"EXIF" {
            let chunk = chunk(reader, length)?;
            let exif = chunk.strip_prefix(b"Exif\0\0").unwrap_or(&chunk);
            return of_tiff(&mut Cursor::new(exif));
        }
        reader
            .seek_relative(i64::from(length) + i64::from(length % 2))
            .ok()?;
    }
}

/// The first directory of a TIFF file, which is also what EXIF data are.
fn of_tiff(reader: &mut (impl Read + Seek)) -> Option<u16> {
    const ORIENTATION: u16 = 0x0112;
    /// The lengths of whole numbers of 8, 16 and 32 bits, in bytes. EXIF asks for 16; some programs write others.
    const LENGTHS: [(u16, usize); 3] = [(1, 1), (3, 2), (4, 4)];
    reader.rewind().ok()?;
    let little = match &bytes(reader)? {
        b"II" => true,
        b"MM" => false,
        _ => return None,
    };
    let short = |bytes: [u8; 2]| match little {
        true => u16::from_le_bytes(bytes),
        false => u16::from_be_bytes(bytes),
    };
    if short(bytes(reader)?) != 42 {
        return None;
    }
    let directory = bytes(reader)?;
    let directory = match little {
        true => u32::from_le_bytes(directory),
        false => u32::from_be_bytes(directory),
    };
    reader.seek(SeekFrom::Start(u64::from(directory))).ok()?;
    for _ in 0..short(bytes(reader)?) {
        let entry: [u8; 12] = bytes(reader)?;
        let at = |place: usize| short([entry[place], entry[place + 1]]);
        let length = LENGTHS.iter().find(|(kind, _)| *kind == at(2));
        if let (ORIENTATION, Some((_, length))) = (at(0), length) {
            // Orientations are small numbers, in the lowest byte.
            let lowest = if little { 8 } else { 7 + length };
            return Some(entry[lowest].into());
        }
    }
    None
}

fn bytes<const N: usize>(reader: &mut impl Read) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// EXIF data are small: a longer chunk is not read.
fn chunk(reader: &mut impl Read, length: u32) -> Option<Vec<u8>> {
    const LONGEST: u32 = 1 << 20;
    let mut chunk = Vec::new();
    reader
        .take(u64::from(length.min(LONGEST)))
        .read_to_end(&mut chunk)
        .ok()?;
    Some(chunk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, jpeg, png, tiff};

    #[test]
    fn the_size_in_a_picture() {
        let folder = folder(&[("sub/a.png", &png(640, 480)), ("b.png", b"no picture")]);
        assert_eq!(size_below(folder.path(), "sub/a.png").unwrap(), (640, 480));
        for (name, expect) in [
            ("b.png", "could not be read"),
            ("missing.png", "could not be read"),
            ("../a.png", "climbs out"),
        ] {
            let text = size_below(folder.path(), name).unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        }
    }

    /// A PNG with its EXIF data before the pixels.
    fn turned_png(turn: u16) -> Vec<u8> {
        let exif = tiff(turn);
        let mut bytes = png(100, 50);
        bytes.extend([0; 4]);
        bytes.extend((exif.len() as u32).to_be_bytes());
        bytes.extend(b"eXIf");
        bytes.extend(exif);
        bytes
    }

    /// A WebP without loss, of 100 x 50, with its EXIF data behind the pixels.
    fn turned_webp(turn: u16) -> Vec<u8> {
        let mut chunks = b"WEBPVP8L\x05\0\0\0\x2f".to_vec();
        chunks.extend((99_u32 | 49 << 14).to_le_bytes());
        chunks.push(0);
        let exif = tiff(turn);
        chunks.extend(b"EXIF");
        chunks.extend((exif.len() as u32).to_le_bytes());
        chunks.extend(exif);
        let mut bytes = b"RIFF".to_vec();
        bytes.extend((chunks.len() as u32).to_le_bytes());
        bytes.extend(chunks);
        bytes
    }

    #[test]
    fn all_eight_orientations() {
        for turn in 0..=9 {
            let expect = match turn {
                5..=8 => (50, 100),
                _ => (100, 50),
            };
            for (name, bytes) in [
                ("a.jpg", jpeg(100, 50, Some(turn))),
                ("a.png", turned_png(turn)),
                ("a.webp", turned_webp(turn)),
            ] {
                let folder = folder(&[(name, &bytes)]);
                let found = size(&folder.path().join(name)).unwrap();
                assert_eq!(found, expect, "{name}, orientation {turn}");
            }
        }
    }

    #[test]
    fn a_tiff_file_in_both_byte_orders() {
        // Directories of width, height and orientation.
        let little = b"II\x2a\0\x08\0\0\0\x03\0\0\x01\x03\0\x01\0\0\0\x64\0\0\0\x01\x01\x03\0\x01\0\0\0\x32\0\0\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        let big = b"MM\0\x2a\0\0\0\x08\0\x03\x01\0\0\x03\0\0\0\x01\0\x64\0\0\x01\x01\0\x03\0\0\0\x01\0\x32\0\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        for bytes in [&little[..], big] {
            let folder = folder(&[("a.tif", bytes)]);
            assert_eq!(size(&folder.path().join("a.tif")).unwrap(), (50, 100));
        }
    }

    #[test]
    fn orientations_that_are_bytes_or_words() {
        for (kind, little, value) in [
            (1, true, [6, 0, 0, 0]),
            (1, false, [6, 0, 0, 0]),
            (3, true, [6, 0, 0, 0]),
            (3, false, [0, 6, 0, 0]),
            (4, true, [6, 0, 0, 0]),
            (4, false, [0, 0, 0, 6]),
        ] {
            let mut bytes = match little {
                true => b"II*\0\x08\0\0\0\x01\0\x12\x01".to_vec(),
                false => b"MM\0*\0\0\0\x08\0\x01\x01\x12".to_vec(),
            };
            bytes.extend(if little {
                [kind, 0, 1, 0, 0, 0]
            } else {
                [0, kind, 0, 0, 0, 1]
            });
            bytes.extend(value);
            assert_eq!(of_tiff(&mut Cursor::new(bytes)), Some(6), "{kind} {little}");
        }
    }

    #[test]
    fn damaged_exif_data_are_the_same_as_none() {
        let whole = jpeg(100, 50, Some(6));
        for at in 2..whole.len() {
            for byte in [0, 0xff, b'M'] {
                let mut bytes = whole.clone();
                bytes[at] = byte;
                let _ = orientation(&mut Cursor::new(bytes));
            }
            assert!(orientation(&mut Cursor::new(&whole[..at])).is_none_or(|turn| turn == 6));
        }
    }
}

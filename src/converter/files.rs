//! The files below a folder, in an order that does not depend on the file system.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// What pictures are called.
pub(super) const PICTURES: &[&str] = &["bmp", "gif", "jpeg", "jpg", "png", "tif", "tiff", "webp"];

/// The files with one of these extensions below a folder, sorted; or the one file.
///
/// # Errors
///
/// A folder that cannot be read, that holds none, or that leads back to itself.
pub(super) fn below(root: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, Error> {
    if root.is_file() {
        return Ok(vec![root.to_owned()]);
    }
    let mut files = Vec::new();
    collect(root, extensions, 0, &mut files)?;
    if files.is_empty() {
        let kinds = extensions.iter().map(|kind| format!(".{kind}"));
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        return Err(Error::content(root, format!("holds no {kinds} file")));
    }
    files.sort();
    Ok(files)
}

/// The path of a file below a folder, with forward slashes.
pub(super) fn name_below(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).unwrap_or(file);
    let parts = below.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

fn collect(
    folder: &Path,
    extensions: &[&str],
    depth: usize,
    files: &mut Vec<PathBuf>,
) -> Result<(), Error> {
    const DEEPEST: usize = 32;
    if depth > DEEPEST {
        return Err(Error::content(
            folder,
            "is too deep below the folder that is read: does a link lead back to it?",
        ));
    }
    let failed = |source| Error::io("read the folder", folder, source);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let is = |extension: &str| {
            let found = path.extension();
            found.is_some_and(|found| found.eq_ignore_ascii_case(extension))
        };
        if path.is_dir() {
            collect(&path, extensions, depth + 1, files)?;
        } else if extensions.iter().any(|extension| is(extension)) {
            files.push(path);
        }
    }
    Ok(())
}

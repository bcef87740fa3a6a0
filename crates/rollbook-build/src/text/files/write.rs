//! Writing generated files: whole or not at all, and only where they differ.

use std::fs;
use std::path::Path;

use crate::error::Error;

pub(crate) fn when_changed(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    let beside = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    written.map_err(|source| {
        // It may not exist. The error that is returned says what matters.
        let _ = fs::remove_file(&beside);
        Error::Write {
            path: path.to_owned(),
            source,
        }
    })
}

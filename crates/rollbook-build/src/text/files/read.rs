//! Which files a pattern of the manifest means, and their texts.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::glob;

type Paths = BTreeSet<PathBuf>;

/// The files of one pattern, and the folders that a new one could come into, relative to the root.
pub(crate) fn find(
    root: &Path,
    folder: &Path,
    pattern: &str,
) -> Result<(Paths, Paths), &'static str> {
    let text = pattern;
    if text.is_empty() {
        return Err("it is empty");
    }
    if text.contains('\\') {
        return Err("a path is written with `/`");
    }
    if text.contains(['[', ']', '{', '}']) {
        return Err("only `*`, `?` and `**` stand for something else");
    }
    if Path::new(text).is_absolute() || text.starts_with('/') {
        return Err("it must be relative to the manifest");
    }
    if !glob::is_pattern(text) {
        return Ok((Paths::from([folder.join(text)]), Paths::new()));
    }
    let found = glob::find(&root.join(folder), text);
    let around = |folder: &PathBuf| match (folder.canonicalize(), root.canonicalize()) {
        (Ok(folder), Ok(root)) => root.starts_with(folder),
        _ => false,
    };
    if found.folders.iter().any(around) {
        // Cargo watches a folder with all that is below it, and the target folder changes in every build.
        return Err(
            "it looks for files in the package's own folder, which cannot be watched for new ones",
        );
    }
    let relative = |paths: Paths| -> Paths {
        let strip = |path: PathBuf| path.strip_prefix(root).map(Path::to_owned).unwrap_or(path);
        paths.into_iter().map(strip).collect()
    };
    Ok((relative(found.files), relative(found.folders)))
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> std::io::Result<String> {
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => std::io::Error::new(ErrorKind::NotFound, "no such file"),
        kind if path.is_dir() => std::io::Error::new(kind, "it is a folder"),
        _ => error,
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
        let why = format!("it is not UTF-8 text, from line {line} on");
        std::io::Error::new(ErrorKind::InvalidData, why)
    })
}

/// A path as messages write it.
pub(crate) fn slashes(path: &Path) -> String {
    let parts = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/").replace("//", "/")
}

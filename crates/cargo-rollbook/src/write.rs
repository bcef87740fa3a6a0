//! Writes files: all of them or none, each beside its place and then renamed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::Outcome;
use crate::show::print;

/// A file with a new text.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) path: PathBuf,
    /// The text that the change was made from; `None` for a new file.
    pub(crate) before: Option<String>,
    pub(crate) after: String,
}

/// Writes the changes, or with `check` only says what it would write. Says each file that differs.
///
/// # Errors
///
/// A file changed since it was read, a new one is there already, or it cannot be written. Then all files are as before,
/// unless the system fails between two renames.
pub(crate) fn apply(changes: &[Change], check: bool) -> Result<Outcome> {
    let differs = |change: &&Change| change.before.as_deref() != Some(&change.after);
    let changes = changes.iter().filter(differs).collect::<Vec<_>>();
    for change in &changes {
        let now = match fs::read(&change.path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("cannot read `{}`", change.path.display()));
            }
        };
        match (&now, &change.before) {
            (now, before) if now.as_deref() == before.as_ref().map(String::as_bytes) => {}
            (Some(_), None) => bail!("`{}` is there already", change.path.display()),
            _ => bail!(
                "`{}` changed while it was edited: try again",
                change.path.display()
            ),
        }
    }
    if check {
        for change in &changes {
            print(&format!("would write {}\n", shown(&change.path)));
        }
        return Ok(if changes.is_empty() {
            Outcome::Good
        } else {
            Outcome::Bad
        });
    }
    let mut beside = Vec::new();
    for change in &changes {
        match write_beside(change) {
            Ok(paths) => beside.push(paths),
            Err(error) => {
                for (new, _) in &beside {
                    // The error that is returned says what matters.
                    let _ = fs::remove_file(new);
                }
                return Err(error)
                    .with_context(|| format!("cannot write `{}`", change.path.display()));
            }
        }
    }
    for (new, path) in beside {
        fs::rename(&new, &path).with_context(|| format!("cannot write `{}`", path.display()))?;
        print(&format!("wrote {}\n", shown(&path)));
    }
    Ok(Outcome::Good)
}

/// The new file, and the place that it goes to: behind a link, the file that the link leads to.
fn write_beside(change: &Change) -> std::io::Result<(PathBuf, PathBuf)> {
    let path = change
        .path
        .canonicalize()
        .unwrap_or_else(|_| change.path.clone());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let new = path.with_file_name(name);
    let written = fs::write(&new, &change.after).and_then(|()| match fs::metadata(&path) {
        Ok(metadata) => fs::set_permissions(&new, metadata.permissions()),
        // A new file.
        Err(_) => Ok(()),
    });
    match written {
        Ok(()) => Ok((new, path)),
        Err(error) => {
            let _ = fs::remove_file(&new);
            Err(error)
        }
    }
}

fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    match here
        .ok()
        .and_then(|here| real.strip_prefix(here).map(Path::to_owned).ok())
    {
        Some(below) => below.display().to_string(),
        None => path.display().to_string(),
    }
}

/// The text of a file.
///
/// # Errors
///
/// It cannot be read, or is not UTF-8.
pub(crate) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
}

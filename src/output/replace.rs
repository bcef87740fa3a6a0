//! Replaces an old folder by a new one: files that this program did not write are kept, and there is a whole
//! target at every moment.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::leftovers;
use super::written::{self, Written};
use crate::error::{Error, shown};
use crate::report::Tally;

/// Links the files of the old folder that this program did not write, or that were changed later, into the new one. The old one
/// stays as it is.
pub(super) fn keep_others(old: &Path, new: &Path, kept: &mut Tally) -> Result<(), Error> {
    keep(&Written::of(old), old, new, "", kept)
}

fn keep(
    written: &Written,
    old: &Path,
    new: &Path,
    below: &str,
    kept: &mut Tally,
) -> Result<(), Error> {
    let folder = old.join(below);
    let unreadable = |source| Error::io("read the folder", &folder, source);
    let mut empty = true;
    for entry in fs::read_dir(&folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        empty = false;
        let path = below_path(below, &entry);
        let from = entry.path();
        if entry.file_type().map_err(unreadable)?.is_dir() {
            keep(written, old, new, &path, kept)?;
        } else if !written.holds(old, &path) {
            let to = new.join(&path);
            if fs::symlink_metadata(&to).is_ok() || !is_free(new, &to) {
                let whose = match written.lists(&path) {
                    true => "was changed after this program wrote it",
                    false => "this program did not write",
                };
                return Err(Error::NotWritten {
                    target: old.to_owned(),
                    what: format!(
                        "holds `{}`, which {whose} and the job would replace",
                        shown(&path)
                    ),
                });
            }
            let failed = |source| Error::io("keep", &from, source);
            if let Some(parent) = to.parent() {
                fs::create_dir_all(parent).map_err(failed)?;
            }
            fs::hard_link(&from, &to).map_err(failed)?;
            kept.see(|| format!("`{}`", shown(&path)));
        }
    }
    if empty && !below.is_empty() && is_free(new, &new.join(below)) {
        // Someone made it for something.
        let to = new.join(below);
        fs::create_dir_all(&to).map_err(|source| Error::io("keep", &folder, source))?;
    }
    Ok(())
}

/// Says whether no folder above an entry is a file in the new target.
fn is_free(new: &Path, entry: &Path) -> bool {
    let mut above = entry.ancestors().skip(1).take_while(|path| *path != new);
    above.all(|path| fs::symlink_metadata(path).map_or(true, |found| found.is_dir()))
}

/// A name that is not UTF-8 cannot be one that this program wrote, so that its place may be shown as it is.
fn below_path(below: &str, entry: &fs::DirEntry) -> String {
    let name = entry.file_name();
    match (below, name.to_string_lossy()) {
        ("", name) => name.into_owned(),
        (below, name) => format!("{below}/{name}"),
    }
}

/// Gives the new folder the name of the target, and removes what the old one held. Hands back what could not be removed.
pub(super) fn exchange(target: &Path, new: TempDir) -> Result<Option<PathBuf>, Error> {
    let failed = |source| Error::io("replace", target, source);
    match exchanged(new.path(), target) {
        Ok(()) => {
            // It holds the old target now, of which nothing may be removed that is not in the new one.
            let old = new.keep();
            return Ok(clear(&old, target));
        }
        Err(error) if !is_unsupported(&error) => return Err(failed(error)),
        Err(_) => {}
    }
    // Two steps. Between them there is no target; the next run puts the old one back if this one ends there.
    let (aside, _lock) = leftovers::new_folder(target, leftovers::OLD)?;
    let old = aside.path().join("old");
    fs::rename(target, &old).map_err(failed)?;
    // Kept first, so that the old target is not removed if it cannot be moved back either.
    let aside = aside.keep();
    if let Err(source) = fs::rename(new.path(), target) {
        fs::rename(&old, target)
            .map_err(|source| Error::io("put back the old target from", &aside, source))?;
        let _ = fs::remove_dir_all(&aside);
        return Err(failed(source));
    }
    let _ = new.keep();
    Ok(clear_aside(&aside, target))
}

#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn exchanged(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn exchanged(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn is_unsupported(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, Unsupported};
    matches!(error.kind(), InvalidInput | Unsupported)
}

/// Removes a folder that a run has left or replaced: what this program wrote, and links to files that are in the target
/// too. Hands back the folder if anything else is in it, which stays.
pub(super) fn clear(folder: &Path, target: &Path) -> Option<PathBuf> {
    remove(&Written::of(folder), folder, target, "");
    left(folder)
}

/// As [`clear`], for a folder that holds nothing but an old target.
pub(super) fn clear_aside(aside: &Path, target: &Path) -> Option<PathBuf> {
    let old = aside.join("old");
    remove(&Written::of(&old), &old, target, "");
    let _ = fs::remove_dir(aside);
    left(aside)
}

fn left(folder: &Path) -> Option<PathBuf> {
    let there = fs::symlink_metadata(folder).is_ok();
    there.then(|| folder.to_owned())
}

fn remove(written: &Written, root: &Path, target: &Path, below: &str) {
    let folder = root.join(below);
    for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
        let path = below_path(below, &entry);
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove(written, root, target, &path);
        } else if path == written::FILE {
            // Last: if the run is killed before that, the next one needs the list.
        } else if written.holds(root, &path) || is_same(&entry.path(), &target.join(&path)) {
            let _ = fs::remove_file(entry.path());
        }
    }
    if below.is_empty() && fs::read_dir(&folder).is_ok_and(|entries| entries.count() <= 1) {
        let _ = fs::remove_file(folder.join(written::FILE));
    }
    // Fails if something is left in it, which is meant.
    let _ = fs::remove_dir(&folder);
}

/// Says whether two paths lead to one file.
#[cfg(unix)]
fn is_same(one: &Path, other: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let of = |path| fs::symlink_metadata(path).map(|found| (found.dev(), found.ino()));
    matches!((of(one), of(other)), (Ok(one), Ok(other)) if one == other)
}

/// Two names of one file have one length and one time.
#[cfg(not(unix))]
fn is_same(one: &Path, other: &Path) -> bool {
    let of = |path| {
        let found = fs::symlink_metadata(path)?;
        Ok::<_, io::Error>((found.len(), found.modified()?))
    };
    matches!((of(one), of(other)), (Ok(one), Ok(other)) if one == other)
}

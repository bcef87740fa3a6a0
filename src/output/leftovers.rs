//! The folders beside a target that a run makes for itself, and what is done about those of runs that were interrupted.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::written::{self, Written};
use super::{replace, sync};
use crate::error::{Error, shown_path};
use crate::report::{Report, Stage, Tally};

/// The new target, until it is whole: `.NAME.partial-XXXXXX`. After the exchange, the old target.
pub(super) const PARTIAL: &str = "partial";

/// Holds the old target, on systems that cannot exchange two folders: `.NAME.old-XXXXXX`.
pub(super) const OLD: &str = "old";

/// What was found of interrupted runs.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    removed: Tally,
    kept: Tally,
    put_back: Tally,
}

impl Leftovers {
    /// Names what was found.
    pub(super) fn report(self, report: &mut Report) {
        for (what, tally) in [
            ("folders of interrupted runs, removed", self.removed),
            (
                "folders of interrupted runs that are in use or hold other files, left as they are",
                self.kept,
            ),
            (
                "targets that an interrupted run had moved aside, put back",
                self.put_back,
            ),
        ] {
            report.add_tally(Stage::Noted, what, tally);
        }
    }
}

/// Makes a folder beside a target, and locks it for as long as the file that is handed back is open.
pub(super) fn new_folder(target: &Path, kind: &str) -> Result<(TempDir, Option<File>), Error> {
    let beside = existing_ancestor(target);
    let failed = |source| Error::io("make a folder in", &beside, source);
    let mut builder = tempfile::Builder::new();
    let prefix = prefix(target, kind);
    builder.prefix(&prefix);
    #[cfg(unix)]
    {
        // A temporary folder is private by default; this one becomes the target and takes the usual rights.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    loop {
        let folder = builder.tempdir_in(&beside).map_err(failed)?;
        let lock = locked(folder.path());
        if kind == PARTIAL {
            match written::mark(folder.path()) {
                // While it was empty, another run has taken it for one that was left.
                Err(_) if !folder.path().exists() => continue,
                marked => marked.map_err(failed)?,
            }
        }
        return Ok((folder, lock));
    }
}

/// Removes what interrupted runs have left beside a target. An old target that was moved aside is put back if there is
/// no other.
pub(super) fn clean_up(target: &Path) -> Leftovers {
    let mut found = Leftovers::default();
    let beside = existing_ancestor(target);
    let mut entries: Vec<PathBuf> = fs::read_dir(&beside)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Six letters and digits of chance follow.
        let is = |kind| {
            let chance = name.strip_prefix(&prefix(target, kind));
            chance.is_some_and(|chance| chance.len() == 6)
        };
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|found| found.is_dir());
        if !is_folder || !(is(PARTIAL) || is(OLD)) {
            continue;
        }
        let shown = || format!("`{}`", shown_path(&path));
        // An empty one: the run was killed before it put anything there, or after it had removed everything.
        if fs::remove_dir(&path).is_ok() {
            found.removed.see(shown);
            continue;
        }
        let old = path.join("old");
        let is_partial = is(PARTIAL) && !matches!(Written::of(&path), Written::Nothing);
        let is_old = is(OLD) && old.is_dir();
        if !is_partial && !is_old {
            continue;
        }
        let Some(_lock) = locked(&path) else {
            found.kept.see(shown);
            continue;
        };
        let left = if is_partial {
            replace::clear(&path, target)
        } else if fs::symlink_metadata(target).is_err() && fs::rename(&old, target).is_ok() {
            sync::parent(target);
            let _ = fs::remove_dir(&path);
            found.put_back.see(|| format!("`{}`", shown_path(target)));
            continue;
        } else {
            replace::clear_aside(&path, target)
        };
        match left {
            None => found.removed.see(shown),
            Some(_) => found.kept.see(shown),
        }
    }
    found
}

fn prefix(target: &Path, kind: &str) -> String {
    let label = target.file_name().unwrap_or_default().to_string_lossy();
    format!(".{label}.{kind}-")
}

/// Takes the lock of a folder; `None` if another run has it, or if the system has no such locks.
#[cfg(unix)]
fn locked(folder: &Path) -> Option<File> {
    use rustix::fs::{FlockOperation, flock};
    let folder = File::open(folder).ok()?;
    flock(&folder, FlockOperation::NonBlockingLockExclusive).ok()?;
    Some(folder)
}

#[cfg(not(unix))]
fn locked(_: &Path) -> Option<File> {
    None
}

/// Waits until no other run replaces the target, which the file that is handed back keeps others from. Without that, files that
/// the other run has just written would be taken for someone's own. `None` if there is no target, or no such lock.
#[cfg(unix)]
pub(super) fn wait_for(target: &Path) -> Option<File> {
    use rustix::fs::{FlockOperation, flock};
    use std::os::unix::fs::MetadataExt;
    loop {
        let folder = File::open(target).ok()?;
        flock(&folder, FlockOperation::LockExclusive).ok()?;
        let (locked, now) = (folder.metadata().ok()?, fs::metadata(target).ok()?);
        // Otherwise, the other run has replaced it.
        if (locked.dev(), locked.ino()) == (now.dev(), now.ino()) {
            return Some(folder);
        }
    }
}

#[cfg(not(unix))]
pub(super) fn wait_for(_: &Path) -> Option<File> {
    None
}

/// The folder that the target will be in, or the nearest one above it that is there already.
fn existing_ancestor(target: &Path) -> PathBuf {
    let above = target.ancestors().skip(1).find(|path| path.is_dir());
    let above = above.filter(|path| !path.as_os_str().is_empty());
    above.unwrap_or(Path::new(".")).to_owned()
}

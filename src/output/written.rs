//! The list of what was written, in the target itself: what a later run may replace.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// The name of the list, in the target.
pub(super) const FILE: &str = ".converters-written";

/// The first line of the list in a folder that is still being written.
const UNFINISHED: &str = "# `converters` is writing here\n";

const HEAD: &str = "# The files that `converters` wrote here, one a line.\n\
                    # With `overwrite = true`, a later job replaces these files and no others.\n";

/// Marks a new folder as one of this program.
pub(super) fn mark(folder: &Path) -> io::Result<()> {
    fs::write(folder.join(FILE), UNFINISHED)
}

/// The names of the files that were written so far, a line each: a text takes less memory than a text for each.
#[derive(Debug, Default)]
pub(super) struct Names(Mutex<String>);

impl Names {
    /// Adds a file of the folder. Its name has no line breaks, which [`relative`](crate::name::relative) refuses.
    pub(super) fn add(&self, name: &str) {
        self.names().extend([name, "\n"]);
    }

    /// Saves the list in the folder. Its order does not depend on theirs.
    pub(super) fn save(&self, folder: &Path) -> io::Result<()> {
        let names = self.names();
        let mut lines: Vec<&str> = names.split_inclusive('\n').collect();
        lines.sort_unstable();
        // In one step, so that a run that is killed here leaves one list or the other.
        let whole = folder.join(".converters-written.new");
        let mut file = BufWriter::new(File::create(&whole)?);
        file.write_all(HEAD.as_bytes())?;
        lines
            .into_iter()
            .try_for_each(|line| file.write_all(line.as_bytes()))?;
        file.flush()?;
        fs::rename(whole, folder.join(FILE))
    }

    fn names(&self) -> MutexGuard<'_, String> {
        // A thread that panicked has added a whole name or none.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What this program wrote into a folder.
pub(super) enum Written {
    /// Nothing: it is not a folder of this program.
    Nothing,
    /// All that is in it: it was left before it was whole.
    Everything,
    /// These files, with forward slashes, and when the list of them was saved, after the last of them.
    Files(HashSet<String>, Option<SystemTime>),
}

impl Written {
    /// What the list of a folder says.
    pub(super) fn of(folder: &Path) -> Written {
        match fs::read_to_string(folder.join(FILE)) {
            Ok(text) if text.starts_with(UNFINISHED) => Written::Everything,
            Ok(text) => {
                let saved = fs::metadata(folder.join(FILE)).and_then(|list| list.modified());
                Written::Files(text.lines().map(str::to_owned).collect(), saved.ok())
            }
            Err(_) => Written::Nothing,
        }
    }

    /// Says whether a file of the folder is as this program wrote it. One that was changed later is someone's work.
    pub(super) fn holds(&self, folder: &Path, file: &str) -> bool {
        match self {
            Written::Nothing => false,
            Written::Everything => true,
            Written::Files(_, saved) => {
                file == FILE || (self.lists(file) && !is_newer(&folder.join(file), *saved))
            }
        }
    }

    /// Says whether a file is in the list.
    pub(super) fn lists(&self, file: &str) -> bool {
        matches!(self, Written::Files(files, _) if files.contains(file))
    }
}

/// Says whether the content of a file is newer, and nowhere else: a linked picture that was changed stays in its source.
fn is_newer(file: &Path, saved: Option<SystemTime>) -> bool {
    let Ok(found) = fs::symlink_metadata(file) else {
        return false;
    };
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&found) > 1 {
        return false;
    }
    matches!((found.modified(), saved), (Ok(changed), Some(saved)) if changed > saved)
}

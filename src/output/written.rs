//! The list of what was written, in the target itself: what a later run may replace.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::Path;
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

/// Saves the list of all files in a folder that nothing but this program has written into. It is made of the folder itself, so
/// that it takes no memory while files are written. Its order does not depend on theirs.
pub(super) fn save(folder: &Path) -> io::Result<()> {
    let (mut names, mut places) = (String::new(), Vec::new());
    collect(folder, "", &mut names, &mut places)?;
    places.sort_unstable_by_key(|place: &Range<usize>| &names[place.clone()]);
    let mut text = String::with_capacity(HEAD.len() + names.len() + places.len());
    text.push_str(HEAD);
    for place in places {
        text.push_str(&names[place]);
        text.push('\n');
    }
    // In one step, so that a run that is killed here leaves one list or the other.
    let whole = folder.join(".converters-written.new");
    fs::write(&whole, text)?;
    fs::rename(whole, folder.join(FILE))
}

/// Adds the names of all files in a folder to a text, which takes less time and memory than a text for each, and their places there.
fn collect(
    folder: &Path,
    below: &str,
    names: &mut String,
    places: &mut Vec<Range<usize>>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        // Names are made of text: none is changed here.
        let own = entry.file_name();
        let own = own.to_string_lossy();
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{below}{own}/"), names, places)?;
        } else if !below.is_empty() || own != FILE {
            let start = names.len();
            names.push_str(below);
            names.push_str(&own);
            places.push(start..names.len());
        }
    }
    Ok(())
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

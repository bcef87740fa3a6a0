//! What is reported as written survives a power cut: it is on the disk before the target gets its name.

use std::fs::{self, File};
use std::io;
use std::path::Path;

/// Puts a folder and all that is in it on the disk.
pub(super) fn all(folder: &Path) -> io::Result<()> {
    // One call for the whole file system is much faster than one for each of a hundred thousand small files.
    #[cfg(target_os = "linux")]
    {
        const FEW: usize = 64;
        if count(folder, FEW)? > FEW {
            return Ok(rustix::fs::syncfs(File::open(folder)?)?);
        }
    }
    each(folder)
}

/// Puts the name of a folder on the disk, which is in the folder above it. A system that cannot has nothing to tell.
pub(super) fn parent(target: &Path) {
    let parent = target.parent().filter(|path| !path.as_os_str().is_empty());
    let _ = File::open(parent.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
}

fn each(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            each(&entry.path())?;
        } else if kind.is_file() {
            synced(&entry.path())?;
        }
    }
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// A file that may not be opened is one that someone else put there, with its rights.
fn synced(path: &Path) -> io::Result<()> {
    let opened = File::options().read(true).write(cfg!(windows)).open(path);
    match opened {
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
        opened => opened?.sync_all(),
    }
}

/// How many entries a folder has, counted to one more than `most`.
#[cfg(target_os = "linux")]
fn count(folder: &Path, most: usize) -> io::Result<usize> {
    let mut found = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        found += 1;
        if entry.file_type()?.is_dir() {
            found += count(&entry.path(), most)?;
        }
        if found > most {
            break;
        }
    }
    Ok(found)
}

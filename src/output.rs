//! Where a writer writes to: a temporary folder beside the target, which takes the target's place when it is whole.

mod leftovers;
mod replace;
mod sync;
mod written;

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tempfile::TempDir;

use crate::error::{Error, shown_path};
use crate::name;
use crate::progress::{Progress, Silent};
use crate::report::{Report, Stage, Tally};
use leftovers::Leftovers;
use written::Names;

/// A folder being written. Dropped before [`Output::finish`], it leaves no trace.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    overwrite: bool,
    temporary: TempDir,
    /// Held while the temporary folder is in use, so that another run does not take it for one that was left behind.
    _lock: Option<File>,
    progress: Arc<dyn Progress>,
    /// The job file's, which paths among the arguments are relative to.
    sources: PathBuf,
    leftovers: Leftovers,
    written: Names,
}

/// A file being written. It ends with an error once the work is stopped.
#[derive(Debug)]
pub struct NewFile {
    file: File,
    progress: Arc<dyn Progress>,
}

impl Output {
    /// Starts to write what will be the folder `target`. What interrupted runs left beside it is cleaned up first.
    ///
    /// # Errors
    ///
    /// As [`check_target`]; [`Error::NotWritten`] if the target is there and this program did not write it; [`Error::Data`] if
    /// replacing it would remove one of `sources`; [`Error::Io`] if no folder can be made there.
    pub fn create(target: &Path, overwrite: bool, sources: &[PathBuf]) -> Result<Output, Error> {
        let leftovers = leftovers::clean_up(target);
        check_target(target, overwrite)?;
        check_replaced(target, sources)?;
        // A link stays, and the folder that it leads to is written.
        let target = match fs::symlink_metadata(target) {
            Ok(found) if found.is_symlink() => {
                fs::canonicalize(target).map_err(|source| Error::io("follow", target, source))?
            }
            _ => target.to_owned(),
        };
        let (temporary, lock) = leftovers::new_folder(&target, leftovers::PARTIAL)?;
        Ok(Output {
            target,
            overwrite,
            temporary,
            _lock: lock,
            progress: Arc::new(Silent),
            sources: PathBuf::new(),
            leftovers,
            written: Names::default(),
        })
    }

    /// Says how far the writing is.
    #[must_use]
    pub fn with_progress(mut self, progress: Arc<dyn Progress>) -> Output {
        self.progress = progress;
        self
    }

    /// Finds what arguments of a writer mean relative to this folder, which is the job file's.
    #[must_use]
    pub fn with_sources(mut self, folder: &Path) -> Output {
        self.sources = folder.to_owned();
        self
    }

    /// The place of a file or folder that an argument of a writer means.
    pub fn source(&self, argument: &Path) -> PathBuf {
        self.sources.join(argument)
    }

    /// Links a file to a new one, as [`Output::file`]: by a hard link, or by a symbolic one if the two are on different
    /// file systems.
    ///
    /// # Errors
    ///
    /// As [`Output::file`], and [`Error::Io`] if there is no such file.
    pub fn link(&self, from: &Path, path: &str) -> Result<Linked, Error> {
        // Of a link, the file that it leads to.
        let from = fs::canonicalize(from).map_err(|source| Error::io("read", from, source))?;
        if !from.is_file() {
            let source = io::Error::from(io::ErrorKind::IsADirectory);
            return Err(Error::io("link", &from, source));
        }
        self.new_entry(path, |full| match fs::hard_link(&from, full) {
            Ok(()) => Ok(Linked::Hard),
            Err(error) if can_be_symbolic(&error) => symbolic_link(&from, full),
            Err(error) => Err(error),
        })
    }

    /// Copies a file to a new one, as [`Output::file`].
    ///
    /// # Errors
    ///
    /// As [`Output::file`], and [`Error::Io`] if it cannot be read or not all of it can be written.
    pub fn copy(&self, from: &Path, path: &str) -> Result<(), Error> {
        let mut source = File::open(from).map_err(|source| Error::io("read", from, source))?;
        let mut target = self.file(path)?;
        let copied = io::copy(&mut source, &mut target.file);
        copied.map(drop).map_err(|source| self.failed(path, source))
    }

    /// Is notified of how far the writing is.
    pub fn progress(&self) -> &Arc<dyn Progress> {
        &self.progress
    }

    /// Opens a new file; `path` is below the target, with forward slashes.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] if the path leaves the target, [`Error::Io`] if the file is there already (also under a
    /// name that differs in upper and lower case only, on file systems that make no difference) or cannot be made,
    /// [`Error::Stopped`].
    pub fn file(&self, path: &str) -> Result<NewFile, Error> {
        let file = self.new_entry(path, |full| File::create_new(full))?;
        Ok(NewFile {
            file,
            progress: Arc::clone(&self.progress),
        })
    }

    /// Makes a new entry of the target with `make`, and its folders if they are missing.
    fn new_entry<T>(&self, path: &str, make: impl Fn(&Path) -> io::Result<T>) -> Result<T, Error> {
        if self.progress.stopped() {
            return Err(Error::Stopped);
        }
        let relative = name::relative(path)?;
        if relative == written::FILE {
            return Err(Error::data(
                format!("the name `{relative}` is kept for the list of what was written"),
                "choose another name",
            ));
        }
        let full = self.temporary.path().join(relative.as_ref());
        let mut made = make(&full);
        let missing = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
        if made.as_ref().is_err_and(missing) {
            if let Some(parent) = full.parent() {
                fs::create_dir_all(parent).map_err(|source| self.failed(path, source))?;
            }
            made = make(&full);
        }
        let made = made.map_err(|source| self.failed(path, source))?;
        self.written.add(&relative);
        Ok(made)
    }

    /// Writes a whole new file, as [`Output::file`].
    ///
    /// # Errors
    ///
    /// As [`Output::file`], and [`Error::Io`] if not all of it can be written.
    pub fn write(&self, path: &str, content: &[u8]) -> Result<(), Error> {
        self.file(path)?
            .write_all(content)
            .map_err(|source| self.failed(path, source))
    }

    /// The error of a file that could not be written, which names it by its final place.
    pub fn failed(&self, path: &str, source: io::Error) -> Error {
        Error::io("write", &self.target.join(path), source)
    }

    /// Puts the folder in its place, in one step if the file system can, after all of it is on the disk. Files in the
    /// old target that this program did not write are kept; the others are removed after that.
    ///
    /// The report says what was kept, and what was found of interrupted runs.
    ///
    /// # Errors
    ///
    /// [`Error::NotWritten`] if it would replace a file that this program did not write, [`Error::Io`] if it cannot be
    /// put there, [`Error::Stopped`]; what was there before is there again.
    pub fn finish(self, report: &mut Report) -> Result<(), Error> {
        let failed = |source| Error::io("write", &self.target, source);
        self.written
            .save(self.temporary.path())
            .map_err(|source| self.failed(written::FILE, source))?;
        if let Some(parent) = self.target.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        let _turn = leftovers::wait_for(&self.target);
        let old = fs::symlink_metadata(&self.target).is_ok();
        if old && !self.overwrite {
            return Err(Error::Exists { path: self.target });
        }
        let mut kept = Tally::default();
        if old {
            replace::keep_others(&self.target, self.temporary.path(), &mut kept)?;
        }
        sync::all(self.temporary.path()).map_err(failed)?;
        if self.progress.stopped() {
            return Err(Error::Stopped);
        }
        let left = match old {
            true => replace::exchange(&self.target, self.temporary)?,
            false => {
                fs::rename(self.temporary.path(), &self.target).map_err(failed)?;
                // The folder has its final name: there is nothing left to remove under the old one.
                let _ = self.temporary.keep();
                None
            }
        };
        sync::parent(&self.target);
        report.add_tally(
            Stage::Noted,
            "files in the target that this program did not write, or that were changed later, kept",
            kept,
        );
        self.leftovers.report(report);
        match left {
            None => Ok(()),
            Some(left) => Err(Error::data(
                format!(
                    "the target is written, but `{}` is left of the old one and could not be removed",
                    shown_path(&left)
                ),
                "look at it, and remove it by hand",
            )),
        }
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.progress.stopped() {
            return Err(io::Error::other("stopped"));
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// How a file was linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linked {
    /// Both names are of one file.
    Hard,
    /// The new name leads to the other.
    Symbolic,
}

/// The system cannot make a hard link there, but perhaps a symbolic one.
fn can_be_symbolic(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, TooManyLinks, Unsupported};
    matches!(
        error.kind(),
        CrossesDevices | PermissionDenied | TooManyLinks | Unsupported
    )
}

#[cfg(unix)]
fn symbolic_link(from: &Path, to: &Path) -> io::Result<Linked> {
    std::os::unix::fs::symlink(from, to).map(|()| Linked::Symbolic)
}

#[cfg(windows)]
fn symbolic_link(from: &Path, to: &Path) -> io::Result<Linked> {
    std::os::windows::fs::symlink_file(from, to).map(|()| Linked::Symbolic)
}

#[cfg(not(any(unix, windows)))]
fn symbolic_link(_: &Path, _: &Path) -> io::Result<Linked> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Says early whether a target can be written.
///
/// # Errors
///
/// [`Error::Exists`] if it is there and `overwrite` is not set; [`Error::Data`] if it has no name of its own.
pub fn check_target(target: &Path, overwrite: bool) -> Result<(), Error> {
    if target.file_name().is_none() {
        return Err(Error::data(
            format!(
                "the target `{}` is not the name of a folder",
                shown_path(target)
            ),
            "name a folder that the job may make",
        ));
    }
    if !overwrite && fs::symlink_metadata(target).is_ok() {
        return Err(Error::Exists {
            path: target.to_owned(),
        });
    }
    Ok(())
}

/// Makes sure that nothing is lost by replacing a target that is there.
fn check_replaced(target: &Path, sources: &[PathBuf]) -> Result<(), Error> {
    if fs::symlink_metadata(target).is_err() {
        return Ok(());
    }
    let not_written = |what: String| Error::NotWritten {
        target: target.to_owned(),
        what,
    };
    let Ok(replaced) = fs::canonicalize(target) else {
        return Err(not_written("is a link that leads nowhere".to_owned()));
    };
    if !replaced.is_dir() {
        return Err(not_written("is not a folder".to_owned()));
    }
    let inside = |source: &&PathBuf| {
        fs::canonicalize(source).is_ok_and(|source| source.starts_with(&replaced))
    };
    if let Some(source) = sources.iter().find(inside) {
        return Err(Error::data(
            format!(
                "to replace the target `{}` would remove `{}`, which the job needs",
                shown_path(target),
                shown_path(source)
            ),
            "choose another target",
        ));
    }
    if !replaced.join(written::FILE).is_file() {
        let entries =
            fs::read_dir(&replaced).map_err(|source| Error::io("read", target, source))?;
        if let Some(entry) = entries.flatten().next() {
            let name = entry.file_name();
            return Err(not_written(format!(
                "holds `{}`, and was not written by this program: it has no `{}`",
                shown_path(Path::new(&name)),
                written::FILE
            )));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

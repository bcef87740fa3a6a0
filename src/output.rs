//! Where a writer writes to: a temporary folder beside the target, renamed once when it is whole.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use tempfile::TempDir;

use crate::error::Error;
use crate::name;

/// A folder being written. Dropped before [`Output::finish`], it leaves no trace.
#[derive(Debug)]
pub struct Output {
    target: PathBuf,
    overwrite: bool,
    temporary: TempDir,
    progress: ProgressBar,
    /// The job file's, which the paths of files to copy are relative to.
    sources: PathBuf,
}

impl Output {
    /// Starts to write what will be the folder `target`.
    ///
    /// # Errors
    ///
    /// As [`check_target`], and [`Error::Io`] if no folder can be made there.
    pub fn create(target: &Path, overwrite: bool, sources: &[PathBuf]) -> Result<Output, Error> {
        check_target(target, overwrite, sources)?;
        let beside = existing_ancestor(target);
        let label = target
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let temporary = temporary_folder(&beside, &format!(".{label}.partial-"))?;
        let target = target.to_owned();
        Ok(Output {
            target,
            overwrite,
            temporary,
            progress: ProgressBar::hidden(),
            sources: PathBuf::new(),
        })
    }

    /// Shows with this bar how far the writing is.
    #[must_use]
    pub fn with_progress(mut self, progress: ProgressBar) -> Output {
        self.progress = progress;
        self
    }

    /// Copies files from paths relative to this folder, which is the job file's.
    #[must_use]
    pub fn with_sources(mut self, folder: &Path) -> Output {
        self.sources = folder.to_owned();
        self
    }

    /// Copies a file to a new one, as [`Output::file`]; `from` is relative to the job file's folder.
    ///
    /// # Errors
    ///
    /// As [`Output::file`], and [`Error::Io`] if it cannot be read or not all of it can be written.
    pub fn copy(&self, from: &Path, path: &str) -> Result<(), Error> {
        let from = self.sources.join(from);
        let mut source = File::open(&from).map_err(|source| Error::io("read", &from, source))?;
        let mut target = self.file(path)?;
        let copied = io::copy(&mut source, &mut target);
        copied.map(drop).map_err(|source| self.failed(path, source))
    }

    /// The bar to move while writing; one that shows nothing unless the job has one.
    pub fn progress(&self) -> &ProgressBar {
        &self.progress
    }

    /// Opens a new file; `path` is below the target, with forward slashes.
    ///
    /// # Errors
    ///
    /// [`Error::Data`] if the path leaves the target, [`Error::Io`] if the file is there already (also under a
    /// name that differs in upper and lower case only, where the file system makes no difference) or cannot be made.
    pub fn file(&self, path: &str) -> Result<File, Error> {
        let full = self.temporary.path().join(name::relative(path)?.as_ref());
        let mut opened = File::create_new(&full);
        if opened
            .as_ref()
            .is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
        {
            if let Some(parent) = full.parent() {
                fs::create_dir_all(parent).map_err(|source| self.failed(path, source))?;
            }
            opened = File::create_new(&full);
        }
        opened.map_err(|source| self.failed(path, source))
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

    /// Puts the folder in its place, by one rename. What it replaces is removed after that.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] if it cannot be put there; what was there before is there again.
    pub fn finish(self) -> Result<(), Error> {
        let failed = |source| Error::io("write", &self.target, source);
        if let Some(parent) = self.target.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        let old = match fs::symlink_metadata(&self.target) {
            Ok(_) if !self.overwrite => return Err(Error::Exists { path: self.target }),
            Ok(_) => Some(self.set_aside()?),
            Err(_) => None,
        };
        if let Err(source) = fs::rename(self.temporary.path(), &self.target) {
            if let Some(old) = old {
                // Kept first, so that the old target is not removed if it cannot be moved back either.
                let aside = old.keep();
                fs::rename(aside.join("old"), &self.target)
                    .map_err(|source| Error::io("put back the old target from", &aside, source))?;
                let _ = fs::remove_dir(&aside);
            }
            return Err(failed(source));
        }
        // The folder has its final name: there is nothing left to remove under the old one.
        let _ = self.temporary.keep();
        if let Some(old) = old {
            let folder = old.path().to_owned();
            old.close()
                .map_err(|source| Error::io("remove the old target, moved to", &folder, source))?;
        }
        Ok(())
    }

    /// Moves the target into a new folder beside it.
    fn set_aside(&self) -> Result<TempDir, Error> {
        let label = self
            .target
            .file_name()
            .unwrap_or_default()
            .to_string_lossy();
        let beside = existing_ancestor(&self.target);
        let aside = temporary_folder(&beside, &format!(".{label}.old-"))?;
        fs::rename(&self.target, aside.path().join("old"))
            .map_err(|source| Error::io("replace", &self.target, source))?;
        Ok(aside)
    }
}

/// Says early whether a target can be written.
///
/// # Errors
///
/// [`Error::Exists`] if it is there and `overwrite` is not set; [`Error::Data`] if it has no name of its own, or if
/// replacing it would remove one of `sources`.
pub fn check_target(target: &Path, overwrite: bool, sources: &[PathBuf]) -> Result<(), Error> {
    if target.file_name().is_none() {
        return Err(Error::data(
            format!(
                "the target `{}` is not the name of a folder",
                target.display()
            ),
            "name a folder that the job may make",
        ));
    }
    if fs::symlink_metadata(target).is_err() {
        return Ok(());
    }
    if !overwrite {
        return Err(Error::Exists {
            path: target.to_owned(),
        });
    }
    let Ok(replaced) = fs::canonicalize(target) else {
        return Ok(());
    };
    let inside = |source: &&PathBuf| {
        fs::canonicalize(source).is_ok_and(|source| source.starts_with(&replaced))
    };
    match sources.iter().find(inside) {
        None => Ok(()),
        Some(source) => Err(Error::data(
            format!(
                "to replace the target `{}` would remove `{}`, which the job needs",
                target.display(),
                source.display()
            ),
            "choose another target",
        )),
    }
}

/// The folder that the target will be in, or the nearest one above it that is there already.
fn existing_ancestor(target: &Path) -> PathBuf {
    let above = target.ancestors().skip(1).find(|path| path.is_dir());
    let above = above.filter(|path| !path.as_os_str().is_empty());
    above.unwrap_or(Path::new(".")).to_owned()
}

fn temporary_folder(beside: &Path, prefix: &str) -> Result<TempDir, Error> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(prefix);
    #[cfg(unix)]
    {
        // A temporary folder is private by default; this one becomes the target and takes the usual rights.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o777));
    }
    builder
        .tempdir_in(beside)
        .map_err(|source| Error::io("make a folder in", beside, source))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, listing};

    #[test]
    fn nothing_is_seen_before_the_end() {
        let place = folder(&[]);
        let target = place.path().join("deep/er/out");
        let output = Output::create(&target, false, &[]).unwrap();
        output.write("labels/a.txt", b"x").unwrap();
        assert!(!place.path().join("deep").exists());
        output.finish().unwrap();
        assert_eq!(listing(place.path()), ["deep/er/out/labels/a.txt"]);
    }

    #[test]
    fn an_abandoned_output_leaves_nothing() {
        let place = folder(&[]);
        let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
        output.write("a/b.txt", b"x").unwrap();
        drop(output);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 0);
    }

    #[test]
    fn an_existing_target_is_refused() {
        for old in ["out/old.txt", "out"] {
            let place = folder(&[(old, b"old")]);
            let error = Output::create(&place.path().join("out"), false, &[]).unwrap_err();
            assert!(matches!(error, Error::Exists { .. }), "{error}");
            assert_eq!(listing(place.path()), [old]);
        }
    }

    #[test]
    fn a_target_made_meanwhile_is_refused() {
        let place = folder(&[]);
        let target = place.path().join("out");
        let output = Output::create(&target, false, &[]).unwrap();
        fs::create_dir(&target).unwrap();
        assert!(matches!(output.finish().unwrap_err(), Error::Exists { .. }));
    }

    #[test]
    fn overwrite_replaces_the_whole_folder() {
        let place = folder(&[("out/old.txt", b"old"), ("out/a.txt", b"old")]);
        let output = Output::create(&place.path().join("out"), true, &[]).unwrap();
        output.write("a.txt", b"new").unwrap();
        assert_eq!(fs::read(place.path().join("out/a.txt")).unwrap(), b"old");
        output.finish().unwrap();
        assert_eq!(listing(place.path()), ["out/a.txt"]);
        assert_eq!(fs::read(place.path().join("out/a.txt")).unwrap(), b"new");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn overwrite_removes_a_link_and_not_what_it_points_to() {
        let place = folder(&[("precious/a.txt", b"old")]);
        std::os::unix::fs::symlink(place.path().join("precious"), place.path().join("out"))
            .unwrap();
        let output = Output::create(&place.path().join("out"), true, &[]).unwrap();
        output.write("b.txt", b"new").unwrap();
        output.finish().unwrap();
        assert_eq!(listing(place.path()), ["out/b.txt", "precious/a.txt"]);
    }

    #[test]
    fn overwrite_does_not_remove_the_source() {
        let place = folder(&[("data/coco.json", b"{}")]);
        let source = place.path().join("data/coco.json");
        let error = Output::create(&place.path().join("data"), true, &[source]).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("coco.json`, which the job needs"),
            "{error}"
        );
        assert_eq!(listing(place.path()), ["data/coco.json"]);
    }

    #[test]
    fn a_target_without_a_name() {
        for target in ["/", "..", ""] {
            let error = Output::create(Path::new(target), true, &[]).unwrap_err();
            assert!(
                error.to_string().contains("not the name of a folder"),
                "{error}"
            );
        }
    }

    #[test]
    fn a_file_outside_the_target_is_refused() {
        let place = folder(&[]);
        let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
        for path in ["../evil.txt", "/evil.txt", "a/../../evil.txt"] {
            assert!(
                matches!(output.write(path, b"x").unwrap_err(), Error::Data { .. }),
                "{path}"
            );
        }
    }

    #[test]
    fn a_file_twice_is_refused() {
        let place = folder(&[]);
        let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
        output.write("a.txt", b"1").unwrap();
        let error = output.write("a.txt", b"2").unwrap_err();
        assert!(error.to_string().ends_with("out/a.txt`"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn the_target_has_the_rights_of_any_folder() {
        use std::os::unix::fs::PermissionsExt;
        let place = folder(&[("usual/a.txt", b"")]);
        Output::create(&place.path().join("out"), false, &[])
            .unwrap()
            .finish()
            .unwrap();
        let rights = |name| {
            fs::metadata(place.path().join(name))
                .unwrap()
                .permissions()
                .mode()
        };
        assert_eq!(rights("out"), rights("usual"));
    }
}

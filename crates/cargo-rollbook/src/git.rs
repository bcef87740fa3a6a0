//! Files as they were at a revision of git.

use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output};

use anyhow::{Context, Result, bail};

/// A commit of the repository around a folder.
#[derive(Debug)]
pub(crate) struct Revision {
    folder: PathBuf,
    commit: String,
    /// As it was asked for.
    pub(crate) name: String,
    /// The path of the folder in the repository, with a slash at its end, or nothing.
    prefix: String,
}

/// # Errors
///
/// The folder is not in a repository, or the repository has no such revision.
pub(crate) fn revision(folder: &Path, name: &str) -> Result<Revision> {
    let inside = git(folder, &["rev-parse", "--show-prefix"])?;
    if !inside.status.success() {
        bail!(
            "`{}` is not in a git repository: {}",
            folder.display(),
            said(&inside)
        );
    }
    let asked = format!("{name}^{{commit}}");
    let found = git(
        folder,
        &[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &asked,
        ],
    )?;
    if !found.status.success() {
        bail!("there is no revision `{name}` here: name a commit, a tag or a branch");
    }
    Ok(Revision {
        folder: folder.to_owned(),
        commit: text(&found).trim().to_owned(),
        name: name.to_owned(),
        prefix: text(&inside).trim_end_matches(['\n', '\r']).to_owned(),
    })
}

impl Revision {
    /// The path of a file in the repository, if it is in it. `path` is relative to the folder.
    fn in_repository(&self, path: &Path) -> Option<String> {
        let mut parts = Vec::new();
        let whole = Path::new(&self.prefix).join(path);
        for part in whole.components() {
            match part {
                Component::ParentDir => {
                    parts.pop()?;
                }
                Component::CurDir => {}
                part => parts.push(part.as_os_str().to_str()?.to_owned()),
            }
        }
        Some(parts.join("/"))
    }

    /// The text of a file. `None` if the revision does not have it. `path` is relative to the folder.
    ///
    /// # Errors
    ///
    /// Git cannot be run, or the file is not UTF-8 text.
    pub(crate) fn read(&self, path: &Path) -> Result<Option<String>> {
        let Some(full) = self.in_repository(path) else {
            return Ok(None);
        };
        let object = format!("{}:{full}", self.commit);
        let found = git(&self.folder, &["cat-file", "blob", &object])?;
        if !found.status.success() {
            return Ok(None);
        }
        let text = String::from_utf8(found.stdout);
        let why = || format!("`{}` of `{}` is not UTF-8 text", path.display(), self.name);
        Ok(Some(text.with_context(why)?))
    }

    /// The files that a pattern of the manifest finds, relative to the folder.
    ///
    /// # Errors
    ///
    /// Git cannot be run.
    pub(crate) fn find(&self, folder: &Path, pattern: &str) -> Result<Vec<PathBuf>> {
        let Some(full) = self.in_repository(&folder.join(pattern)) else {
            return Ok(Vec::new());
        };
        let Ok(pattern) = glob::Pattern::new(&full) else {
            return Ok(Vec::new());
        };
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let arguments = ["ls-tree", "-r", "-z", "--full-tree", "--name-only"];
        let listed = git(&self.folder, &[&arguments[..], &[&self.commit]].concat())?;
        if !listed.status.success() {
            bail!(
                "cannot list the files of `{}`: {}",
                self.name,
                said(&listed)
            );
        }
        let all = text(&listed);
        let files = all
            .split('\0')
            .filter(|path| pattern.matches_with(path, options));
        Ok(files.map(|path| self.seen_from_folder(path)).collect())
    }

    /// A path of the repository as it is written from the folder.
    fn seen_from_folder(&self, path: &str) -> PathBuf {
        let (mut from, mut rest) = (
            Path::new(&self.prefix).components(),
            Path::new(path).components(),
        );
        let (mut start, mut end) = (from.clone().next(), rest.clone().next());
        while start.is_some() && start == end {
            from.next();
            rest.next();
            (start, end) = (from.clone().next(), rest.clone().next());
        }
        let mut out = from
            .map(|_| Component::ParentDir.as_os_str())
            .collect::<PathBuf>();
        out.extend(rest);
        out
    }
}

/// A folder that is removed with its content when this is dropped.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
}

impl Temporary {
    /// # Errors
    ///
    /// The folder cannot be made.
    pub(crate) fn new() -> Result<Self> {
        let base = std::env::temp_dir();
        for attempt in 0..100 {
            let name = format!("cargo-rollbook-{}-{attempt}", std::process::id());
            let path = base.join(name);
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self { path }),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => {
                    return Err(error)
                        .with_context(|| format!("cannot make a folder in `{}`", base.display()));
                }
            }
        }
        bail!("cannot make a folder in `{}`", base.display())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // It is in the folder for temporary files: the system removes it otherwise.
        let _ = fs::remove_dir_all(&self.path);
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<Output> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command.output().context("cannot run git")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn said(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    let text = text.trim();
    text.strip_prefix("fatal: ").unwrap_or(text).to_owned()
}

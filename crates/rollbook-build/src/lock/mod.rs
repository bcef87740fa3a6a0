//! The lock of names: a file beside the manifest with a line for each name that configs may write. The build script reads
//! it only. A generated test fails if a name vanished, and `cargo rollbook lock` writes the file.

mod compare;
mod file;
mod names;

use std::path::{Path, PathBuf};

use compare::{breaking, expired, stale};
use file::{Lines, read};
use names::names;

use crate::diagnostics::{Problem, messages, name};
use crate::model::Model;
use crate::text::Source;
use crate::text::files::{read as read_file, slashes};

/// What the lock and the manifest say of each other.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// Relative to the root. `None` if the manifest asks for no lock.
    pub(crate) path: Option<PathBuf>,
    /// The text of the lock. `None` if there is none.
    pub(crate) before: Option<String>,
    /// The text that the lock should have.
    pub(crate) after: String,
    /// Why the lock cannot be read, although there is one.
    pub(crate) faults: Vec<Problem>,
    /// Names that vanished, or mean something else.
    pub(crate) breaking: Vec<Problem>,
    /// What is out of date besides.
    pub(crate) stale: Vec<Problem>,
    /// Aliases that should not be there any more.
    pub(crate) expired: Vec<Problem>,
}

/// Compares the lock with the manifest. Adds the lock to the sources.
pub(crate) fn check(
    model: &Model,
    root: &Path,
    manifest: &Path,
    package_version: &str,
    sources: &mut Vec<Source>,
) -> Checked {
    let names = names(model, sources);
    let mut checked = Checked {
        expired: expired(&names, package_version),
        ..Checked::default()
    };
    let Some(asked) = model.lock else {
        return checked;
    };
    let path = manifest.with_extension("lock");
    let shown = slashes(&path);
    let unreadable = |why: String, missing: bool| {
        let problem = Problem::new(&messages::LOCK_UNREADABLE, asked, "asked for here")
            .with("file", name(&shown))
            .with("why", why);
        match missing {
            true => problem.with("command", "cargo rollbook lock"),
            false => problem,
        }
    };
    checked.path = Some(path.clone());
    match read_file(&root.join(&path)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            checked
                .stale
                .push(unreadable("no such file".to_owned(), true));
            checked.after = file::write(&names, &Lines::default());
        }
        Err(error) => checked.faults.push(unreadable(error.to_string(), false)),
        Ok(text) => {
            let index = sources.len();
            sources.push(Source::new(&shown, text));
            let lines = read(&sources[index], index, model, &mut checked.faults);
            if checked.faults.is_empty() {
                checked.breaking = breaking(&names, &lines, model);
                checked.stale = stale(&names, &lines, &shown, asked);
            }
            checked.after = file::write(&names, &lines);
            checked.before = Some(sources[index].text.clone());
        }
    }
    checked
}

impl Checked {
    /// Whether a test is generated.
    pub(crate) fn is_tested(model: &Model) -> bool {
        let mut modules = model
            .registries
            .iter()
            .flat_map(|registry| &registry.modules);
        let until =
            |module: &crate::model::Module| module.terms.iter().any(|terms| terms.until.is_some());
        model.lock.is_some() || modules.any(until)
    }

    /// All that the test fails with.
    pub(crate) fn problems(self) -> Vec<Problem> {
        let lists = [self.faults, self.breaking, self.stale, self.expired];
        lists.into_iter().flatten().collect()
    }
}

//! The lock of names: a file beside the manifest with a line for each name that configs may write. The build script reads
//! it only. A generated test fails if a name vanished, and `cargo rollbook lock` writes the file.
//!
//! The arguments of modules are read from Rust sources, which the build script does not do: it leaves them in the lock as they
//! are.

// Tools read what the build script does not.
#![cfg_attr(not(feature = "schema"), allow(dead_code))]

#[cfg(feature = "schema")]
mod arguments;
mod compare;
mod file;
mod names;
#[cfg(feature = "schema")]
mod wider;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use compare::{breaking, expired, stale};
use file::{Lines, read};
use names::names;

#[cfg(feature = "schema")]
use crate::arguments::Arguments;
#[cfg(feature = "schema")]
use crate::diagnostics::plain;
use crate::diagnostics::{Problem, messages, name};
use crate::model::Model;
use crate::text::files::{read as read_file, slashes};
use crate::text::{Source, SourceId};

#[cfg(feature = "schema")]
/// A change in an argument that may break configs. [`Generator::changed_arguments`] gives it.
///
/// [`Generator::changed_arguments`]: crate::Generator::changed_arguments
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChangedArgument {
    /// The registry.
    pub registry: String,
    /// The index of the module's scope, in [`Catalog::scopes`](crate::Catalog::scopes).
    pub scope: usize,
    /// The module's name.
    pub module: String,
    /// The argument.
    pub argument: String,
    /// What happened: `is required now`.
    pub what: String,
}

/// What the lock and the manifest say of each other.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// Relative to the root. `None` if the manifest asks for no lock.
    pub(crate) path: Option<PathBuf>,
    /// The text of the lock. `None` if the file does not exist.
    pub(crate) before: Option<String>,
    /// The text that the lock should have.
    pub(crate) after: String,
    /// Why the lock cannot be read, although there is one.
    pub(crate) faults: Vec<Problem>,
    /// Names that vanished, or mean something else.
    pub(crate) breaking: Vec<Problem>,
    /// The lines of the lock.
    lines: Lines,
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
            checked.after = file::write(&names, &BTreeMap::new());
        }
        Err(error) => checked.faults.push(unreadable(error.to_string(), false)),
        Ok(text) => {
            let id = SourceId::new(sources.len());
            sources.push(Source::new(&shown, text));
            let lines = read(id.of(sources), id, model, &mut checked.faults);
            if checked.faults.is_empty() {
                checked.breaking = breaking(&names, &lines, model);
                checked.stale = stale(&names, &lines, &shown, asked);
            }
            let arguments = lines.iter().filter_map(|(key, line)| {
                let is_module = names
                    .all
                    .get(key)
                    .is_some_and(|named| named.what == line.what);
                Some((key.clone(), line.arguments.clone().filter(|_| is_module)?))
            });
            checked.after = file::write(&names, &arguments.collect());
            checked.before = Some(id.of(sources).text.clone());
            checked.lines = lines;
        }
    }
    checked
}

#[cfg(feature = "schema")]
impl Checked {
    /// Adds the arguments of modules, by registry and module: as they should be in the lock, and what changed in them.
    pub(crate) fn describe(
        &mut self,
        model: &Model,
        sources: &[Source],
        arguments: &[Vec<Option<Arguments>>],
    ) {
        let mut written = BTreeMap::new();
        for (registry, arguments) in model.registries.iter().zip(arguments) {
            for (module, now) in registry.modules.iter().zip(arguments) {
                let Some(now) = now else {
                    continue;
                };
                let key = names::key(model, registry, module.scope, &module.name);
                if let Some((line, before)) = self
                    .lines
                    .get(&key)
                    .and_then(|line| Some((line, line.arguments.as_ref()?)))
                {
                    for change in arguments::changes(before, now) {
                        let problem =
                            Problem::new(&messages::LOCK_ARGUMENT, module.span, "this module")
                                .and(line.span, "it was this")
                                .with("argument", name(&change.argument))
                                .with("registry", plain(&registry.name))
                                .with("name", name(&module.name))
                                .with("what", change.what);
                        self.breaking.push(match change.edit {
                            Some(edit) => problem.with("edit", edit),
                            None => problem,
                        });
                    }
                }
                written.insert(key, arguments::written(now));
            }
        }
        self.after = file::write(&names(model, sources), &written);
    }
}

/// What changed in the arguments of the modules since a lock was written. Nothing if the lock cannot be read.
#[cfg(feature = "schema")]
pub(crate) fn changed_arguments(
    text: &str,
    model: &Model,
    arguments: &[Vec<Option<Arguments>>],
) -> Vec<ChangedArgument> {
    let source = Source::new("", text.to_owned());
    let lines = read(&source, SourceId::default(), model, &mut Vec::new());
    let mut changed = Vec::new();
    for (registry, arguments) in model.registries.iter().zip(arguments) {
        for (module, now) in registry.modules.iter().zip(arguments) {
            let key = names::key(model, registry, module.scope, &module.name);
            let line = lines.get(&key).and_then(|line| line.arguments.as_ref());
            let (Some(line), Some(now)) = (line, now) else {
                continue;
            };
            let changes = arguments::changes(line, now).into_iter();
            changed.extend(changes.map(|change| ChangedArgument {
                registry: registry.name.clone(),
                scope: module.scope.index(),
                module: module.name.clone(),
                argument: change.argument,
                what: change.what,
            }));
        }
    }
    changed
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

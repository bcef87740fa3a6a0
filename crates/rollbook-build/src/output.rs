//! What a generator returns.

use std::path::PathBuf;

use crate::config_check;
use crate::diagnostics::{self, Diagnostic};
use crate::model::Model;
use crate::text::Source;

/// What was generated.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Output {
    /// The registry, as Rust text. Faulty entries are left out of it.
    pub text: String,
    /// What is wrong with the manifest, drawn. Empty if nothing is.
    pub problems: String,
    /// What is legal but probably a mistake, one line each, such as `registry.toml:3:5: ...`.
    pub warnings: Vec<String>,
    /// The same problems and then the warnings as data, the first 200 of them.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether `include_registry!` shows problems and warnings at their places in the files: not with
    /// `[rollbook] spans = false`, nor with [`Generator::spans`](crate::Generator::spans) off.
    pub spans: bool,
    /// The files that were read, and the folders that were looked through: a change in one may change the rest. As
    /// `root` was given, with the path below it.
    pub files: Vec<PathBuf>,
    /// The names of modules in checked config files.
    pub references: Vec<Reference>,
    /// What the package publishes to those that depend on it.
    pub fragment: String,
    /// What the generated test of the names says, drawn: how `registry.lock` and the manifest differ, and which aliases
    /// have expired. Empty if the test passes, or if no test is generated.
    pub lock: String,
    /// What the generated test of the schema files says, drawn. Empty if the test passes, or if no test is generated.
    pub schema: String,
}

/// A name of a module in a checked config file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reference {
    /// The config file, relative to the root.
    pub file: String,
    /// The line of the name, from 1.
    pub line: usize,
    /// Its column in characters, from 1.
    pub column: usize,
    /// Its bytes in the file, with the quotes.
    pub bytes: std::ops::Range<usize>,
    /// Its path in the file: `model.backbone`, `pipeline[0]`.
    pub path: String,
    /// The registry that it is looked up in.
    pub registry: String,
    /// The scope that it is looked up from.
    pub viewer: String,
    /// The name as it is written.
    pub name: String,
    /// The module that it means, with its scope: `mmcls.NetB`.
    pub module: Option<String>,
}

impl Reference {
    pub(crate) fn new(found: &config_check::Reference, model: &Model, sources: &[Source]) -> Self {
        let place = found.span.place(sources);
        let registry = model.registry(found.registry);
        let module = found.module.map(|module| {
            let module = registry.module(module);
            format!("{}.{}", model.scope(module.scope).name, module.name)
        });
        Self {
            file: place.file,
            line: place.line,
            column: place.column,
            bytes: found.span.start..found.span.end,
            path: found.path.clone(),
            registry: registry.name.clone(),
            viewer: model.scope(found.viewer).name.clone(),
            name: found.name.clone(),
            module,
        }
    }

    /// Another name as the file would write it instead of this one: in the same quotes. `text` is the text of the file.
    /// `None` if this name is not at its place in the text, or is written with escapes.
    #[must_use]
    pub fn renamed(&self, text: &str, name: &str) -> Option<String> {
        diagnostics::renamed(text.get(self.bytes.clone())?, &self.name, name)
    }
}

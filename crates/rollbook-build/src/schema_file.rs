//! The schema files that a manifest asks for, and whether they are up to date. The build script only reads them.
//!
//! A schema says on a line what it was made from:
//!
//! ```text
//!   "$comment": "Made by `cargo rollbook schema`. Names: 8f0d1c5b2a947e36, text: 4be1720d93c5fa18.",
//! ```
//!
//! The first number is a hash of all that the build script knows of a schema: names, documentation, aliases, defaults,
//! slots. The second one is a hash of the other lines, so that a change by hand or a bad merge is noticed. Arguments are
//! read from Rust sources, which the build script does not do.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rollbook::__private::build::{ModuleId, ScopeId};

use crate::diagnostics::{Problem, fnv, messages, name};
use crate::model::{Check, Described, Form, Model, Registry};
use crate::text::files::{read as read_file, slashes};

/// What the comment of each schema starts with.
const MADE: &str = "Made by `cargo rollbook schema`.";

/// What is wrong with a file.
#[derive(Debug, PartialEq, Eq)]
enum Fault {
    /// It is not a schema that rollbook wrote, so it may not be written again.
    Foreign,
    /// It is not up to date, and why.
    Stale(&'static str),
}

/// What is wrong with the files, and the files.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) problems: Vec<Problem>,
    /// Relative to the root.
    pub(crate) files: Vec<PathBuf>,
}

/// Compares the files with the manifest.
pub(crate) fn check(model: &Model, root: &Path) -> Checked {
    let mut checked = Checked::default();
    for (described, given) in model.schemas() {
        let path = path(model, &given.value);
        let problem = |message| {
            Problem::new(message, given.span, "asked for here").with("file", name(&slashes(&path)))
        };
        let stale = |why| {
            let problem = problem(&messages::SCHEMA_STALE).with("why", why);
            problem.with("command", "cargo rollbook schema")
        };
        checked.problems.extend(match read_file(&root.join(&path)) {
            Ok(text) => fault(&text, hash(model, described, None)).map(|fault| match fault {
                Fault::Foreign => problem(&messages::SCHEMA_FOREIGN),
                Fault::Stale(why) => stale(why),
            }),
            Err(error) if error.kind() == ErrorKind::NotFound => Some(stale("no such file")),
            Err(error) => Some(problem(&messages::SCHEMA_STALE).with("why", error.to_string())),
        });
        checked.files.push(path);
    }
    checked
}

/// The file, relative to the root.
pub(crate) fn path(model: &Model, given: &str) -> PathBuf {
    let folder = Path::new(&model.manifest).parent();
    folder.unwrap_or(Path::new("")).join(given)
}

/// Whether a text is a schema that rollbook wrote, and so may be written again.
#[cfg(feature = "schema")]
pub(crate) fn is_ours(text: &str) -> bool {
    text.contains(MADE)
}

/// The schema with what it was made from. `viewer` as in [`hash`].
#[cfg(feature = "schema")]
pub(crate) fn stamped(
    text: &str,
    model: &Model,
    described: Described,
    viewer: Option<ScopeId>,
) -> String {
    let (names, rest) = (hash(model, described, viewer), fnv(&rest(text)));
    let line = format!("{MADE} Names: {names:016x}, text: {rest:016x}.");
    text.replacen(MADE, &line, 1)
}

/// What is wrong with a schema that should have been made from this.
fn fault(text: &str, names: u64) -> Option<Fault> {
    let Some(line) = text.lines().find(|line| line.contains(MADE)) else {
        return Some(Fault::Foreign);
    };
    let number = |label: &str| {
        let (_, after) = line.split_once(label)?;
        u64::from_str_radix(after.get(..16)?, 16).ok()
    };
    if number("text: ") != Some(fnv(&rest(text))) {
        return Some(Fault::Stale("it was changed since it was written"));
    }
    if number("Names: ") != Some(names) {
        return Some(Fault::Stale("it was made from another manifest"));
    }
    None
}

/// The other lines, with the ends that they have everywhere.
fn rest(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.contains(MADE));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Of all that the build script knows of a schema. It is the same whatever features are on. `viewer`: the only scope that
/// names are looked up from, if that is not what the manifest says.
fn hash(model: &Model, described: Described, viewer: Option<ScopeId>) -> u64 {
    let mut out = Contents::default();
    let scope = |id: ScopeId| model.scope(id).key.as_str();
    out.put(&model.manifest);
    for known in &model.scopes {
        out.put(&known.key).put(&known.name);
        out.maybe(known.parent.map(scope));
    }
    out.maybe(viewer.map(scope));
    match described {
        Described::Files(index) => {
            if let Some(check) = model.checks.get(index) {
                out.check(model, check);
            }
        }
        Described::Modules(registry) => {
            out.put(&model.registry(registry).name);
            out.put(scope(model.viewer));
        }
    }
    for registry in &model.registries {
        out.registry(model, registry);
    }
    fnv(&out.0)
}

/// Texts, each with its length before it.
#[derive(Default)]
struct Contents(String);

impl Contents {
    fn put(&mut self, text: &str) -> &mut Self {
        self.0.push_str(&format!("{}:{text}", text.len()));
        self
    }

    fn maybe(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.put(text),
            None => {
                self.0.push('-');
                self
            }
        }
    }

    /// The end of a list.
    fn end(&mut self) {
        self.0.push('.');
    }

    fn check(&mut self, model: &Model, check: &Check) {
        self.put(&model.scope(check.viewer).key);
        self.maybe(check.type_path.as_deref());
        self.maybe(check.viewer_key.as_deref());
        for slot in &check.slots {
            let registry = &model.registry(slot.registry).name;
            self.put(&slot.path.value).put(registry);
        }
        self.end();
        for pattern in &check.ignore {
            self.put(&pattern.text);
        }
        self.end();
        let opaque = check.opaque.iter().map(|(registry, module)| {
            let registry = model.registry(*registry);
            let module = registry.module(*module);
            (&registry.name, module.scope, &module.name)
        });
        let mut opaque = opaque.collect::<Vec<_>>();
        opaque.sort_unstable();
        for (registry, scope, module) in opaque {
            self.put(registry);
            self.put(&model.scope(scope).key).put(module);
        }
        self.end();
    }

    fn registry(&mut self, model: &Model, registry: &Registry) {
        let scope = |id: ScopeId| model.scope(id).key.as_str();
        let module = |id: Option<ModuleId>| {
            let module = registry.module(id?);
            Some(format!("{}.{}", scope(module.scope), module.name))
        };
        self.put(&registry.name).put(&registry.key);
        match &registry.form {
            Form::Internal => self.put("internal"),
            Form::Adjacent(content) => self.put("adjacent").put(content),
            Form::External => self.put("external"),
        };
        self.put(if registry.bare { "bare" } else { "" });
        for role in [registry.sequence, registry.fallback] {
            self.maybe(module(role).as_deref());
        }
        // Those whose feature is off come last in the model.
        let mut modules = registry.modules.iter().collect::<Vec<_>>();
        modules.sort_by_key(|module| (module.scope, &module.name));
        for module in modules {
            self.put(scope(module.scope)).put(&module.name);
            self.put(&module.type_path);
            self.maybe(module.config.as_deref());
            self.maybe(module.doc.as_deref());
            self.maybe(module.deprecated.as_deref());
            for alias in &module.aliases {
                self.put(alias);
            }
            self.end();
            for default in &module.defaults {
                self.put(&default.key).put(&default.value.toml());
            }
            self.end();
        }
        self.end();
        for entry in &registry.reserved {
            self.put(scope(entry.scope)).put(&entry.name);
        }
        self.end();
    }
}

#[cfg(all(test, feature = "schema"))]
mod tests {
    use super::*;

    #[test]
    fn a_schema_that_was_changed() {
        let model = Model {
            scopes: vec![crate::model::Scope::default()],
            ..Model::default()
        };
        let described = Described::Files(0);
        let names = hash(&model, described, None);
        let text = format!("{{\n  \"$comment\": \"{MADE}\",\n  \"title\": \"configs\"\n}}\n");
        let good = stamped(&text, &model, described, None);
        assert_eq!(fault(&good, names), None);
        assert_eq!(fault(&good.replace('\n', "\r\n"), names), None);
        let changed = Fault::Stale("it was changed since it was written");
        for bad in [
            good.replace("configs", "config"),
            text,
            format!("{good}<<<<<<< ours\n"),
        ] {
            assert_eq!(fault(&bad, names).as_ref(), Some(&changed), "{bad}");
        }
        let other = Fault::Stale("it was made from another manifest");
        assert_eq!(fault(&good, names.wrapping_add(1)), Some(other));
        assert_eq!(fault("{}", names), Some(Fault::Foreign));
    }
}

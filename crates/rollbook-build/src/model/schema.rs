//! The schema files that a manifest asks for: which they are, and whether they can be.

use super::id::RegistryId;
use super::types::{Check, Model, Registry};
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::text::Spanned;

/// What a schema describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Described {
    /// The files of a `[[check]]`, by its index.
    Files(usize),
    /// Files that are one module of a registry.
    Modules(RegistryId),
}

impl Model {
    /// Each schema that the manifest asks for, with its file as it is written.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = (Described, &Spanned<String>)> {
        schemas(&self.registries, &self.checks)
    }
}

fn schemas<'a>(
    registries: &'a [Registry],
    checks: &'a [Check],
) -> impl Iterator<Item = (Described, &'a Spanned<String>)> {
    let checks = checks.iter().enumerate();
    let checks =
        checks.filter_map(|(index, check)| Some((Described::Files(index), check.schema.as_ref()?)));
    let registries = registries.iter().enumerate();
    let registries = registries.filter_map(|(index, registry)| {
        let described = Described::Modules(RegistryId::new(index));
        Some((described, registry.schema.as_ref()?))
    });
    checks.chain(registries)
}

/// Refuses what cannot be the file of a schema, and what is that of two.
pub(super) fn check_paths(registries: &[Registry], checks: &[Check], problems: &mut Problems) {
    let mut seen: Vec<&Spanned<String>> = Vec::new();
    for (_, path) in schemas(registries, checks) {
        if let Some(why) = refusal(&path.value) {
            let problem = Problem::new(&messages::SCHEMA_PATH, path.span, "this path")
                .with("path", name(&path.value))
                .with("why", why);
            problems.add(problem);
        } else if let Some(first) = seen.iter().find(|known| known.value == path.value) {
            let problem = Problem::new(&messages::SCHEMA_TWICE, path.span, "again")
                .and(first.span, "first")
                .with("path", name(&path.value));
            problems.add(problem);
        }
        seen.push(path);
    }
}

/// Other files than `.json` are never written, such as the manifest itself.
fn refusal(path: &str) -> Option<&'static str> {
    if path.starts_with('/') || path.contains([':', '\\']) {
        Some("it is not a relative path with slashes")
    } else if path.chars().any(char::is_control) {
        Some("it has a control character")
    } else if !path.ends_with(".json") || path.ends_with("/.json") || path == ".json" {
        Some("its name does not end with `.json`")
    } else {
        None
    }
}

//! From the manifest as written to the model: merges, resolves and checks. A faulty entry is told and left out.

mod identifier;
mod modules;
mod names;
mod path;
mod registries;
mod scopes;
mod sequence;
mod types;
mod variants;

use std::collections::BTreeSet;

pub(crate) use types::{Model, Module, Place, Registry, Scope, Value};

use crate::diagnostics::{Problem, Problems, messages, name};
use crate::manifest::Manifest;
use crate::source::{Source, Spanned};
use identifier::is_identifier;

/// What is known besides the manifest.
pub(crate) struct Surroundings<'a> {
    pub(crate) package: &'a str,
    /// The features that are on, spelled as Cargo spells its variables.
    pub(crate) features: &'a BTreeSet<String>,
    /// The manifest's own text first.
    pub(crate) sources: &'a [Source],
}

pub(crate) fn resolve(
    manifest: Manifest,
    around: &Surroundings<'_>,
    problems: &mut Problems,
) -> Model {
    let scopes = scopes::resolve(manifest.scopes, &manifest.settings, around, problems);
    let drafts = registries::resolve(manifest.registries, &scopes, around, problems);
    let registries = modules::resolve(drafts, manifest.modules, &scopes, around, problems);
    Model {
        manifest: around.sources[0].name.clone(),
        module: module(manifest.settings.module, problems),
        package: around.package.to_owned(),
        scopes: scopes.list,
        viewer: scopes.viewer,
        registries,
    }
}

/// Where `include_registry!` stands.
fn module(setting: Option<Spanned<String>>, problems: &mut Problems) -> String {
    const USUAL: &str = "crate::registry";
    let Some(setting) = setting else {
        return USUAL.to_owned();
    };
    let mut parts = setting.value.split("::");
    let of_crate = parts.next() == Some("crate");
    if of_crate && parts.clone().next().is_some() && parts.all(is_identifier) {
        return setting.value;
    }
    let problem = Problem::new(&messages::BAD_MODULE_PATH, setting.span, "this path")
        .with("path", name(&setting.value));
    problems.add(problem);
    USUAL.to_owned()
}

//! Resolves a manifest, as it is written, into the model. A faulty entry is reported and left out.

use std::collections::{BTreeSet, HashSet};

use super::types::{Model, Registry};
use super::workspace::Workspace;
use super::{config_check, cycles, modules, registries, schema, scopes};
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::fragment;
use crate::manifest::Manifest;
use crate::text::Spanned;
use crate::text::rust::identifier::is_identifier;

pub(crate) fn resolve(
    manifest: Manifest,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Model {
    let written = manifest.modules.iter();
    let written = written.map(|module| (module.registry.clone(), module.name.value.clone()));
    let mut left_out = match manifest.checks.is_empty() {
        true => HashSet::new(),
        false => written.collect::<HashSet<_>>(),
    };
    let scopes = scopes::resolve(manifest.scopes, &manifest.settings, workspace, problems);
    let drafts = registries::resolve(manifest.registries, &scopes, workspace, problems);
    let mut registries = modules::resolve(drafts, manifest.modules, &scopes, workspace, problems);
    cycles::mark(&mut registries);
    for registry in &registries {
        for module in &registry.modules {
            left_out.remove(&(registry.name.clone(), module.name.clone()));
        }
    }
    let known = config_check::CheckResolver {
        scopes: &scopes.list,
        viewer: scopes.viewer,
        registries: &registries,
        workspace,
    };
    let checks = manifest.checks.into_iter();
    let checks = checks.map(|check| known.resolve(check, problems));
    let checks = checks.collect::<Vec<_>>();
    schema::check_paths(&registries, &checks, problems);
    let serde = manifest.settings.serde.as_ref();
    let lock = manifest.settings.lock.filter(|given| given.value);
    Model {
        serde: serde.is_none_or(|given| given.value),
        manifest: workspace.sources[0].name.clone(),
        visibility: visibility(manifest.settings.visibility, problems),
        module: module(manifest.settings.module, problems),
        crates: crates(manifest.crates, &registries),
        scopes: scopes.list,
        scopes_declared: scopes.declared,
        viewer: scopes.viewer,
        registries,
        lock: lock.map(|given| given.span),
        whole: manifest.whole,
        checks,
        left_out,
    }
}

/// The crates that dependents reach types through: those that are merged in, and those that the manifest's own paths
/// name.
fn crates(listed: Vec<String>, registries: &[Registry]) -> Vec<String> {
    let paths = registries.iter().flat_map(|registry| {
        let traits = registry.traits.iter().map(|known| &known.path);
        // The crate of a module whose feature is off need not be there.
        let enabled = registry.modules.iter().filter(|module| module.enabled);
        let modules = enabled.flat_map(|module| {
            [
                Some(&module.type_path),
                module.config.as_ref(),
                module.valid.as_ref(),
                module.build.as_ref(),
            ]
        });
        let own = traits.chain(&registry.context).map(Some);
        own.chain(modules).flatten()
    });
    let named = paths
        .flat_map(|path| fragment::crates_of(path))
        .map(str::to_owned);
    let all = listed.into_iter().chain(named).collect::<BTreeSet<_>>();
    all.into_iter().collect()
}

/// The visibility of the generated enums.
fn visibility(setting: Option<Spanned<String>>, problems: &mut Problems) -> String {
    const USUAL: &str = "pub";
    let Some(setting) = setting else {
        return USUAL.to_owned();
    };
    let inside = setting.value.strip_prefix("pub(in crate::");
    let inside = inside.and_then(|rest| rest.strip_suffix(')'));
    if [USUAL, "pub(crate)"].contains(&setting.value.as_str())
        || inside.is_some_and(|path| path.split("::").all(is_identifier))
    {
        return setting.value;
    }
    let problem = Problem::new(&messages::BAD_VISIBILITY, setting.span, "this visibility")
        .with("visibility", name(&setting.value));
    problems.add(problem);
    USUAL.to_owned()
}

/// The path of the module that holds `include_registry!`.
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

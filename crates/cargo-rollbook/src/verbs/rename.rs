//! `rename`: a module, in the manifest and in all configs that it checks. The old name stays as an alias.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use rollbook_build::{Catalog, Level, ModuleEntry, Output, Reference};

use crate::Outcome;
use crate::args::Common;
use crate::manifest;
use crate::package::{Package, package};
use crate::show::{full_name, left};
use crate::write::{Change, apply, read};

pub(crate) fn run(
    common: &Common,
    old: &str,
    new: &str,
    registry: Option<&str>,
    check: bool,
) -> Result<Outcome> {
    let package = package(common)?;
    let catalog = package.catalog()?;
    let (registry, module) = find(&catalog, old, registry)?;
    let entry = &catalog.registries[registry];
    let taken = entry.modules.iter().find(|other| {
        other.scope == module.scope
            && (other.name == new || other.aliases.iter().any(|alias| alias == new))
    });
    if let Some(other) = taken {
        bail!(
            "the registry `{}` has `{new}` already, at {}",
            entry.name,
            other.place
        );
    }
    let mut reserved = entry.reserved.iter();
    if let Some(reserved) = reserved.find(|known| known.scope == module.scope && known.name == new)
    {
        bail!(
            "`{new}` is reserved, at {}: {}\nhelp: configs that still name it would get another module; if they may, take it out of `reserved` first",
            reserved.place,
            reserved.note
        );
    }
    if new.is_empty() || new.contains('.') {
        bail!(
            "`{new}` cannot be a name: it is empty, or has a dot, which separates a scope from a module"
        );
    }
    let mut changes = vec![in_manifest(&package, &catalog, &entry.name, module, new)?];
    let output = package.generator.check()?;
    changes.extend(in_configs(
        &package,
        &output,
        &catalog,
        &entry.name,
        module,
        new,
    )?);
    let outcome = apply(&changes, check)?;
    // A name in a file that cannot be read was not found.
    let problems = output.diagnostics.iter();
    left(
        problems
            .filter(|problem| problem.level == Level::Error)
            .count(),
    );
    Ok(outcome)
}

/// The registry and the module of that name, which is the only one in the manifest of this package.
fn find<'c>(
    catalog: &'c Catalog,
    name: &str,
    registry: Option<&str>,
) -> Result<(usize, &'c ModuleEntry)> {
    let only = registry.map(|name| catalog.registry(name)).transpose()?;
    let called = |module: &ModuleEntry| module.name == name || full_name(catalog, module) == name;
    let mut found = Vec::new();
    let mut elsewhere = None;
    for (index, registry) in catalog.registries.iter().enumerate() {
        if only.is_some_and(|only| only != index) {
            continue;
        }
        for module in registry.modules.iter().filter(|module| called(module)) {
            match module.package {
                0 => found.push((index, module)),
                package => elsewhere = Some((&catalog.packages[package], module)),
            }
        }
    }
    match (found.as_slice(), elsewhere) {
        ([only], _) => Ok(*only),
        ([], Some((package, module))) => bail!(
            "`{name}` is declared in the crate `{package}`, at {}: rename it there",
            module.place
        ),
        ([], None) => bail!("no module `{name}`: `cargo rollbook list` shows those that there are"),
        (several, _) => {
            let all = several.iter().map(|(registry, module)| {
                format!(
                    "`{}` of `{}`",
                    full_name(catalog, module),
                    catalog.registries[*registry].name
                )
            });
            let all = all.collect::<Vec<_>>().join(", ");
            bail!(
                "several modules are named `{name}`: {all}; write its scope before a dot, or `--registry`"
            )
        }
    }
}

fn in_manifest(
    package: &Package,
    catalog: &Catalog,
    registry: &str,
    module: &ModuleEntry,
    new: &str,
) -> Result<Change> {
    let file = module
        .place
        .rsplit_once(':')
        .map_or(module.place.as_str(), |(file, _)| file);
    let path = package.generator.root_folder().join(file);
    let before = read(&path)?;
    let mut document = manifest::parse(&before, file)?;
    let scope = &catalog.scopes[module.scope];
    let scope = (!scope.place.is_empty()).then_some(scope.key.as_str());
    manifest::rename(
        manifest::modules(&mut document, scope, registry)?,
        &module.name,
        new,
    )?;
    manifest::rename_opaque(&mut document, registry, &module.name, new);
    let entry = &catalog.registries[catalog.registry(registry)?];
    let roles = [entry.sequence, entry.fallback, entry.default];
    let named = roles
        .into_iter()
        .flatten()
        .map(|index| &entry.modules[index]);
    if named.into_iter().any(|other| std::ptr::eq(other, module)) {
        manifest::rename_role(&mut document, registry, &module.name, new);
    }
    let mut same = entry
        .modules
        .iter()
        .filter(|other| other.name == module.name);
    if same.nth(1).is_none() {
        manifest::rename_in_notes(&mut document, registry, &module.name, new);
    }
    let after = manifest::text(&document, &before);
    Ok(Change {
        path,
        before: Some(before),
        after,
    })
}

/// The checked configs that name the module by the old name.
fn in_configs(
    package: &Package,
    output: &Output,
    catalog: &Catalog,
    registry: &str,
    module: &ModuleEntry,
    new: &str,
) -> Result<Vec<Change>> {
    let full = format!("{}.{}", catalog.scopes[module.scope].name, module.name);
    let mut files = BTreeMap::<&str, Vec<&Reference>>::new();
    for reference in &output.references {
        let last = reference.name.rsplit('.').next();
        let meant = reference.registry == registry && reference.module.as_deref() == Some(&full);
        if meant && last == Some(&module.name) {
            files.entry(&reference.file).or_default().push(reference);
        }
    }
    let mut changes = Vec::new();
    for (file, mut references) in files {
        let path = package.generator.root_folder().join(file);
        let before = read(&path)?;
        let mut after = before.clone();
        // From the end, so that the places before stay. A file that is in several checks has the same place twice.
        references.sort_by_key(|reference| std::cmp::Reverse(reference.bytes.start));
        references.dedup_by_key(|reference| reference.bytes.clone());
        for reference in references {
            let start = reference.name.len() - module.name.len();
            let name = format!("{}{new}", &reference.name[..start]);
            let text = reference.renamed(&before, &name).with_context(|| {
                let Reference { line, column, .. } = reference;
                format!(
                    "the name at {file}:{line}:{column} is written with escapes: rename it by hand"
                )
            })?;
            after.replace_range(reference.bytes.clone(), &text);
        }
        changes.push(Change {
            path,
            before: Some(before),
            after,
        });
    }
    Ok(changes)
}

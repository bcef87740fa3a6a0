//! `add`: a module, in the manifest.

use anyhow::{Result, bail};
use rollbook_build::{Catalog, Level};
use toml_edit::Item;

use crate::Outcome;
use crate::args::{Common, NewModule};
use crate::manifest;
use crate::package::{Package, package};
use crate::show::print;
use crate::write::{Change, apply, read};

pub(crate) fn run(common: &Common, new: &NewModule, check: bool) -> Result<Outcome> {
    let package = package(common)?;
    let catalog = package.catalog()?;
    let registry = registry(&catalog, new.registry.as_deref())?;
    let (index, scope) = scope(&catalog, new.scope.as_deref())?;
    let taken = catalog.registries[registry].modules.iter().find(|module| {
        module.scope == index && (module.name == new.name || module.aliases.contains(&new.name))
    });
    if let Some(module) = taken {
        bail!(
            "the registry `{}` has `{}` already, at {}",
            catalog.registries[registry].name,
            new.name,
            module.place
        );
    }
    if !new.type_path.contains("::") {
        bail!(
            "`{0}` is not a full path: write `crate::{0}`, or the name of another crate instead of `crate`",
            new.type_path
        );
    }
    let path = package.generator.manifest_path();
    let before = read(&path)?;
    let mut document = manifest::parse(&before, &path.display().to_string())?;
    let rest = [
        ("config", new.config.as_deref()),
        ("feature", new.feature.as_deref()),
        ("doc", new.doc.as_deref()),
    ];
    let value = manifest::module(&new.type_path, &rest);
    let table = manifest::modules(
        &mut document,
        scope.as_deref(),
        &catalog.registries[registry].name,
    )?;
    table.insert(&new.name, Item::Value(value));
    let after = manifest::text(&document, &before);
    let outcome = apply(
        &[Change {
            path,
            before: Some(before),
            after,
        }],
        check,
    )?;
    if check {
        Ok(outcome)
    } else {
        problems(&package)
    }
}

fn registry(catalog: &Catalog, name: Option<&str>) -> Result<usize> {
    match (name, catalog.registries.as_slice()) {
        (Some(name), _) => Ok(catalog.registry(name)?),
        (None, [_]) => Ok(0),
        (None, all) => {
            let names = all.iter().map(|registry| format!("`{}`", registry.name));
            bail!(
                "name the registry with `--registry`: it has {}",
                names.collect::<Vec<_>>().join(", ")
            )
        }
    }
}

/// The index of a scope, and its key if the manifest has scopes.
fn scope(catalog: &Catalog, name: Option<&str>) -> Result<(usize, Option<String>)> {
    let index = Package::scope(catalog, name)?;
    let scope = &catalog.scopes[index];
    // The only scope of a manifest without scopes has no place.
    Ok((index, (!scope.place.is_empty()).then(|| scope.key.clone())))
}

/// What is wrong with the manifest after the edit.
pub(super) fn problems(package: &Package) -> Result<Outcome> {
    let output = package.generator.check()?;
    let errors = output
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.level == Level::Error);
    let errors = errors.map(|error| error.drawing(&package.folder, false));
    let text = errors.collect::<String>();
    print(&text);
    Ok(if text.is_empty() {
        Outcome::Good
    } else {
        Outcome::Bad
    })
}

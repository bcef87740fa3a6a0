//! `schema`: the schema files that the manifest asks for; or a JSON Schema of the manifest, of the configs of a `[[check]]`,
//! or of the modules of a registry.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::Outcome;
use crate::args::{Common, SchemaOf};
use crate::package::{Package, package};
use crate::show::print;
use crate::write::{Change, apply};

pub(crate) fn run(
    common: &Common,
    what: &SchemaOf,
    write: Option<&Path>,
    check: bool,
) -> Result<Outcome> {
    if write.is_none() && what.is_nothing() {
        let files = package(common)?.generator.schemas()?;
        if !files.is_empty() {
            let changes = files.into_iter();
            let changes = changes.map(|file| change(&file.path, file.before, file.after));
            return apply(&changes.collect::<Vec<_>>(), check);
        }
        if check {
            bail!(
                "the manifest asks for no schema file: write `schema = \"configs.schema.json\"` under `[[check]]`, or name a file with `--write`"
            );
        }
    }
    if check && write.is_none() {
        bail!("`--check` needs `--write FILE` here");
    }
    // The manifest's own schema needs no package.
    let schema = if what.manifest {
        rollbook_build::manifest_schema()
    } else {
        of_configs(common, what)?
    };
    let Some(path) = write else {
        print(&schema);
        return Ok(Outcome::Good);
    };
    let before = match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read `{}`", path.display()));
        }
    };
    apply(&[change(path, before, schema)], check)
}

/// Nothing, if only the ends of lines differ, as in a checkout on Windows.
fn change(path: &Path, before: Option<String>, after: String) -> Change {
    let same = before
        .as_ref()
        .is_some_and(|before| before.replace("\r\n", "\n") == after);
    Change {
        path: path.to_owned(),
        after: match (same, &before) {
            (true, Some(before)) => before.clone(),
            _ => after,
        },
        before,
    }
}

fn of_configs(common: &Common, what: &SchemaOf) -> Result<String> {
    let package = package(common)?;
    let catalog = package.catalog()?;
    let viewer = match &what.viewer {
        Some(name) => Some(Package::scope(&catalog, Some(name))?),
        None => None,
    };
    if let Some(name) = &what.registry {
        let registry = catalog.registry(name)?;
        return Ok(package.generator.registry_schema(registry, viewer)?);
    }
    let entry = what.entry.map_or(0, |entry| entry.get() - 1);
    Ok(package.generator.config_schema(entry, viewer)?)
}

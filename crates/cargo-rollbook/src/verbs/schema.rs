//! `schema`: a JSON Schema of the manifest, or of the configs of a `[[check]]`.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result};

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
    let change = Change {
        path: path.to_owned(),
        before,
        after: schema,
    };
    apply(&[change], check)
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
    let entry = what.entry.get() - 1;
    Ok(package.generator.config_schema(entry, viewer)?)
}

//! For tools: the arguments of modules, the lock of names, and JSON Schemas.

mod lock;
mod schemas;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub use lock::Lock;
pub use schemas::SchemaFile;

use crate::arguments::{Arguments, Reader};
use crate::diagnostics;
use crate::error::Error;
use crate::generator::{Generator, Resolved};
use crate::model::Model;
use crate::{Catalog, inputs};

impl Generator {
    /// The [`Catalog`] with the arguments of each module, read from the Rust sources of this package and of those whose
    /// registries it merges. They stay `None` if the sources do not say them: for a type that a macro makes, that comes from
    /// another crate, or that is read by hand.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read.
    pub fn described(&self) -> Result<Catalog, Error> {
        let resolved = self.resolve()?;
        let arguments = self.arguments(&resolved, &self.reader(&resolved));
        let mut catalog = resolved.catalog();
        for (registry, arguments) in catalog.registries.iter_mut().zip(arguments) {
            for (module, arguments) in registry.modules.iter_mut().zip(arguments) {
                module.arguments = arguments;
            }
        }
        Ok(catalog)
    }

    /// The manifest, resolved.
    ///
    /// # Errors
    ///
    /// It has mistakes.
    fn right(&self) -> Result<Resolved, Error> {
        let mut resolved = self.resolve()?;
        let problems = std::mem::take(&mut resolved.problems).settled(&resolved.sources);
        match diagnostics::draw(&problems, &resolved.sources) {
            text if text.is_empty() => Ok(resolved),
            text => Err(Error::Problems { text }),
        }
    }

    fn reader(&self, resolved: &Resolved) -> Reader {
        let mut folders = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let mut fragments = self.inputs.published.values().cloned().collect::<Vec<_>>();
        while let Some(fragment) = fragments.pop() {
            let Some(recorded) = recorded(&fragment).filter(|_| seen.insert(fragment)) else {
                continue;
            };
            fragments.extend(recorded.published.into_values());
            folders.insert(recorded.package, recorded.root);
        }
        let roots = resolved.packages.iter().filter_map(|package| {
            let folder = match package.root.as_str() {
                "crate" => self.inputs.root.clone(),
                _ => folders.get(&package.name)?.clone(),
            };
            Some((package.root.clone(), folder))
        });
        let registries = resolved.model.registries.iter();
        let registries = registries.map(|registry| registry.name.clone());
        Reader::new(roots.collect(), registries.collect())
    }

    /// Those of each module of each registry, with the defaults of the manifest.
    fn arguments(&self, resolved: &Resolved, reader: &Reader) -> Vec<Vec<Option<Arguments>>> {
        let Model { registries, .. } = &resolved.model;
        let registries = registries.iter().map(|registry| {
            let modules = registry.modules.iter().map(|module| {
                // It takes any.
                if registry.is_fallback(module) {
                    return None;
                }
                let path = module.config.as_ref().unwrap_or(&module.type_path);
                let mut arguments = reader.arguments(path)?;
                for crate::model::Default { key, value, .. } in &module.defaults {
                    let field = arguments.fields.iter_mut();
                    let mut field = field.filter(|field| {
                        field.name == *key || field.aliases.iter().any(|alias| alias == key)
                    });
                    if let Some(field) = field.next() {
                        field.default = Some(value.toml());
                        field.required = false;
                    }
                }
                Some(arguments)
            });
            modules.collect()
        });
        registries.collect()
    }
}

/// What the build script that wrote a fragment was given.
fn recorded(fragment: &Path) -> Option<inputs::Recorded> {
    let text = std::fs::read_to_string(fragment.with_file_name(inputs::FILE)).ok()?;
    inputs::read(&text)
}

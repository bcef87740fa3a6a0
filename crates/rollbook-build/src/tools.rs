//! For tools: the arguments of modules, and JSON Schemas.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rollbook::__private::build::ScopeId;

use crate::arguments::{Arguments, Reader};
use crate::diagnostics::{self, Diagnostic, Problems};
use crate::error::Error;
use crate::generator::{Generator, Resolved};
use crate::lock::{self, ChangedArgument};
use crate::model::{Model, RegistryId};
use crate::schema::{self, Asked};
use crate::{Catalog, inputs, tables};

/// The lock of names, beside the manifest. [`Generator::lock`] gives it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lock {
    /// Its path, with the folder of the package.
    pub path: PathBuf,
    /// Its text. `None` if there is no lock yet.
    pub before: Option<String>,
    /// The text that it should have.
    pub after: String,
    /// Why it cannot be read, such as a conflict marker. Do not write it then.
    pub faults: Vec<Diagnostic>,
    /// The names in it that vanished from the manifest, or mean something else now, and the arguments that changed.
    pub breaking: Vec<Diagnostic>,
}

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

    /// The lock of names with the text that it should have, the arguments of modules in it. Nothing is written.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::Problems`] if it has mistakes, [`Error::NoLock`] if it
    /// does not say `[rollbook] lock = true`.
    pub fn lock(&self) -> Result<Lock, Error> {
        let resolved = self.right()?;
        let arguments = self.arguments(&resolved, &self.reader(&resolved));
        let Resolved {
            model, mut sources, ..
        } = resolved;
        let mut checked = self.checked_lock(&model, &mut sources);
        if checked.faults.is_empty() {
            checked.describe(&model, &sources, &arguments);
        }
        let Some(path) = checked.path else {
            return Err(Error::NoLock {
                manifest: self.inputs.manifest.clone(),
            });
        };
        let as_data = |list| {
            let problems = Problems {
                list,
                ..Problems::default()
            };
            diagnostics::diagnostics(&problems, &sources)
        };
        Ok(Lock {
            path: self.inputs.root.join(path),
            before: checked.before,
            after: checked.after,
            faults: as_data(checked.faults),
            breaking: as_data(checked.breaking),
        })
    }

    /// What changed in the arguments of modules since a lock with this text was written, and may break configs. Nothing if
    /// the text is not a lock.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read.
    pub fn changed_arguments(&self, lock: &str) -> Result<Vec<ChangedArgument>, Error> {
        let resolved = self.resolve()?;
        let arguments = self.arguments(&resolved, &self.reader(&resolved));
        Ok(lock::changed_arguments(lock, &resolved.model, &arguments))
    }

    /// The JSON Schema of the configs that a `[[check]]` names, as draft 7. Counts from 0. Names are looked up from the
    /// scope that the `[[check]]` says, or from `viewer`, an index of [`Catalog::scopes`].
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::Problems`] if it has mistakes, [`Error::NoEntry`] if it has
    /// no such `[[check]]` or scope.
    pub fn config_schema(&self, entry: usize, viewer: Option<usize>) -> Result<String, Error> {
        let resolved = self.right()?;
        let model = &resolved.model;
        let (Some(check), true) = (
            model.checks.get(entry),
            viewer.is_none_or(|viewer| viewer < model.scopes.len()),
        ) else {
            return Err(Error::NoEntry {
                entry: entry + 1,
                count: model.checks.len(),
            });
        };
        let reader = self.reader(&resolved);
        let arguments = self.arguments(&resolved, &reader);
        let top = check.type_path.as_ref();
        let asked = Asked {
            check,
            viewer: viewer.map(scope_id),
            arguments: &arguments,
            top: top.and_then(|path| reader.arguments(path)),
        };
        Ok(schema::configs(model, &tables::constants(model), asked))
    }

    /// The JSON Schema of a file that is one module, or a list of them if the registry has a sequence: for programs
    /// whose manifest has no `[[check]]`. Modules in it are found by the types of arguments. Names are looked up from the
    /// manifest's own scope, or from `viewer`, an index of [`Catalog::scopes`]; `registry` is one of
    /// [`Catalog::registries`].
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::Problems`] if it has mistakes, [`Error::NoIndex`] if it has
    /// no such registry or scope.
    pub fn registry_schema(&self, registry: usize, viewer: Option<usize>) -> Result<String, Error> {
        let resolved = self.right()?;
        let model = &resolved.model;
        let (registries, scopes) = (model.registries.len(), model.scopes.len());
        let registry = (registry, registries);
        for (index, count) in [registry].into_iter().chain(viewer.map(|it| (it, scopes))) {
            if index >= count {
                return Err(Error::NoIndex { index, count });
            }
        }
        let arguments = self.arguments(&resolved, &self.reader(&resolved));
        let viewer = viewer.map_or(model.viewer, scope_id);
        let registry = RegistryId::new(registry.0);
        let tables = tables::constants(model);
        Ok(schema::registry(
            model, &tables, &arguments, registry, viewer,
        ))
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
        Reader::new(roots.collect::<Vec<(String, PathBuf)>>())
    }

    /// Those of each module of each registry, with the defaults of the manifest.
    fn arguments(&self, resolved: &Resolved, reader: &Reader) -> Vec<Vec<Option<Arguments>>> {
        let Model { registries, .. } = &resolved.model;
        let registries = registries.iter().map(|registry| {
            let modules = registry.modules.iter().map(|module| {
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

/// A scope that the model has, which fits.
fn scope_id(index: usize) -> ScopeId {
    ScopeId::new(index as u16)
}

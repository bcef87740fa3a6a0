//! JSON Schemas, and the files with them that a manifest asks for.

use std::io::ErrorKind;
use std::path::PathBuf;

use rollbook::__private::build::Data;

use crate::arguments::{Arguments, Reader};
use crate::error::Error;
use crate::generator::{Generator, Resolved};
use crate::model::{self, Model, RegistryId};
use crate::schema::{self, Asked};
use crate::text::files;
use crate::{schema_file, tables};

/// A schema file that a manifest asks for. [`Generator::schemas`] gives it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SchemaFile {
    /// Its path, with the folder of the package.
    pub path: PathBuf,
    /// Its text. `None` if there is no file yet.
    pub before: Option<String>,
    /// The text that it should have.
    pub after: String,
}

impl Generator {
    /// The schema files that the manifest asks for, with the text that each should have. Nothing is written.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::Problems`] if it has mistakes.
    pub fn schemas(&self) -> Result<Vec<SchemaFile>, Error> {
        let resolved = self.right()?;
        if resolved.model.schemas().next().is_none() {
            return Ok(Vec::new());
        }
        let described = Described::of(self, resolved);
        let model = &described.model;
        let files = model.schemas().map(|(what, given)| {
            let path = self
                .inputs
                .root
                .join(schema_file::path(model, &given.value));
            let before = match files::read(&path) {
                Ok(text) => Some(text),
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(source) => return Err(Error::ReadSchema { path, source }),
            };
            if before
                .as_ref()
                .is_some_and(|text| !schema_file::is_ours(text))
            {
                return Err(Error::ForeignSchema { path });
            }
            let after = described.schema(what, None);
            Ok(SchemaFile {
                path,
                before,
                after,
            })
        });
        files.collect()
    }

    /// The JSON Schema of the configs that a `[[check]]` names, as draft 7. Counts from 0. Names are looked up from the
    /// scope that the `[[check]]` says, or from `viewer`, an index of [`Catalog::scopes`](crate::Catalog::scopes). The schema has the modules of
    /// all features.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::Problems`] if it has mistakes, [`Error::NoEntry`] if it has
    /// no such `[[check]]` or scope.
    pub fn config_schema(&self, entry: usize, viewer: Option<usize>) -> Result<String, Error> {
        let described = Described::new(self)?;
        let (scopes, checks) = (described.model.scopes.len(), described.model.checks.len());
        if entry >= checks || viewer.is_some_and(|viewer| viewer >= scopes) {
            return Err(Error::NoEntry {
                entry: entry + 1,
                count: checks,
            });
        }
        Ok(described.schema(model::Described::Files(entry), viewer))
    }

    /// The JSON Schema of a file that is one module, or a list of them if the registry has a sequence: for programs
    /// whose manifest has no `[[check]]`. Modules in it are found by the types of arguments. Names are looked up from the
    /// manifest's own scope, or from `viewer`, an index of [`Catalog::scopes`](crate::Catalog::scopes); `registry` is one of
    /// [`Catalog::registries`](crate::Catalog::registries). The schema has the modules of all features.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::Problems`] if it has mistakes, [`Error::NoIndex`] if it has
    /// no such registry or scope.
    pub fn registry_schema(&self, registry: usize, viewer: Option<usize>) -> Result<String, Error> {
        let described = Described::new(self)?;
        let model = &described.model;
        let (registries, scopes) = (model.registries.len(), model.scopes.len());
        let asked = [(registry, registries)].into_iter();
        for (index, count) in asked.chain(viewer.map(|it| (it, scopes))) {
            if index >= count {
                return Err(Error::NoIndex { index, count });
            }
        }
        let what = model::Described::Modules(RegistryId::new(registry));
        Ok(described.schema(what, viewer))
    }
}

/// A manifest without mistakes, as all schemas need it.
struct Described {
    model: Model,
    data: Vec<&'static Data>,
    reader: Reader,
    arguments: Vec<Vec<Option<Arguments>>>,
}

impl Described {
    fn new(generator: &Generator) -> Result<Self, Error> {
        Ok(Self::of(generator, generator.right()?))
    }

    fn of(generator: &Generator, resolved: Resolved) -> Self {
        let reader = generator.reader(&resolved);
        let arguments = generator.arguments(&resolved, &reader);
        let Resolved { mut model, .. } = resolved;
        // A schema is the same whatever features are on.
        let modules = model.registries.iter_mut();
        let modules = modules.flat_map(|registry| &mut registry.modules);
        modules.for_each(|module| module.enabled = true);
        Self {
            data: tables::constants(&model),
            model,
            reader,
            arguments,
        }
    }

    fn schema(&self, what: model::Described, viewer: Option<usize>) -> String {
        let model = &self.model;
        // The caller has compared the index with the scopes.
        let viewer = viewer.map(model::scope_id);
        let text = match what {
            model::Described::Files(index) => {
                let check = &model.checks[index];
                let top = check.type_path.as_ref();
                let asked = Asked {
                    check,
                    viewer,
                    arguments: &self.arguments,
                    top: top.and_then(|path| self.reader.arguments(path)),
                };
                schema::configs(model, &self.data, asked)
            }
            model::Described::Modules(registry) => {
                let viewer = viewer.unwrap_or(model.viewer);
                schema::registry(model, &self.data, &self.arguments, registry, viewer)
            }
        };
        schema_file::stamped(&text, model, what, viewer)
    }
}

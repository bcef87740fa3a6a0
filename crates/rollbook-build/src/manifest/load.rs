//! From files to a manifest: reads it and what it includes.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rollbook::__private::build::{DEEPEST, toml_tree};
use toml::de::DeTable;

use super::entries::{Manifest, ScopeEntry, Settings};
use super::include::include;
use super::modules::{Declared, modules};
use super::table::Reader;
use super::{config_check, crates, registry, scope, settings};
use crate::diagnostics::{Problem, Problems, messages, report_toml, without_stops};
use crate::error::Error;
use crate::fragment::Package;
use crate::text::files::{read, slashes};
use crate::text::{PackageId, Source, SourceId};

/// What is read.
pub(crate) struct Inputs<'a> {
    /// The folder of the package.
    pub(crate) root: &'a Path,
    /// The manifest, relative to the root.
    pub(crate) manifest: &'a Path,
    pub(crate) package: &'a str,
    /// The features that are on, spelled as Cargo spells its variables.
    pub(crate) features: &'a BTreeSet<String>,
    /// The features that Cargo.toml declares, if they are known.
    pub(crate) declared: Option<&'a BTreeSet<String>>,
    /// The fragments of dependencies, by their `links`, spelled likewise.
    pub(crate) published: &'a BTreeMap<String, PathBuf>,
}

/// A manifest with the texts that its spans lie in.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) manifest: Manifest,
    /// The manifest's own text first.
    pub(crate) sources: Vec<Source>,
    /// The packages of these manifests. The package that is built comes first.
    pub(crate) packages: Vec<Package>,
    /// Files and folders on which the result depends, relative to the root.
    pub(crate) watched: BTreeSet<PathBuf>,
}

/// Reads a manifest, what it includes, and the fragments of the crates that it lists.
///
/// # Errors
///
/// The manifest itself cannot be read.
pub(crate) fn load(inputs: &Inputs<'_>, problems: &mut Problems) -> Result<Loaded, Error> {
    let path = inputs.manifest;
    let text = read(&inputs.root.join(path)).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let main = Source::new(&slashes(path), text);
    let spare = OnceCell::new();
    let main_file = parse(&main, SourceId::MANIFEST, &spare, problems);

    let mut reader = Reader {
        source: SourceId::MANIFEST,
        problems,
    };
    let settings = settings::settings(&mut reader, &main_file);
    settings::top(&mut reader, &main_file, None);
    let crates = crates::crates(&mut reader, &main_file);
    let checks = config_check::checks(&mut reader, &main_file);
    let included = include(inputs.root, path, &settings.include, problems);
    let merged = crates::merge(&crates, inputs.features, inputs.published, problems);

    let mut others = included.sources;
    others.extend(merged.sources);
    let spares = others.iter().map(|_| OnceCell::new()).collect::<Vec<_>>();
    let mut files = vec![(PackageId::BUILT, main_file)];
    for (index, (source, spare)) in others.iter().zip(&spares).enumerate() {
        let id = SourceId::new(index + 1);
        let file = parse(source, id, spare, problems);
        if source.package == PackageId::BUILT {
            let mut reader = Reader {
                source: id,
                problems,
            };
            settings::top(&mut reader, &file, Some(&main.name));
        }
        files.push((source.package, file));
    }
    let mut packages = merged.packages;
    packages.insert(0, own_package(inputs, &settings));
    let mut manifest = read_all(&files, &mut packages, problems);
    manifest.settings = settings;
    manifest.checks = checks;
    manifest.whole = merged.crates.len() == crates.len();
    manifest.crates = merged.crates;
    let mut watched = included.watched;
    watched.insert(path.to_owned());
    let mut sources = others;
    sources.insert(0, main);
    Ok(Loaded {
        manifest,
        sources,
        packages,
        watched,
    })
}

fn own_package(inputs: &Inputs<'_>, settings: &Settings) -> Package {
    let module = settings.module.as_ref().map_or("", |module| &module.value);
    let module = module.strip_prefix("crate::").unwrap_or("registry");
    let scope = settings.scope.as_ref().map(|scope| scope.value.clone());
    Package {
        name: inputs.package.to_owned(),
        root: "crate".to_owned(),
        module: module.to_owned(),
        scope: scope.unwrap_or_else(|| inputs.package.replace('.', "_")),
        flat: false,
        features: inputs.features.clone(),
        declared: inputs.declared.cloned(),
        crates: Vec::new(),
    }
}

/// `spare` keeps the text that is read instead of one with faults.
fn parse<'s>(
    source: &'s Source,
    id: SourceId,
    spare: &'s OnceCell<String>,
    problems: &mut Problems,
) -> DeTable<'s> {
    let mut parsed = toml_tree::parse(&source.text);
    if !parsed.errors.is_empty() {
        if let Some((text, stops)) = without_stops(source, &parsed.errors) {
            let text = spare.get_or_init(|| text);
            parsed = toml_tree::parse(text);
            parsed.errors.extend(stops);
        }
    }
    let file = parsed.table.into_inner();
    report_toml(source, id, &file, &parsed.errors, problems);
    if let Some(range) = parsed.too_deep {
        let problem = Problem::new(&messages::TOO_DEEP, id.span(range), "here");
        problems.add(problem.with("limit", DEEPEST.to_string()));
        problems.suppress_rest = true;
    }
    file
}

/// Registries and scopes first, of all files: only then is known what `[modules.X]` means.
fn read_all(
    files: &[(PackageId, DeTable<'_>)],
    packages: &mut [Package],
    problems: &mut Problems,
) -> Manifest {
    let mut manifest = Manifest::default();
    let numbered = || (0..).map(SourceId::new).zip(files);
    for (source, (package, file)) in numbered() {
        let mut reader = Reader { source, problems };
        manifest
            .registries
            .extend(registry::registries(&mut reader, file));
        manifest.scopes.extend(scope::scopes(&mut reader, file));
        let package = &packages[package.index()];
        let known = |entry: &ScopeEntry| entry.key.value == package.scope;
        if package.flat && !manifest.scopes.iter().any(known) {
            manifest.scopes.push(scope::of_package(package, source));
        }
    }
    packages[0].flat = manifest.scopes.is_empty();
    let scopes = manifest.scopes.iter().map(|scope| scope.key.value.clone());
    let registries = manifest
        .registries
        .iter()
        .map(|registry| registry.name.value.clone());
    let declared = Declared {
        scopes: scopes.collect(),
        registries: registries.collect(),
    };
    let flat = Declared {
        registries: declared.registries.clone(),
        ..Declared::default()
    };
    for (source, (package, file)) in numbered() {
        let mut reader = Reader { source, problems };
        let package = &packages[package.index()];
        let declared = if package.flat { &flat } else { &declared };
        let mut found = modules(&mut reader, file, declared);
        if package.flat && package.root != "crate" {
            for module in &mut found {
                module.scope = Some(package.scope.clone());
            }
        }
        manifest.modules.extend(found);
    }
    // A table may be continued further down: the order is that of the entries.
    manifest
        .registries
        .sort_by_key(|registry| registry.name.span);
    manifest.scopes.sort_by_key(|scope| scope.key.span);
    manifest.modules.sort_by_key(|module| module.name.span);
    manifest
}

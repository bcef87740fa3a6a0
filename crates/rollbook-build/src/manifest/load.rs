//! From files to a manifest: reads it and what it includes.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::include::{include, read, slashes};
use super::modules::{Declared, modules};
use super::table::Reader;
use super::{Manifest, registry, scope, settings, syntax};
use crate::diagnostics::Problems;
use crate::error::Error;
use crate::source::Source;

/// A manifest with the texts that its spans lie in.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) manifest: Manifest,
    /// The manifest's own text first.
    pub(crate) sources: Vec<Source>,
    /// Files and folders on which the result depends, relative to the root.
    pub(crate) watched: BTreeSet<PathBuf>,
}

/// `path` is relative to `root`.
///
/// # Errors
///
/// The manifest itself cannot be read.
pub(crate) fn load(root: &Path, path: &Path, problems: &mut Problems) -> Result<Loaded, Error> {
    let file = root.join(path);
    let text = read(&file).map_err(|source| Error::Read {
        path: path.to_owned(),
        source,
    })?;
    let main = Source::new(&slashes(path), text);
    let spare = OnceCell::new();
    let main_file = parse(&main, 0, &spare, problems);

    let mut reader = Reader {
        source: 0,
        problems,
    };
    let settings = settings::settings(&mut reader, &main_file);
    settings::top(&mut reader, &main_file, None);
    let included = include(root, path, &settings.include, problems);
    let mut files = vec![main_file];
    let spares = included
        .sources
        .iter()
        .map(|_| OnceCell::new())
        .collect::<Vec<_>>();
    for (index, (source, spare)) in included.sources.iter().zip(&spares).enumerate() {
        let file = parse(source, index + 1, spare, problems);
        let mut reader = Reader {
            source: index + 1,
            problems,
        };
        settings::top(&mut reader, &file, Some(&main.name));
        files.push(file);
    }
    let mut manifest = read_all(&files, problems);
    manifest.settings = settings;
    let mut watched = included.watched;
    watched.insert(path.to_owned());
    let mut sources = included.sources;
    sources.insert(0, main);
    Ok(Loaded {
        manifest,
        sources,
        watched,
    })
}

/// `spare` keeps the text that is read in place of one with faults.
fn parse<'s>(
    source: &'s Source,
    index: usize,
    spare: &'s OnceCell<String>,
    problems: &mut Problems,
) -> DeTable<'s> {
    let (mut file, mut errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        if let Some((text, stops)) = syntax::without_stops(source, &errors) {
            let text = spare.get_or_init(|| text);
            (file, errors) = DeTable::parse_recoverable(text);
            errors.extend(stops);
        }
    }
    let file = file.into_inner();
    syntax::report(source, index, &file, &errors, problems);
    file
}

/// Registries and scopes first, of all files: only then is known what `[modules.X]` means.
fn read_all(files: &[DeTable<'_>], problems: &mut Problems) -> Manifest {
    let mut manifest = Manifest::default();
    for (source, file) in files.iter().enumerate() {
        let mut reader = Reader { source, problems };
        manifest
            .registries
            .extend(registry::registries(&mut reader, file));
        manifest.scopes.extend(scope::scopes(&mut reader, file));
    }
    let scopes = manifest.scopes.iter().map(|scope| scope.key.value.clone());
    let registries = manifest
        .registries
        .iter()
        .map(|registry| registry.name.value.clone());
    let declared = Declared {
        scopes: scopes.collect(),
        registries: registries.collect(),
    };
    for (source, file) in files.iter().enumerate() {
        let mut reader = Reader { source, problems };
        manifest
            .modules
            .extend(modules(&mut reader, file, &declared));
    }
    // A table may be continued further down: the order is that of the entries.
    manifest
        .registries
        .sort_by_key(|registry| registry.name.span);
    manifest.scopes.sort_by_key(|scope| scope.key.span);
    manifest.modules.sort_by_key(|module| module.name.span);
    manifest
}

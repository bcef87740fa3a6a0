//! `[crates]`: the dependencies whose fragments are merged in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use toml::de::DeTable;

use super::keys;
use super::settings::section;
use super::table::{Entry, Reader};
use crate::diagnostics::{Problem, Problems, messages, name, quoted};
use crate::fragment::{self, Package, Published, Unreadable};
use crate::text::{PackageId, Source, Spanned};

/// One line of `[crates]`.
#[derive(Debug)]
pub(crate) struct CrateEntry {
    /// What the code here calls it.
    pub(crate) name: Spanned<String>,
    /// Its `links`, if that differs from the name.
    links: Option<Spanned<String>>,
    /// For an optional dependency.
    feature: Option<Spanned<String>>,
}

impl CrateEntry {
    /// Its `links` as Cargo spells it in variables.
    fn published_as(&self) -> String {
        let links = self.links.as_ref().unwrap_or(&self.name);
        fragment::feature_name(&links.value)
    }
}

pub(super) fn crates(reader: &mut Reader<'_>, file: &DeTable<'_>) -> Vec<CrateEntry> {
    let mut crates = Vec::new();
    for entry in section(reader, file, "crates") {
        if let Some(table) = reader.table(entry) {
            crates.push(one(reader, entry, table));
        }
    }
    crates
}

fn one(reader: &mut Reader<'_>, entry: Entry<'_>, table: &DeTable<'_>) -> CrateEntry {
    let mut fields = reader.fields(table, &keys::CRATE, "an entry of `[crates]`");
    CrateEntry {
        name: Spanned {
            // Cargo's names have dashes, Rust's have not.
            value: entry.key.replace('-', "_"),
            span: entry.key_span,
        },
        links: fields.string("links"),
        feature: fields.string("feature"),
    }
}

/// The packages that are merged in, besides the manifest's own, and their texts.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) packages: Vec<Package>,
    pub(super) sources: Vec<Source>,
    /// The crates that are there, as the code here calls them: those behind a feature that is off are not.
    pub(super) crates: Vec<String>,
}

/// Reads the fragments. A package that arrives by several ways counts once, by the shortest.
pub(super) fn merge(
    crates: &[CrateEntry],
    features: &BTreeSet<String>,
    published: &BTreeMap<String, PathBuf>,
    problems: &mut Problems,
) -> Merged {
    let mut found: Vec<Published> = Vec::new();
    let mut there = Vec::new();
    for entry in crates {
        let wanted = entry
            .feature
            .as_ref()
            .is_none_or(|feature| features.contains(&fragment::feature_name(&feature.value)));
        if !wanted {
            continue;
        }
        there.push(entry.name.value.clone());
        let Some(packages) = fragment_of(entry, published, problems) else {
            // Everything that it declares would be unknown.
            problems.suppress_rest = true;
            continue;
        };
        for (package, sources) in packages {
            match found
                .iter_mut()
                .find(|(known, _)| known.name == package.name)
            {
                Some((known, _)) if known.root.len() > package.root.len() => {
                    known.root = package.root
                }
                Some(_) => {}
                None => found.push((package, sources)),
            }
        }
    }
    unlisted(crates, published, problems);
    let mut merged = Merged {
        crates: there,
        ..Merged::default()
    };
    for (package, sources) in found {
        let id = PackageId::new(merged.packages.len() + 1);
        for (file, text) in sources {
            let file = format!("{}/{file}", package.name);
            merged.sources.push(Source::of(id, &file, text));
        }
        merged.packages.push(package);
    }
    merged
}

fn fragment_of(
    entry: &CrateEntry,
    published: &BTreeMap<String, PathBuf>,
    problems: &mut Problems,
) -> Option<Vec<Published>> {
    let Some(path) = published.get(&entry.published_as()) else {
        let known = published
            .keys()
            .map(|links| links.to_lowercase())
            .collect::<Vec<_>>();
        let known = known.iter().map(String::as_str).collect::<Vec<_>>();
        let similar = problems.similar(&entry.name.value, known.iter().copied());
        let problem = Problem::new(
            &messages::NOTHING_PUBLISHED,
            entry.name.span,
            "this dependency",
        )
        .with("name", name(&entry.name.value))
        .with("links", crate::diagnostics::plain(&entry.name.value))
        .with_any("similar", &similar)
        .with_any("known", &known);
        problems.add(problem);
        return None;
    };
    let why = match std::fs::read_to_string(path) {
        Err(error) => format!("its fragment cannot be read: {error}"),
        Ok(text) => match fragment::read(&text, &entry.name.value) {
            Ok(packages) => return Some(packages),
            Err(Unreadable::Broken) => "its fragment file is damaged".to_owned(),
            Err(Unreadable::Version(other)) => format!(
                "it was built with rollbook-build {other}, and this is {}",
                fragment::version()
            ),
        },
    };
    let problem = Problem::new(&messages::FRAGMENT, entry.name.span, "this dependency")
        .with("name", name(&entry.name.value))
        .with("why", why);
    problems.add(problem);
    None
}

/// A dependency that publishes and is not listed was perhaps forgotten.
fn unlisted(crates: &[CrateEntry], published: &BTreeMap<String, PathBuf>, problems: &mut Problems) {
    let listed = crates
        .iter()
        .map(CrateEntry::published_as)
        .collect::<BTreeSet<_>>();
    for links in published.keys().filter(|links| !listed.contains(*links)) {
        let links = links.to_lowercase();
        let start = crate::text::Span::default();
        let problem = Problem::new(&messages::NOT_MERGED, start, "in this manifest")
            .with("name", name(&links))
            .with("links", quoted(&links));
        problems.add(problem);
    }
}

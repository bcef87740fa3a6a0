//! A fragment as a file: written by the package that is built, and read by those that depend on it.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::package::Package;
use crate::text::json::quoted;
use crate::text::rust::identifier::is_identifier;
use crate::text::{PackageId, Source};

/// Why a fragment cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It was written by another version, which is named.
    Version(String),
    /// It is damaged.
    Broken,
}

/// A feature as Cargo spells it in the name of a variable.
pub(crate) fn feature_name(feature: &str) -> String {
    feature.to_uppercase().replace('-', "_")
}

/// The version whose fragments are understood: up to the first number that is not zero.
pub(crate) fn version() -> &'static str {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    let major = VERSION.split('.').position(|part| part != "0").unwrap_or(0);
    let end = VERSION
        .match_indices('.')
        .nth(major)
        .map_or(VERSION.len(), |(at, _)| at);
    &VERSION[..end]
}

/// The fragment of the first package, with the others below it.
pub(crate) fn write(packages: &[Package], sources: &[Source]) -> String {
    let mut out = format!(
        "# What this crate publishes of its registry; read by rollbook-build.\nversion = {}\n",
        quoted(version())
    );
    // Those below first: dependents merge in this order.
    let order = (1..packages.len()).chain(std::iter::once(0));
    for id in order.map(PackageId::new) {
        let package = &packages[id.index()];
        let own = package.root == "crate";
        let root = if own { "" } else { package.root.as_str() };
        let features = package.features.iter().map(|feature| quoted(feature));
        let crates = match own {
            true => below(packages),
            false => package.crates.clone(),
        };
        let crates = crates.iter();
        let crates = crates.map(|(called, name)| format!("[{}, {}]", quoted(called), quoted(name)));
        out.push_str(&format!(
            "\n[[package]]\nname = {}\nroot = {}\nmodule = {}\nscope = {}\nflat = {}\nfeatures = [{}]\ncrates = [{}]\n",
            quoted(&package.name),
            quoted(root),
            quoted(&package.module),
            quoted(&package.scope),
            package.flat,
            features.collect::<Vec<_>>().join(", "),
            crates.collect::<Vec<_>>().join(", "),
        ));
        let prefix = format!("{}/", package.name);
        let own_sources = sources.iter().filter(|source| source.package == id);
        for source in own_sources {
            let name = source.name.strip_prefix(&prefix).filter(|_| !own);
            out.push_str(&format!(
                "[[package.source]]\nname = {}\ntext = {}\n",
                quoted(name.unwrap_or(&source.name)),
                quoted(&source.text)
            ));
        }
    }
    out
}

/// What the package that is built calls those that it reaches directly.
fn below(packages: &[Package]) -> Vec<(String, String)> {
    let direct = packages.iter().filter_map(|package| {
        let called = package.root.strip_prefix("::")?;
        (!called.contains("::")).then(|| (called.to_owned(), package.name.clone()))
    });
    direct.collect()
}

/// A package with the texts of its manifest: name and text of each file.
pub(crate) type Published = (Package, Vec<(String, String)>);

/// The packages of a fragment with their texts. `extern_name` is the dependency that published it, `module` is set
/// from its own entry, which comes last.
pub(crate) fn read(text: &str, extern_name: &str) -> Result<Vec<Published>, Unreadable> {
    let table = DeTable::parse(text).map_err(|_| Unreadable::Broken)?;
    let table = table.get_ref();
    let written = string(table, "version").ok_or(Unreadable::Broken)?;
    if written != version() {
        return Err(Unreadable::Version(written));
    }
    let list = list(table, "package");
    // How its own re-exports are reached from here.
    let module = list
        .last()
        .and_then(|own| string(own, "module"))
        .ok_or(Unreadable::Broken)?;
    let packages = list.into_iter().map(|entry| {
        let field = |key| string(entry, key).ok_or(Unreadable::Broken);
        let root = field("root")?;
        let root = match root.strip_prefix("::") {
            None => format!("::{extern_name}"),
            Some(path) => format!("::{extern_name}::{module}::crates::{path}"),
        };
        let features = match entry.get("features").map(toml::Spanned::get_ref) {
            Some(DeValue::Array(features)) => features
                .iter()
                .filter_map(|feature| feature.get_ref().as_str().map(str::to_owned))
                .collect(),
            _ => BTreeSet::new(),
        };
        let module_of = field("module")?;
        // Both become part of Rust paths.
        let words = root.trim_start_matches("::").split("::");
        if !words.chain(module_of.split("::")).all(is_identifier) {
            return Err(Unreadable::Broken);
        }
        let package = Package {
            name: field("name")?,
            root,
            module: module_of,
            scope: field("scope")?,
            flat: entry.get("flat").and_then(|flat| flat.get_ref().as_bool()) == Some(true),
            features,
            declared: None,
            crates: pairs(entry, "crates"),
        };
        let sources = self::list(entry, "source")
            .into_iter()
            .filter_map(|source| Some((string(source, "name")?, string(source, "text")?)));
        Ok((package, sources.collect()))
    });
    packages.collect()
}

fn string(table: &DeTable<'_>, key: &str) -> Option<String> {
    table.get(key)?.get_ref().as_str().map(str::to_owned)
}

/// A list of lists of two strings.
fn pairs(table: &DeTable<'_>, key: &str) -> Vec<(String, String)> {
    let Some(DeValue::Array(items)) = table.get(key).map(toml::Spanned::get_ref) else {
        return Vec::new();
    };
    let pair = |item: &toml::Spanned<DeValue<'_>>| {
        let pair = item.get_ref().as_array()?;
        let text = |at: usize| pair.get(at)?.get_ref().as_str().map(str::to_owned);
        Some((text(0)?, text(1)?))
    };
    items.iter().filter_map(pair).collect()
}

fn list<'t>(table: &'t DeTable<'t>, key: &str) -> Vec<&'t DeTable<'t>> {
    match table.get(key).map(toml::Spanned::get_ref) {
        Some(DeValue::Array(items)) => items
            .iter()
            .filter_map(|item| item.get_ref().as_table())
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment::package::tests::package;

    #[test]
    fn written_and_read() {
        let own = Package {
            features: BTreeSet::from(["BIG".to_owned()]),
            ..package("crate")
        };
        let below = Package {
            name: "base".to_owned(),
            ..package("::base")
        };
        let mut sources = vec![Source::new(
            "registry.toml",
            "a = \"\\é\"\n\t'\u{7}'".to_owned(),
        )];
        sources.push(Source::of(
            PackageId::new(1),
            "registry.toml",
            "b".to_owned(),
        ));
        let text = write(&[own, below], &sources);
        let read = read(&text, "det").unwrap();
        let roots = read
            .iter()
            .map(|(package, _)| package.root.as_str())
            .collect::<Vec<_>>();
        assert_eq!(roots, ["::det::registry::crates::base", "::det"]);
        assert_eq!(
            read[1].1,
            [("registry.toml".to_owned(), sources[0].text.clone())]
        );
        assert!(read[1].0.features.contains("BIG"));
    }

    /// Paths of a fragment become Rust text.
    #[test]
    fn only_paths_are_taken_for_paths() {
        let check = |root: &str, module: &str, good| {
            let text = format!(
                "version = \"{}\"\n[[package]]\nname = \"a\"\nroot = \"{root}\"\nmodule = \"{module}\"\nscope = \"a\"\n",
                version()
            );
            assert_eq!(read(&text, "a").is_ok(), good, "{root} {module}");
        };
        check("", "registry", true);
        check("::b", "registry::inner", true);
        check("::x { } fn evil(){} //", "registry", false);
        check("", "registry; fn evil(){} pub mod q", false);
        check("::b", "", false);
    }

    #[test]
    fn of_another_version_or_damaged() {
        assert_eq!(read("x", "a").unwrap_err(), Unreadable::Broken);
        let other = read("version = \"99\"", "a").unwrap_err();
        assert_eq!(other, Unreadable::Version("99".to_owned()));
        assert_eq!(
            read("version = \"0.1\"\n[[package]]\n", "a").unwrap_err(),
            Unreadable::Broken
        );
    }
}

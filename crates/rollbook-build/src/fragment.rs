//! What a crate publishes of its manifest to those that depend on it, through Cargo's metadata.
//!
//! A fragment holds the texts of the manifests themselves, the crate's own and those of the crates below it, and how a
//! dependent reaches each crate's types. So a dependent reads them with the same parser, and draws the lines of others
//! in its messages.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use crate::text::rust::identifier::is_identifier;
use crate::text::{PackageId, Source};

/// A package whose manifest takes part.
#[derive(Clone, Debug, Default)]
pub(crate) struct Package {
    pub(crate) name: String,
    /// The path that replaces its `crate`: `crate` for the package itself, or `::mmdet::registry::crates::mmcv`.
    pub(crate) root: String,
    /// The module of its registry, below its root: `registry`.
    pub(crate) module: String,
    /// Its own scope.
    pub(crate) scope: String,
    /// Whether neither its manifest nor those below it have scopes.
    pub(crate) flat: bool,
    /// Its features that are on, spelled as in Cargo's variables.
    pub(crate) features: BTreeSet<String>,
    /// The features that its Cargo.toml declares, spelled as it does. `None` if they are not known.
    pub(crate) declared: Option<BTreeSet<String>>,
    /// The packages below it that its manifest merges: what its code calls each, and the package's name.
    pub(crate) crates: Vec<(String, String)>,
}

impl Package {
    /// A path from its manifest as it is written here. It starts with `crate::` or `::name::`, and so do those in its
    /// generic arguments. A crate that it names is reached through what it re-exports; one of `packages`, as that package
    /// is reached, so that a type has the same path whichever package names it.
    pub(crate) fn rebase(&self, path: &str, packages: &[Self]) -> String {
        if self.root == "crate" {
            return path.to_owned();
        }
        let mut out = String::with_capacity(path.len() * 2);
        let mut rest = path;
        let mut inside = false;
        while let Some(first) = rest.chars().next() {
            if !inside {
                if let Some(after) = rest.strip_prefix("crate::") {
                    out.push_str(&self.root);
                    out.push_str("::");
                    rest = after;
                    inside = true;
                    continue;
                }
                if let Some(after) = rest.strip_prefix("::") {
                    if !everywhere(after)
                        && after.starts_with(|c: char| c.is_alphabetic() || c == '_')
                    {
                        let name = &after[..word(after)];
                        if let Some(package) = self.merged(name, packages) {
                            out.push_str(&package.root);
                            rest = &after[name.len()..];
                            inside = true;
                            continue;
                        }
                        out.push_str(&format!("{}::{}::crates", self.root, self.module));
                    }
                    out.push_str("::");
                    rest = after;
                    inside = true;
                    continue;
                }
            }
            inside = first.is_alphanumeric() || matches!(first, '_' | ':' | '\'' | '$' | '>');
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
        out
    }

    /// The package that its code calls so.
    fn merged<'p>(&self, name: &str, packages: &'p [Self]) -> Option<&'p Self> {
        let (_, package) = self.crates.iter().find(|(known, _)| known == name)?;
        packages.iter().find(|known| known.name == *package)
    }
}

/// The length of the identifier that a text starts with.
fn word(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    end.unwrap_or(text.len())
}

/// The path as if its crate were a direct dependency. Two packages name the same type of a crate that is not merged if
/// these paths are equal.
pub(crate) fn direct(path: &str) -> String {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':');
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while !rest.is_empty() {
        let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        match run.rfind("::crates::").filter(|_| run.starts_with("::")) {
            Some(at) => out.push_str(&run[at + "::crates".len()..]),
            None => out.push_str(run),
        }
        let next = after.find(inside).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    out
}

/// Whether a path continues into one of the crates that every crate has.
fn everywhere(path: &str) -> bool {
    ["std::", "core::", "alloc::"]
        .iter()
        .any(|name| path.starts_with(name))
}

/// The crates that a resolved path names, except those that every crate has.
pub(crate) fn crates_of(path: &str) -> impl Iterator<Item = &str> {
    let starts = path.match_indices("::").filter_map(|(at, _)| {
        let before = path[..at].chars().next_back();
        let inside = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '>'));
        let after = &path[at + 2..];
        (!inside && !everywhere(after)).then_some(after)
    });
    starts.filter_map(|after| {
        let end = word(after);
        (end > 0).then(|| &after[..end])
    })
}

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
        quote(version())
    );
    // Those below first: dependents merge in this order.
    let order = (1..packages.len()).chain(std::iter::once(0));
    for id in order.map(PackageId::new) {
        let package = &packages[id.index()];
        let own = package.root == "crate";
        let root = if own { "" } else { package.root.as_str() };
        let features = package.features.iter().map(|feature| quote(feature));
        let crates = match own {
            true => merged(packages),
            false => package.crates.clone(),
        };
        let crates = crates.iter();
        let crates = crates.map(|(called, name)| format!("[{}, {}]", quote(called), quote(name)));
        out.push_str(&format!(
            "\n[[package]]\nname = {}\nroot = {}\nmodule = {}\nscope = {}\nflat = {}\nfeatures = [{}]\ncrates = [{}]\n",
            quote(&package.name),
            quote(root),
            quote(&package.module),
            quote(&package.scope),
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
                quote(name.unwrap_or(&source.name)),
                quote(&source.text)
            ));
        }
    }
    out
}

/// What the package that is built calls those that it reaches directly.
pub(crate) fn merged(packages: &[Package]) -> Vec<(String, String)> {
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

/// A TOML string of one line.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(root: &str) -> Package {
        Package {
            name: "mmcv".to_owned(),
            root: root.to_owned(),
            module: "registry".to_owned(),
            scope: "mmcv".to_owned(),
            ..Package::default()
        }
    }

    #[test]
    fn paths_of_another_crate() {
        let check =
            |path: &str, expect: &str| assert_eq!(package("::cv").rebase(path, &[]), expect);
        check("crate::ResNet", "::cv::ResNet");
        check("::tch::Tensor", "::cv::registry::crates::tch::Tensor");
        check("::std::string::String", "::std::string::String");
        check(
            "crate::Wrap<::tch::Tensor, u8>",
            "::cv::Wrap<::cv::registry::crates::tch::Tensor, u8>",
        );
        check("crate::D<$backbone>", "::cv::D<$backbone>");
        check("::std::boxed::Box<crate::A>", "::std::boxed::Box<::cv::A>");
        check("crate::W::<u32>", "::cv::W::<u32>");
        check("crate::krate::A", "::cv::krate::A");
        assert_eq!(
            package("crate").rebase("crate::A<::b::C>", &[]),
            "crate::A<::b::C>"
        );
    }

    #[test]
    fn a_type_has_one_path() {
        let base = Package {
            name: "base-lib".to_owned(),
            ..package("::left::registry::crates::base")
        };
        let over = Package {
            crates: vec![("core_base".to_owned(), "base-lib".to_owned())],
            ..package("::right")
        };
        let path = over.rebase("crate::W<::core_base::A, ::tch::T>", &[base]);
        assert_eq!(
            path,
            "::right::W<::left::registry::crates::base::A, ::right::registry::crates::tch::T>"
        );
        assert_eq!(direct(&path), "::right::W<::base::A, ::tch::T>");
        assert_eq!(direct("crate::crates::A"), "crate::crates::A");
    }

    #[test]
    fn crates_that_a_path_names() {
        let check = |path: &str, expect: &[&str]| {
            assert_eq!(crates_of(path).collect::<Vec<_>>(), expect, "{path}");
        };
        check("crate::A", &[]);
        check(
            "::tch::Tensor<::half::f16, ::std::string::String>",
            &["tch", "half"],
        );
        check("crate::A<::b::C>::D", &["b"]);
        check("crate::W::<u32>", &[]);
    }

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
    fn not_ours() {
        assert_eq!(read("x", "a").unwrap_err(), Unreadable::Broken);
        let other = read("version = \"99\"", "a").unwrap_err();
        assert_eq!(other, Unreadable::Version("99".to_owned()));
        assert_eq!(
            read("version = \"0.1\"\n[[package]]\n", "a").unwrap_err(),
            Unreadable::Broken
        );
    }
}

//! A package whose manifest takes part, and the paths of its types as the package that is built writes them.

use std::collections::BTreeSet;

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

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn package(root: &str) -> Package {
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
}

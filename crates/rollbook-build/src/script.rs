//! What a build script does around generating: reads Cargo's variables, and talks to Cargo.

use std::error::Error as _;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

use rollbook::__private::build::{printable, toml_tree};
use toml::de::DeTable;

use crate::error::Error;
use crate::generator::{FRAGMENT, Generator};
use crate::output::Output;

/// Generates the registry of a package, in its `build.rs`: the whole of it is
///
/// ```no_run
/// rollbook_build::generate("registry.toml");
/// ```
///
/// The path is relative to the package. The files `registry.rs`, `rollbook-problems.txt` and
/// `rollbook-fragment.toml` are written to `OUT_DIR`, where `rollbook::include_registry!` and dependents find them;
/// nothing is written elsewhere. The script prints what Cargo must watch,
/// so it runs again when the manifest changes, and only then.
///
/// Mistakes in the manifest appear at `include_registry!`, drawn like rustc's own, all at once. The registry holds the
/// entries without mistakes. If nothing can be generated, for example without a manifest, the build fails with one line
/// that says why. Never panics.
pub fn generate(manifest: impl AsRef<Path>) {
    let mut directives = vec![CFGS.to_owned(), format!("rerun-if-env-changed={SPANS}")];
    match run(manifest.as_ref()) {
        Ok(output) => {
            let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
            if whole_package(&output.files, package.as_ref()) {
                // With any directive to watch something, Cargo watches that only.
                directives.clear();
                directives.push(CFGS.to_owned());
            } else {
                let watch = |path: &PathBuf| watch(path, package.as_ref());
                directives.extend(output.files.iter().map(watch));
                // It declares the features.
                if Path::new(&package).join("Cargo.toml").is_file() {
                    directives.push("rerun-if-changed=Cargo.toml".to_owned());
                }
            }
            if !output.spans {
                let warn = |warning: &String| format!("warning={warning}");
                directives.extend(output.warnings.iter().map(warn));
            } else if !output.diagnostics.is_empty() {
                directives.push("rustc-cfg=rollbook_report".to_owned());
            }
            // Cargo passes it on to dependents of a package with `links`.
            if std::env::var_os("CARGO_MANIFEST_LINKS").is_some() {
                let fragment = output_folder().map(|folder| folder.join(FRAGMENT));
                let publish = |path: PathBuf| format!("metadata=rollbook={}", path.display());
                directives.extend(fragment.ok().map(publish));
            }
            if !output.problems.is_empty() {
                directives.push("rustc-cfg=rollbook_problems".to_owned());
            }
        }
        Err(error) => {
            directives.push(watch(manifest.as_ref(), Path::new("")));
            directives.push(format!("error={}", line(&error)));
        }
    }
    let mut out = String::new();
    for directive in directives {
        // A directive ends with its line.
        let directive = directive.replace(['\n', '\r'], " ");
        out.push_str(&format!("cargo::{directive}\n"));
    }
    // If nobody reads it, the error does not matter.
    let _ = std::io::stdout().write_all(out.as_bytes());
}

const CFGS: &str = "rustc-check-cfg=cfg(rollbook_problems, rollbook_report)";

/// Whether all files of the package are watched, which Cargo does if a script does not say what to watch. Two kinds of
/// files in the package's own folder need that: for the name of a missing file Cargo would run the script in each build,
/// and some names cannot be written. The folder itself holds the target folder, which changes in each build. Not if a
/// file elsewhere must be watched.
fn whole_package(files: &[PathBuf], package: &Path) -> bool {
    let at_top = |path: &&PathBuf| path.parent() == Some(package);
    let hard = |path: &PathBuf| !path.exists() || watchable(path, package).is_none();
    let inside = |path: &PathBuf| path.starts_with(package) && !path.components().any(is_up);
    files.iter().filter(at_top).any(hard) && files.iter().all(inside)
}

fn is_up(part: std::path::Component<'_>) -> bool {
    part == std::path::Component::ParentDir
}

/// The path, or that of the nearest folder around it, that can be written in a directive: relative to the package.
fn watchable<'p>(path: &'p Path, package: &Path) -> Option<&'p str> {
    let relative = path.strip_prefix(package).unwrap_or(path);
    relative.ancestors().find_map(|path| {
        let text = path.to_str()?;
        (!text.is_empty() && !text.contains(['\n', '\r'])).then_some(text)
    })
}

/// The directive that watches a file or folder. Cargo takes a path relative to the package, as one line of UTF-8. A path
/// that cannot be written so would never be found, and the script would run in every build: then the folder around it is
/// watched.
fn watch(path: &Path, package: &Path) -> String {
    let watched = watchable(path, package);
    match watched {
        Some(path) => format!("rerun-if-changed={path}"),
        None => {
            let relative = path.strip_prefix(package).unwrap_or(path);
            let shown = printable(&relative.to_string_lossy());
            format!("warning=changes of `{shown}` are not noticed: rename it to UTF-8 on one line")
        }
    }
}

/// The features that the package's Cargo.toml declares. `None` if it cannot be read: Cargo reports that itself.
fn declared_features(package: &Path) -> Option<Vec<String>> {
    let text = std::fs::read_to_string(package.join("Cargo.toml")).ok()?;
    let parsed = toml_tree::parse(&text);
    if !parsed.errors.is_empty() || parsed.too_deep.is_some() {
        return None;
    }
    let file = parsed.table.get_ref();
    let table = |table: &DeTable<'_>, key: &str| -> Vec<(String, bool)> {
        let found = table.get(key).and_then(|found| found.get_ref().as_table());
        let entries = found.into_iter().flatten().map(|(name, value)| {
            let optional = value.get_ref().get("optional");
            let optional = optional.and_then(|flag| flag.get_ref().as_bool());
            (name.get_ref().to_string(), optional == Some(true))
        });
        entries.collect()
    };
    let mut features = table(file, "features")
        .into_iter()
        .map(|(name, _)| name)
        .collect::<Vec<_>>();
    // An optional dependency is a feature, too.
    let targets = file
        .get("target")
        .and_then(|target| target.get_ref().as_table());
    let targets = targets.into_iter().flatten();
    let targets = targets.filter_map(|(_, target)| target.get_ref().as_table());
    for place in std::iter::once(file).chain(targets) {
        for kind in ["dependencies", "build-dependencies"] {
            let optional = table(place, kind)
                .into_iter()
                .filter(|(_, optional)| *optional);
            features.extend(optional.map(|(name, _)| name));
        }
    }
    Some(features)
}

fn run(manifest: &Path) -> Result<Output, Error> {
    let features = std::env::vars_os().filter_map(|(name, _)| {
        let name = name.into_string().ok()?;
        name.strip_prefix("CARGO_FEATURE_").map(str::to_owned)
    });
    let mut generator = Generator::new();
    for (name, path) in std::env::vars_os() {
        let Ok(name) = name.into_string() else {
            continue;
        };
        let links = name
            .strip_prefix("DEP_")
            .and_then(|name| name.strip_suffix("_ROLLBOOK"));
        if let Some(links) = links {
            generator.published(links, path);
        }
    }
    let package = variable("CARGO_MANIFEST_DIR")?;
    if let Some(declared) = declared_features(package.as_ref()) {
        generator.declared_features(declared);
    }
    generator
        .manifest(manifest)
        .root(package)
        .out_dir(output_folder()?)
        .package(variable("CARGO_PKG_NAME")?.to_string_lossy())
        .package_version(variable("CARGO_PKG_VERSION")?.to_string_lossy())
        .features(features)
        .spans(std::env::var_os(SPANS).is_none_or(|value| value != "0"))
        .generate()
}

/// With the value 0, problems are drawn at `include_registry!`, as with `[rollbook] spans = false`.
const SPANS: &str = "ROLLBOOK_SPANS";

fn output_folder() -> Result<PathBuf, Error> {
    variable("OUT_DIR").map(Into::into)
}

fn variable(variable: &'static str) -> Result<OsString, Error> {
    std::env::var_os(variable).ok_or(Error::NoBuildScript { variable })
}

/// The error with what caused it.
fn line(error: &Error) -> String {
    let mut text = error.to_string();
    if let Some(source) = error.source() {
        text.push_str(&format!(": {source}"));
    }
    if let Error::Read { .. } = error {
        text.push_str("; write it, or correct its path in build.rs");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_watched_by_its_name_is_watched_by_its_folder() {
        let check = |path: &Path, expect: &str| assert_eq!(watch(path, Path::new("/p")), expect);
        check(
            Path::new("/p/registry.toml"),
            "rerun-if-changed=registry.toml",
        );
        check(Path::new("/q/x.toml"), "rerun-if-changed=/q/x.toml");
        check(Path::new("/p/c/a\nb.toml"), "rerun-if-changed=c");
        check(
            Path::new("/p/a\nb"),
            "warning=changes of `a\\nb` are not noticed: rename it to UTF-8 on one line",
        );
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt;
            let bad = std::ffi::OsStr::from_bytes(b"/p/c/\xff/x.toml");
            check(Path::new(bad), "rerun-if-changed=c");
        }
    }

    #[test]
    fn a_file_at_the_top_that_has_no_name_for_cargo_is_watched_with_the_package() {
        let whole = |files: &[&str]| {
            let files = files.iter().map(PathBuf::from).collect::<Vec<_>>();
            whole_package(&files, Path::new(env!("CARGO_MANIFEST_DIR")))
        };
        let here = |name: &str| format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        assert!(!whole(&[&here("Cargo.toml"), &here("src/lib.rs")]));
        assert!(whole(&[&here("Cargo.toml"), &here("a\nb.toml")]));
        assert!(!whole(&[&here("src/a\nb.toml")]), "its folder is watched");
        assert!(!whole(&[&here("a\nb.toml"), "/elsewhere/c.toml"]));
    }

    #[test]
    fn features_of_a_package() {
        let text = r#"
            [features]
            gpu = []
            [dependencies]
            a = "1"
            b = { version = "1", optional = true }
            [target.'cfg(unix)'.dependencies.c]
            optional = true
        "#;
        let folder = std::env::temp_dir().join(format!("rollbook-cargo-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("Cargo.toml"), text).unwrap();
        let found = declared_features(&folder);
        std::fs::write(folder.join("Cargo.toml"), "[features").unwrap();
        assert!(declared_features(&folder).is_none());
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(found.unwrap(), ["gpu", "b", "c"]);
    }
}

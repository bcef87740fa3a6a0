//! What a build script does around generating: reads Cargo's variables, and talks to Cargo.

use std::error::Error as _;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;

use crate::error::Error;
use crate::generator::{FRAGMENT, Generator, Output};

/// Generates the registry of a package, in its `build.rs`: the whole of it is
///
/// ```no_run
/// rollbook_build::generate("registry.toml");
/// ```
///
/// The path is relative to the package. The files `registry.rs`, `rollbook-problems.txt` and
/// `rollbook-fragment.toml` are written to `OUT_DIR`, where `rollbook::include_registry!` and dependents find them;
/// nothing is written elsewhere. Cargo is told what to watch, so the
/// script runs again when the manifest changes, and only then.
///
/// Mistakes in the manifest appear where `include_registry!` stands, drawn like rustc's own, all at once; the registry
/// holds what is right. Where nothing can be generated, as without a manifest, the build fails with one line that says
/// why. Never panics.
pub fn generate(manifest: impl AsRef<Path>) {
    let mut directives = vec!["rustc-check-cfg=cfg(rollbook_problems)".to_owned()];
    match run(manifest.as_ref()) {
        Ok(output) => {
            let watch = |path: &std::path::PathBuf| format!("rerun-if-changed={}", path.display());
            directives.extend(output.files.iter().map(watch));
            let warn = |warning: &String| format!("warning={warning}");
            directives.extend(output.warnings.iter().map(warn));
            // Cargo passes it on to dependents of a package with `links`.
            if std::env::var_os("CARGO_MANIFEST_LINKS").is_some() {
                let fragment = output_folder().map(|folder| folder.join(FRAGMENT));
                let publish =
                    |path: std::path::PathBuf| format!("metadata=rollbook={}", path.display());
                directives.extend(fragment.ok().map(publish));
            }
            if !output.problems.is_empty() {
                directives.push("rustc-cfg=rollbook_problems".to_owned());
            }
        }
        Err(error) => {
            directives.push(format!("rerun-if-changed={}", manifest.as_ref().display()));
            directives.push(format!("error={}", line(&error)));
        }
    }
    let mut out = String::new();
    for directive in directives {
        // A directive ends with its line.
        let directive = directive.replace(['\n', '\r'], " ");
        out.push_str(&format!("cargo::{directive}\n"));
    }
    // Without anyone to read it, there is nobody to tell.
    let _ = std::io::stdout().write_all(out.as_bytes());
}

fn run(manifest: &Path) -> Result<Output, Error> {
    let features = std::env::vars_os().filter_map(|(name, _)| {
        let name = name.into_string().ok()?;
        name.strip_prefix("CARGO_FEATURE_").map(str::to_owned)
    });
    let mut generator = Generator::new();
    for (name, path) in std::env::vars_os() {
        let name = name.into_string().unwrap_or_default();
        let links = name
            .strip_prefix("DEP_")
            .and_then(|name| name.strip_suffix("_ROLLBOOK"));
        if let Some(links) = links {
            generator.published(links, path);
        }
    }
    generator
        .manifest(manifest)
        .root(variable("CARGO_MANIFEST_DIR")?)
        .out_dir(output_folder()?)
        .package(variable("CARGO_PKG_NAME")?.to_string_lossy())
        .features(features)
        .generate()
}

fn output_folder() -> Result<std::path::PathBuf, Error> {
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

//! The packages that have a registry, with the inputs of their build scripts.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use rollbook_build::{Catalog, Error, Generator};
use serde_json::Value;

use crate::args::Common;
use crate::cargo::{self, Member};

/// A package with a registry.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) member: Member,
    pub(crate) generator: Generator,
    /// Its folder as the output names files: relative to the working folder if it is below that, with a slash.
    pub(crate) folder: String,
    /// The same as Cargo names files: relative to the workspace.
    pub(crate) folder_in_workspace: String,
}

/// The selected packages that have a registry, after their build scripts ran.
///
/// # Errors
///
/// None of the selected packages has a registry, or Cargo failed.
pub(crate) fn packages(common: &Common) -> Result<Vec<Package>> {
    let (packages, _) = packages_with(common, |_| {})?;
    Ok(packages)
}

/// The one selected package that has a registry.
///
/// # Errors
///
/// None of the selected packages has a registry, or several have one.
pub(crate) fn package(common: &Common) -> Result<Package> {
    let mut packages = packages(common)?;
    if packages.len() > 1 {
        let names = packages
            .iter()
            .map(|package| format!("`{}`", package.member.name));
        let names = names.collect::<Vec<_>>().join(", ");
        bail!("several packages have a registry: {names}; name one with `-p`");
    }
    match packages.pop() {
        Some(package) => Ok(package),
        None => bail!("no package has a registry"),
    }
}

/// The selected packages, and whether Cargo succeeded. Each line that `cargo check` prints is given to `line`.
///
/// # Errors
///
/// None of them has a registry, or Cargo failed.
pub(crate) fn packages_with(
    common: &Common,
    mut line: impl FnMut(&str),
) -> Result<(Vec<Package>, bool)> {
    let workspace = cargo::workspace(common)?;
    let (with, without): (Vec<_>, Vec<_>) = workspace
        .members
        .into_iter()
        .partition(|member| member.has_build_script);
    if with.is_empty() {
        match without.first() {
            Some(member) => bail!(
                "the package `{}` has no build script\nhelp: rollbook generates a registry in build.rs: `fn main() {{ rollbook_build::generate(\"registry.toml\"); }}`, with rollbook-build among the build-dependencies",
                member.name
            ),
            None => bail!("no package is selected: name one with `-p`"),
        }
    }
    let mut folders = HashMap::new();
    let mut errors = String::new();
    let (success, said) = cargo::check(common, &with, |text| {
        if text.contains("\"build-script-executed\"") {
            if let Some((id, folder)) = executed(text) {
                folders.insert(id, folder);
            }
        }
        errors.push_str(&error(text).unwrap_or_default());
        line(text);
    })?;
    let mut packages = Vec::new();
    let mut other = None;
    for member in with {
        let Some(out_dir) = folders.get(&member.id) else {
            continue;
        };
        match Generator::recorded(out_dir) {
            // Packages of one name and version share a place in a target folder that they share.
            Ok(generator) if !same(generator.root_folder(), &member) => bail!(
                "another package named `{}` was built into the same target folder meanwhile: try again",
                member.name
            ),
            Ok(generator) => packages.push(package_of(member, generator, &workspace.root)),
            Err(error) => other = Some((member.name, error)),
        }
    }
    match (packages.is_empty(), other) {
        (true, Some((name, Error::NoRecord { .. }))) => bail!(
            "the build script of `{name}` generates no registry\nhelp: it must call `rollbook_build::generate`, of the same version as this command ({})",
            env!("CARGO_PKG_VERSION")
        ),
        (true, Some((_, error))) => Err(error.into()),
        (true, None) => bail!("the build script failed\n{errors}{said}"),
        (false, _) => Ok((packages, success)),
    }
}

/// The drawing of an error of rustc. Only the build script and what it depends on matter to who asks: without a registry,
/// the package itself has not been compiled.
fn error(text: &str) -> Option<String> {
    if !text.contains("\"compiler-message\"") {
        return None;
    }
    let message: Value = serde_json::from_str(text).ok()?;
    let message = &message["message"];
    (message["level"] == "error").then(|| message["rendered"].as_str().map(str::to_owned))?
}

/// The package and the `OUT_DIR` of a build script that ran.
fn executed(text: &str) -> Option<(String, PathBuf)> {
    let message: Value = serde_json::from_str(text).ok()?;
    let is = message["reason"] == "build-script-executed";
    let (id, folder) = (
        message["package_id"].as_str()?,
        message["out_dir"].as_str()?,
    );
    is.then(|| (id.to_owned(), folder.into()))
}

fn package_of(member: Member, generator: Generator, workspace: &Path) -> Package {
    let here = std::env::current_dir().unwrap_or_default();
    Package {
        folder: below(generator.root_folder(), &here),
        folder_in_workspace: below(generator.root_folder(), workspace),
        generator,
        member,
    }
}

fn same(root: &Path, member: &Member) -> bool {
    let real = |path: Option<&Path>| path.and_then(|path| path.canonicalize().ok());
    real(Some(root)) == real(member.manifest.parent())
}

fn below(folder: &Path, base: &Path) -> String {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (folder, base) = (real(folder), real(base));
    let path = folder.strip_prefix(&base).unwrap_or(&folder);
    match path.to_string_lossy() {
        path if path.is_empty() => String::new(),
        path => format!("{path}/"),
    }
}

impl Package {
    /// # Errors
    ///
    /// The manifest cannot be read.
    pub(crate) fn catalog(&self) -> Result<Catalog> {
        Ok(self.generator.catalog()?)
    }

    /// A name of one of its scopes, or its own.
    ///
    /// # Errors
    ///
    /// There is no such scope.
    pub(crate) fn scope(catalog: &Catalog, name: Option<&str>) -> Result<usize> {
        Ok(match name {
            Some(name) => catalog.scope(name)?,
            None => catalog.own_scope,
        })
    }
}

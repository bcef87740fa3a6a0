//! A small package with two registries, two scopes, and checked configs.

use std::path::PathBuf;

use fixture::{Package, repository};

/// Its manifest.
pub(crate) const REGISTRY: &str = r#"# What configs can name.
[rollbook]
scope = "det"

[scope.det]
doc = "Detection."
[scope.cls]
parent = "det"

[registry.model]
doc = "What learns."
derive = ["Debug"]
[registry.hook]

[modules.det.model]
# The usual one.
ResNet = { type = "crate::ResNet", doc = "Residual network.", aliases = ["resnet50"], defaults = { depth = 50 } }
OldNet  = { type = "crate::OldNet", deprecated = "use `ResNet`" } # for a while

[modules.cls.model]
Head = "crate::Head<$hook>"
ResNet = "crate::ClsNet"

[modules.det.hook]
Log = "crate::Log" # to the terminal

[[check]]
files = ["configs/*.toml", "configs/*.json"]
slots = { "**.model" = "model", "hooks[]" = "hook" }
"#;

const LIB: &str = r#"//! A package with a registry.
#![allow(missing_docs)]

pub mod registry {
    rollbook::include_registry!();
}

macro_rules! modules {
    ($($name:ident)*) => { $(#[derive(Debug, serde::Deserialize)] pub struct $name {})* };
}
modules!(ResNet OldNet ClsNet Log);

#[derive(Debug, serde::Deserialize)]
#[serde(bound = "H: serde::Deserialize<'de>")]
pub struct Head<H> { pub hook: Option<H> }
"#;

/// A copy of the package, in a folder of its own, with some files more.
pub(crate) fn package(name: &str, files: &[(&str, &str)]) -> Package {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), name);
    let crates = repository().join("crates");
    let dependencies = format!(
        "[workspace]\n[dependencies]\nrollbook = {{ path = {:?}, features = [\"toml\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         [build-dependencies]\nrollbook-build = {{ path = {:?} }}\n",
        crates.join("rollbook"),
        crates.join("rollbook-build"),
    );
    // A name of its own: Cargo keeps packages of one name in one place of a shared target folder.
    package.write_user(name, &dependencies, REGISTRY, LIB);
    package.copy(
        &repository().join("Cargo.lock"),
        &format!("{name}/Cargo.lock"),
    );
    package.write(
        &format!("{name}/configs/good.toml"),
        "[model]\ntype = \"ResNet\"\n",
    );
    package.write(
        &format!("{name}/configs/good.json"),
        "{\"hooks\": [\"Log\"]}\n",
    );
    for (path, text) in files {
        package.write(&format!("{name}/{path}"), text);
    }
    package
}

/// The folder of the package: it has the name of the folder around it.
pub(crate) fn folder(package: &Package) -> PathBuf {
    let around = package.path("");
    let name = around.file_name().unwrap().to_owned();
    around.join(name)
}

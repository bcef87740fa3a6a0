//! A manifest that needs a Cargo feature of rollbook, in a program without it: one error with the edit.

use fixture::{Package, repository};

const REGISTRY: &str = r#"[registry.sink]
trait = "crate::Sink"
async = true
context = "crate::Pool"

[registry.net]
trait = "crate::Net"
validate = true
derive = { config = ["schemars::JsonSchema"] }

[modules.sink]
File = { type = "crate::File", config = "crate::FileConfig" }
Memory = { type = "crate::Memory", config = "crate::FileConfig", build = "crate::memory" }

[modules.net]
ResNet = { type = "crate::ResNet", config = "crate::ResNetConfig" }
"#;

const LIB: &str = r#"pub mod registry {
    rollbook::include_registry!();
}

pub struct Pool;
#[rollbook::dispatch]
pub trait Sink {}
#[rollbook::dispatch]
pub trait Net {}

#[derive(serde::Deserialize)]
pub struct FileConfig {}
pub struct File;
pub struct Memory;
#[derive(serde::Deserialize)]
pub struct ResNetConfig {}
pub struct ResNet;

impl Sink for File {}
impl Sink for Memory {}
impl Net for ResNet {}

impl From<FileConfig> for File {
    fn from(_: FileConfig) -> Self {
        Self
    }
}

impl From<ResNetConfig> for ResNet {
    fn from(_: ResNetConfig) -> Self {
        Self
    }
}

pub async fn memory(_: FileConfig, _: &Pool) -> Memory {
    Memory
}

pub async fn open(config: registry::sink::Config) -> Result<registry::sink::Module, rollbook::BuildError> {
    config.build(&Pool).await
}

pub fn net(config: registry::net::Config) -> Result<registry::net::Module, rollbook::BuildError> {
    config.build()
}
"#;

#[test]
fn each_feature_that_is_missing_is_one_error() {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), "features");
    let crates = repository().join("crates");
    let dependencies = format!(
        "[dependencies]\nrollbook = {{ path = {:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n\
         [build-dependencies]\nrollbook-build = {{ path = {:?} }}\n[workspace]\n",
        crates.join("rollbook"),
        crates.join("rollbook-build"),
    );
    package.write_user(".", &dependencies, REGISTRY, LIB);
    let output = package.cargo(&["check"]);
    let said = String::from_utf8_lossy(&output.stderr);
    let starts = ["error: ", "warning: ", "help: "];
    let mut messages = said
        .lines()
        .map(str::trim_start)
        .filter(|line| starts.iter().any(|start| line.starts_with(start)))
        .take_while(|line| !line.contains("could not compile"))
        .collect::<Vec<_>>();
    messages.sort_unstable();
    assert_eq!(
        messages,
        [
            "error: the registry `net` (registry.toml:6) has `derive = [\"schemars::JsonSchema\"]`, but `rollbook` is built without its feature `schemars`",
            "error: the registry `net` (registry.toml:6) has `validate = true`, but `rollbook` is built without its feature `validate`",
            "error: the registry `sink` (registry.toml:1) has `async = true`, but `rollbook` is built without its feature `async`",
            "help: add it in Cargo.toml: `rollbook = { version = \"0.1\", features = [\"async\"] }`",
            "help: add it in Cargo.toml: `rollbook = { version = \"0.1\", features = [\"schemars\"] }`",
            "help: add it in Cargo.toml: `rollbook = { version = \"0.1\", features = [\"validate\"] }`",
        ],
        "{said}"
    );
}

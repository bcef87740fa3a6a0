//! Crates of each edition that rollbook supports, with the lints that prepare for the next one denied, and with `rollbook`
//! under another name in their Cargo.toml.

use fixture::{Package, repository};

const REGISTRY: &str = r#"[registry.act]
trait = "crate::Act"
bare = true
derive = ["Clone", "Debug", "Serialize"]

[modules.act]
ReLU = { type = "crate::ReLU", box = true, aliases = ["relu"] }
GELU = { type = "crate::Gelu", config = "crate::GeluConfig", defaults = { approximate = true } }
Old = { type = "crate::Old", deprecated = "use `ReLU`" }

[[check]]
files = ["configs/*.toml"]
slots = { act = "act" }
type = "crate::Job"
"#;

const LIB: &str = r#"//! A crate that uses all of rollbook.
#![deny(warnings, future_incompatible, rust_2018_idioms, rust_2018_compatibility, LATER)]

/// What is generated.
pub mod registry {
    rb::include_registry!();
}

use registry::act;

/// A trait whose calls are dispatched.
#[rb::dispatch]
pub trait Act {
    /// A number of the module.
    fn number(&self) -> u32;
}

/// A module that is its own config.
#[derive(Clone, Debug, Default, rb::Config, serde::Serialize)]
#[rollbook(crate = "rb")]
pub struct ReLU {
    /// An argument.
    #[serde(default)]
    pub inplace: bool,
}

/// A module with a config.
#[derive(Clone, Debug)]
pub struct Gelu(bool);

/// Its config.
#[derive(Clone, Debug, rb::Config, serde::Serialize)]
#[rollbook(crate = "rb")]
pub struct GeluConfig {
    /// An argument.
    pub approximate: bool,
}

impl From<GeluConfig> for Gelu {
    fn from(config: GeluConfig) -> Self {
        Self(config.approximate)
    }
}

/// A module that should not be used any more.
#[derive(Clone, Debug, rb::Config, serde::Serialize)]
#[rollbook(crate = "rb")]
pub struct Old {}

impl Act for ReLU {
    fn number(&self) -> u32 {
        u32::from(self.inplace)
    }
}

impl Act for Gelu {
    fn number(&self) -> u32 {
        2 + u32::from(self.0)
    }
}

impl Act for Old {
    fn number(&self) -> u32 {
        9
    }
}

/// A config of the program.
#[derive(Debug, serde::Deserialize)]
pub struct Job {
    /// A module.
    pub act: act::Config,
}

registry::check_configs!();

/// Uses what is generated.
pub fn numbers(text: &str) -> Result<u32, Box<dyn std::error::Error>> {
    let job: Job = rb::toml::from_str(text)?;
    let module = job.act.build()?;
    let relu = <act::type_of!("ReLU")>::default();
    let by_hand: u32 = act::each!(&module, module => module.number());
    assert_eq!(by_hand, module.number());
    Ok(module.number() + relu.number())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_name_may_come_last() {
        assert_eq!(super::numbers("[act]\napproximate = false\ntype = 'GELU'").unwrap(), 2);
        assert_eq!(super::numbers("act = 'GELU'").unwrap(), 3);
        assert_eq!(super::numbers("act = 'relu'").unwrap(), 0);
        assert!(super::registry::act::REGISTRY.check_arguments().is_ok());
    }
}
"#;

/// The edition, and the lints that prepare a crate of it for later ones.
const EDITIONS: [(&str, &str); 3] = [
    ("2018", "rust_2021_compatibility, rust_2024_compatibility"),
    ("2021", "rust_2021_compatibility, rust_2024_compatibility"),
    ("2024", "rust_2024_compatibility"),
];

#[test]
fn a_crate_of_each_edition_builds_without_a_warning() {
    // A name that no other test has, and the same target folder, so that rollbook is compiled once.
    let workspace = Package::new(env!("CARGO_TARGET_TMPDIR"), "editions");
    let members = EDITIONS.map(|(edition, _)| format!("\"of-{edition}\""));
    workspace.write(
        "Cargo.toml",
        &format!(
            "[workspace]\nresolver = \"2\"\nmembers = [{}]\n",
            members.join(", ")
        ),
    );
    let crates = repository().join("crates");
    for (edition, lints) in EDITIONS {
        let dependencies = format!(
            "[dependencies]\n\
             rb = {{ package = \"rollbook\", path = {:?}, features = [\"toml\", \"derive\"] }}\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n\
             [build-dependencies]\nrollbook-build = {{ path = {:?} }}\n",
            crates.join("rollbook"),
            crates.join("rollbook-build"),
        );
        let folder = format!("of-{edition}");
        workspace.write_user(
            &folder,
            &dependencies,
            REGISTRY,
            &LIB.replace("LATER", lints),
        );
        let manifest = std::fs::read_to_string(workspace.path(&format!("{folder}/Cargo.toml")));
        let manifest = manifest
            .unwrap()
            .replace("edition = \"2024\"", &format!("edition = \"{edition}\""));
        workspace.write(&format!("{folder}/Cargo.toml"), &manifest);
        workspace.write(&format!("{folder}/configs/job.toml"), "act = 'GELU'\n");
    }
    let output = workspace.cargo(&["test", "--workspace", "--lib"]);
    let said = String::from_utf8_lossy(&output.stderr);
    let tests = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{tests}");
    assert!(!said.contains("warning"), "{said}");
    // The test in the crate, the one that `check_configs!` writes, and the one of the registry's `defaults`.
    let passed = tests.matches("test result: ok. 3 passed").count();
    assert_eq!(passed, EDITIONS.len(), "{tests}");
}

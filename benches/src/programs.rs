//! Programs over modules that differ, written into a temporary folder: one for each way to read a config.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use crate::nets::{Net, Tag, json, lines, nets, structs};

/// What reads a config in a program.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Way {
    Structs,
    Ours,
    OursTables,
    OursDerived,
    OursDerivedTables,
    OursToml,
    Serde,
    SerdeToml,
    Typetag,
    Facet,
    FacetToml,
    Miniserde,
    ByHand,
}

impl Way {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Structs => "structs and derives only",
            Self::Ours => "rollbook, serde's derive",
            Self::OursTables => "the same, `bare = false`, `conversions = false`",
            Self::OursDerived => "rollbook, its own derive",
            Self::OursDerivedTables => "its own derive, `bare = false`, `conversions = false`",
            Self::OursToml => "rollbook::toml, serde's derive",
            Self::Serde => "serde's tagged enum",
            Self::SerdeToml => "serde's tagged enum, toml",
            Self::Typetag => "typetag",
            Self::Facet => "facet-json",
            Self::FacetToml => "facet-toml",
            Self::Miniserde => "miniserde, the tag read before",
            Self::ByHand => "serde's derive, the tag read before",
        }
    }

    /// Its folder, and its name in arguments.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Structs => "structs",
            Self::Ours => "ours",
            Self::OursTables => "ours-tables",
            Self::OursDerived => "ours-derived",
            Self::OursDerivedTables => "ours-derived-tables",
            Self::OursToml => "ours-toml",
            Self::Serde => "serde",
            Self::SerdeToml => "serde-toml",
            Self::Typetag => "typetag",
            Self::Facet => "facet",
            Self::FacetToml => "facet-toml",
            Self::Miniserde => "miniserde",
            Self::ByHand => "by-hand",
        }
    }

    pub(crate) fn is_ours(self) -> bool {
        matches!(
            self,
            Self::Ours
                | Self::OursTables
                | Self::OursDerived
                | Self::OursDerivedTables
                | Self::OursToml
        )
    }

    fn is_toml(self) -> bool {
        matches!(self, Self::OursToml | Self::SerdeToml | Self::FacetToml)
    }

    fn derive(self) -> &'static str {
        match self {
            Self::OursDerived | Self::OursDerivedTables => "rollbook::Config, Debug",
            Self::Facet | Self::FacetToml => "facet::Facet, Debug",
            Self::Miniserde => "miniserde::Deserialize, Debug",
            _ => "serde::Deserialize, Debug",
        }
    }

    /// The features of rollbook.
    fn features(self) -> &'static str {
        match self {
            Self::OursDerived | Self::OursDerivedTables => "\"derive\"",
            Self::OursToml => "\"toml\"",
            _ => "",
        }
    }

    fn dependencies(self) -> String {
        let serde = "serde = { version = \"1\", features = [\"derive\"] }\n";
        let own = match self {
            Self::Typetag => "serde_json = \"1\"\ntypetag = \"0.2\"\n",
            Self::SerdeToml => "toml = \"1\"\n",
            Self::Facet => "facet = \"0.46\"\nfacet-json = \"0.46\"\n",
            Self::FacetToml => "facet = \"0.46\"\nfacet-toml = \"0.46\"\n",
            Self::Miniserde => "miniserde = \"0.1\"\n",
            _ => "serde_json = \"1\"\n",
        };
        match self {
            Self::Facet | Self::FacetToml | Self::Miniserde => own.to_owned(),
            _ => format!("{serde}{own}"),
        }
    }

    /// What reads a text, and the items that it needs.
    fn reader(self, nets: &[Net]) -> (String, &'static str) {
        let registry = "mod registry { rollbook::include_registry!(); }\n";
        let variants = nets
            .iter()
            .map(|net| format!("    {0}({0}),\n", net.name))
            .collect::<String>();
        let tagged = |attributes: &str| format!("{attributes}\nenum Tagged {{\n{variants}}}\n");
        let serde = "#[derive(serde::Deserialize)]\n#[serde(tag = \"type\")]";
        let facet = "#[derive(facet::Facet)]\n#[facet(tag = \"type\")]\n#[repr(C)]";
        match self {
            Self::Structs => (String::new(), "|_: &str| Ok::<_, serde_json::Error>(())"),
            Self::OursToml => (
                registry.to_owned(),
                "rollbook::toml::from_str::<registry::model::Config>",
            ),
            way if way.is_ours() => (
                registry.to_owned(),
                "serde_json::from_str::<registry::model::Config>",
            ),
            Self::SerdeToml => (tagged(serde), "toml::from_str::<Tagged>"),
            Self::Facet => (tagged(facet), "facet_json::from_str::<Tagged>"),
            Self::FacetToml => (tagged(facet), "facet_toml::from_str::<Tagged>"),
            Self::Miniserde => {
                let items = tag_before(nets, "miniserde", "miniserde::json::from_str");
                (tagged("") + &items, "read")
            }
            Self::ByHand => {
                let items = tag_before(nets, "serde", "serde_json::from_str");
                (tagged("") + &items, "read")
            }
            Self::Typetag => {
                let mut out =
                    String::from("#[typetag::deserialize(tag = \"type\")]\ntrait Object {}\n");
                for net in nets {
                    out.push_str(&format!(
                        "#[typetag::deserialize]\nimpl Object for {} {{}}\n",
                        net.name
                    ));
                }
                (out, "serde_json::from_str::<Box<dyn Object>>")
            }
            _ => (tagged(serde), "serde_json::from_str::<Tagged>"),
        }
    }
}

/// A function `read`, which reads a text twice: for its tag, and into the struct with that name.
fn tag_before(nets: &[Net], derive: &str, from_str: &str) -> String {
    let arms = nets.iter().map(|net| {
        format!(
            "        \"{0}\" => {from_str}(text).map(Tagged::{0}).ok(),\n",
            net.name
        )
    });
    format!(
        "#[derive({derive}::Deserialize)]\nstruct Tag {{\n    #[serde(rename = \"type\")]\n    name: String,\n}}\n\
         fn read(text: &str) -> Result<Tagged, ()> {{\n    \
         let read = match &*{from_str}::<Tag>(text).map_err(|_| ())?.name {{\n{}        _ => None,\n    }};\n    \
         read.ok_or(())\n}}\n",
        arms.collect::<String>()
    )
}

/// The text of `main.rs`. Its first argument says how often the other ones are read. Without arguments it does nothing,
/// which is what its start costs.
fn main_of(way: Way, nets: &[Net]) -> String {
    let (items, read) = way.reader(nets);
    format!(
        "#![allow(dead_code)]\n{}{items}fn main() {{\n    let mut arguments = std::env::args().skip(1);\n    \
         let Some(times) = arguments.next() else {{ return }};\n    let times = times.parse::<u32>().unwrap();\n    \
         for text in arguments {{\n        let read = {read};\n        \
         let good = (0..times).all(|_| std::hint::black_box(read(std::hint::black_box(&text))).is_ok());\n        \
         println!(\"{{good}}\");\n    }}\n}}\n",
        structs(nets, way.derive(), false)
    )
}

/// A program in its folder. Its source and its manifest are written by [`Program::write`].
pub(crate) struct Program {
    pub(crate) folder: PathBuf,
    pub(crate) way: Way,
    pub(crate) nets: Vec<Net>,
    /// What is in the manifest besides the modules.
    pub(crate) more: &'static str,
}

/// CPU seconds, user and system, and the memory in MiB of the largest process.
pub(crate) struct Cost {
    pub(crate) seconds: f64,
    pub(crate) peak: f64,
}

impl Program {
    /// Writes what does not depend on the modules.
    pub(crate) fn new(way: Way, count: usize, title: &str) -> Result<Self> {
        let folder = folder(&format!("{}-{count}{title}", way.name()));
        fs::create_dir_all(folder.join("src"))?;
        let mut cargo = format!(
            "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n{}",
            way.dependencies()
        );
        if way.is_ours() {
            cargo.push_str(&rollbook(way.features())?);
            fs::write(folder.join("build.rs"), BUILD_SCRIPT)?;
        }
        fs::write(folder.join("Cargo.toml"), cargo)?;
        Ok(Self {
            folder,
            way,
            nets: nets("", count, 2..=6, 42),
            more: "",
        })
    }

    pub(crate) fn write(&self) -> Result<()> {
        if self.way.is_ours() {
            let lean = match self.way {
                Way::OursTables | Way::OursDerivedTables => "bare = false\nconversions = false\n",
                _ => "",
            };
            let manifest = format!(
                "{}[registry.model]\n{lean}[modules.model]\n{}",
                self.more,
                modules(&self.nets)
            );
            fs::write(self.folder.join("registry.toml"), manifest)?;
        }
        fs::write(self.main(), main_of(self.way, &self.nets))?;
        Ok(())
    }

    /// One struct more, and its line in the manifest, in the middle of the others.
    pub(crate) fn grow(&mut self) -> Result<()> {
        grow(&mut self.nets);
        self.write()
    }

    /// Takes rollbook from the repository's last commit. rust-analyzer reads a dependency with a path as part of the
    /// program.
    pub(crate) fn take_commit(&self) -> Result<()> {
        let path = self.folder.join("Cargo.toml");
        let project = project()?;
        let project = project.display();
        let mut text = fs::read_to_string(&path)?;
        for name in ["rollbook", "rollbook-build"] {
            let by_path = format!("path = \"{project}/crates/{name}\"");
            text = text.replace(&by_path, &format!("git = \"file://{project}\""));
        }
        fs::write(path, text)?;
        Ok(())
    }

    fn main(&self) -> PathBuf {
        self.folder.join("src/main.rs")
    }

    pub(crate) fn target(&self) -> PathBuf {
        self.folder.join("target")
    }

    /// Runs Cargo. `incremental` as in a debug build of everyday work.
    pub(crate) fn cargo(&self, arguments: &[&str], incremental: bool) -> Result<Cost> {
        let incremental = if incremental { "1" } else { "0" };
        let variables = [("CARGO_INCREMENTAL", incremental)];
        cargo(&self.folder, arguments, &variables)
    }

    /// The package alone: its dependencies and its build script are ready. Checks that it reads what it should.
    pub(crate) fn build(&self, arguments: &[&str]) -> Result<Cost> {
        self.write()?;
        fs::write(self.main(), "fn main() {}\n")?;
        self.cargo(arguments, false)?;
        fs::write(self.main(), main_of(self.way, &self.nets))?;
        let cost = self.cargo(arguments, false)?;
        if arguments.contains(&"--release") {
            self.reads()?;
        }
        Ok(cost)
    }

    pub(crate) fn binary(&self) -> PathBuf {
        self.target().join("release/program")
    }

    /// Configs of ten modules, with the tag last.
    pub(crate) fn texts(&self) -> Vec<String> {
        let nets = self.nets.iter().take(10);
        nets.map(|net| match self.way.is_toml() {
            true => lines(net, Tag::Last, " = "),
            false => json(net, Tag::Last, None),
        })
        .collect()
    }

    fn reads(&self) -> Result<()> {
        let texts = self.texts();
        let expected = "true\n".repeat(texts.len());
        let output = Command::new(self.binary()).arg("1").args(texts).output()?;
        let text = String::from_utf8(output.stdout)?;
        let folder = self.folder.display();
        ensure!(text == expected, "{folder} cannot read: {text}");
        Ok(())
    }
}

pub(crate) const BUILD_SCRIPT: &str =
    "fn main() { rollbook_build::generate(\"registry.toml\"); }\n";

fn project() -> Result<PathBuf> {
    Ok(Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()?)
}

pub(crate) fn folder(name: &str) -> PathBuf {
    std::env::temp_dir().join("rollbook-benches").join(name)
}

/// The dependencies on rollbook, as the last lines of a `Cargo.toml`.
pub(crate) fn rollbook(features: &str) -> Result<String> {
    let project = project()?;
    let project = project.display();
    Ok(format!(
        "rollbook = {{ path = \"{project}/crates/rollbook\", features = [{features}] }}\n\
         [build-dependencies]\nrollbook-build = {{ path = \"{project}/crates/rollbook-build\" }}\n"
    ))
}

/// The lines of a manifest for these modules.
pub(crate) fn modules(nets: &[Net]) -> String {
    let mut out = String::new();
    for net in nets {
        writeln!(out, "{0} = \"crate::{0}\"", net.name).unwrap();
    }
    out
}

pub(crate) fn grow(into: &mut Vec<Net>) {
    let seed = into.len() as u64;
    let added = nets(&format!("Added{seed}"), 1, 4..=4, seed);
    let middle = into.len() / 2;
    into.splice(middle..middle, added);
}

/// Runs Cargo in a folder, and says what it cost.
pub(crate) fn cargo(folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Result<Cost> {
    let target = folder.join("target");
    let mut command = usage("cargo")?;
    command
        .args(arguments)
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .envs(variables.iter().copied());
    cost(command)
}

/// This program as what runs another one and prints its cost.
pub(crate) fn usage(program: &str) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["usage", program]);
    Ok(command)
}

/// Runs what [`usage`] began.
pub(crate) fn cost(mut command: Command) -> Result<Cost> {
    let output = command.stdout(Stdio::piped()).output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{command:?} failed: {errors}");
    let text = String::from_utf8(output.stdout)?;
    let (seconds, peak) = text.trim().split_once(' ').context("no usage")?;
    Ok(Cost {
        seconds: seconds.parse()?,
        peak: peak.parse()?,
    })
}

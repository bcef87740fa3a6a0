//! What a build costs: programs over modules that differ, written into a temporary folder and built there.
//!
//! Seconds are CPU time of all that Cargo started, user and system, with the dependencies ready.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::nets::{Net, Tag, json, nets, structs};
use crate::print::{Row, table};

/// What reads a config in each of the programs.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Structs,
    Ours,
    OursTables,
    OursDerived,
    OursDerivedTables,
    Serde,
    Typetag,
}

impl Way {
    fn title(self) -> &'static str {
        match self {
            Self::Structs => "structs and derives only",
            Self::Ours => "rollbook, serde's derive",
            Self::OursTables => "the same with `bare = false`",
            Self::OursDerived => "rollbook, its own derive",
            Self::OursDerivedTables => "its own derive, `bare = false`",
            Self::Serde => "serde's tagged enum",
            Self::Typetag => "typetag",
        }
    }

    fn is_ours(self) -> bool {
        !matches!(self, Self::Structs | Self::Serde | Self::Typetag)
    }

    fn folder(self) -> &'static str {
        match self {
            Self::Structs => "structs",
            Self::Ours => "ours",
            Self::OursTables => "ours-tables",
            Self::OursDerived => "ours-derived",
            Self::OursDerivedTables => "ours-derived-tables",
            Self::Serde => "serde",
            Self::Typetag => "typetag",
        }
    }
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

const WAYS: [Way; 7] = [
    Way::Structs,
    Way::Ours,
    Way::OursTables,
    Way::OursDerived,
    Way::OursDerivedTables,
    Way::Serde,
    Way::Typetag,
];

/// Release builds of 300 modules, or of as many as the argument says.
pub(crate) fn release() -> Result<()> {
    let count = count()?;
    let mut rows = Vec::new();
    for way in WAYS {
        let program = program(way, count)?;
        let cost = build(&program, &["build", "--release"])?;
        let binary = program.folder.join("target/release/program");
        Command::new("strip").arg(&binary).status()?;
        let size = fs::metadata(&binary)?.len() as f64 / 1024.0;
        rows.push((way, vec![cost.seconds, cost.peak, size]));
    }
    ratios(
        &format!("Release build, {count} modules that differ"),
        &["CPU s", "rustc's peak MiB", "stripped KiB"],
        &rows,
    );
    Ok(())
}

/// `cargo check` and the debug build.
pub(crate) fn debug() -> Result<()> {
    let count = count()?;
    let mut rows = Vec::new();
    for way in WAYS {
        let program = program(way, count)?;
        let check = build(&program, &["check"])?;
        let debug = build(&program, &["build"])?;
        rows.push((way, vec![check.seconds, debug.seconds, debug.peak]));
    }
    ratios(
        &format!("`cargo check` and debug build, {count} modules that differ"),
        &["check, CPU s", "build, CPU s", "rustc's peak MiB"],
        &rows,
    );
    Ok(())
}

fn count() -> Result<usize> {
    Ok(std::env::args()
        .nth(2)
        .map_or(Ok(300), |count| count.parse())?)
}

fn ratios(heading: &str, titles: &[&str], rows: &[(Way, Vec<f64>)]) {
    let find = |way| {
        rows.iter()
            .find(|(known, _)| *known == way)
            .map(|(_, figures)| figures)
    };
    let mut columns = titles.to_vec();
    let of_serde = titles
        .iter()
        .map(|title| format!("{title} / serde"))
        .collect::<Vec<_>>();
    columns.extend(of_serde.iter().map(String::as_str));
    let rows = rows.iter().map(|(way, figures)| {
        let mut out = figures.iter().copied().map(Some).collect::<Vec<_>>();
        let serde = find(Way::Serde).into_iter().flatten();
        out.extend(
            figures
                .iter()
                .zip(serde)
                .map(|(ours, serde)| Some(ours / serde)),
        );
        Row::new([way.title()], out)
    });
    table(heading, &["program"], &columns, &rows.collect::<Vec<_>>());
}

/// A program whose source is not written before it is measured.
struct Program {
    folder: PathBuf,
    main: String,
}

impl Program {
    fn cargo(&self, arguments: &[&str], mut command: Command) -> Command {
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .stderr(Stdio::null());
        command
    }
}

/// Writes a program all but its source.
fn program(way: Way, count: usize) -> Result<Program> {
    let root = std::env::temp_dir().join("rollbook-benches");
    let folder = root.join(format!("{}-{count}", way.folder()));
    fs::create_dir_all(folder.join("src"))?;
    let project = project().canonicalize()?;
    let project = project.display();
    let ours = way.is_ours();
    let mut cargo = String::from(
        "[package]\nname = \"program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n\
         [dependencies]\nserde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n",
    );
    if ours {
        let features = if matches!(way, Way::OursDerived | Way::OursDerivedTables) {
            "[\"derive\"]"
        } else {
            "[]"
        };
        writeln!(
            cargo,
            "rollbook = {{ path = \"{project}/crates/rollbook\", features = {features} }}"
        )?;
        writeln!(
            cargo,
            "[build-dependencies]\nrollbook-build = {{ path = \"{project}/crates/rollbook-build\" }}"
        )?;
        fs::write(
            folder.join("build.rs"),
            "fn main() { rollbook_build::generate(\"registry.toml\"); }\n",
        )?;
    }
    if way == Way::Typetag {
        cargo.push_str("typetag = \"0.2\"\n");
    }
    fs::write(folder.join("Cargo.toml"), cargo)?;
    let nets = nets("", count, 2..=6, 42);
    if ours {
        let bare = if matches!(way, Way::OursTables | Way::OursDerivedTables) {
            "bare = false\n"
        } else {
            ""
        };
        let mut manifest = format!("[registry.model]\n{bare}[modules.model]\n");
        for net in &nets {
            writeln!(manifest, "{0} = \"crate::{0}\"", net.name)?;
        }
        fs::write(folder.join("registry.toml"), manifest)?;
    }
    let main = main_of(way, &nets);
    Ok(Program { folder, main })
}

fn main_of(way: Way, nets: &[Net]) -> String {
    let derive = match way {
        Way::OursDerived | Way::OursDerivedTables => "rollbook::Config, Debug",
        _ => "serde::Deserialize, Debug",
    };
    let mut out = String::from("#![allow(dead_code)]\n");
    out.push_str(&structs(nets, derive, false));
    let read = match way {
        Way::Structs => "|_: &str| Ok::<_, serde_json::Error>(())",
        Way::Ours | Way::OursTables | Way::OursDerived | Way::OursDerivedTables => {
            out.push_str("mod registry { rollbook::include_registry!(); }\n");
            "serde_json::from_str::<registry::model::Config>"
        }
        Way::Serde => {
            out.push_str(
                "#[derive(serde::Deserialize)]\n#[serde(tag = \"type\")]\nenum Tagged {\n",
            );
            for net in nets {
                out.push_str(&format!("    {0}({0}),\n", net.name));
            }
            out.push_str("}\n");
            "serde_json::from_str::<Tagged>"
        }
        Way::Typetag => {
            out.push_str("#[typetag::deserialize(tag = \"type\")]\ntrait Object {}\n");
            for net in nets {
                out.push_str(&format!(
                    "#[typetag::deserialize]\nimpl Object for {} {{}}\n",
                    net.name
                ));
            }
            "serde_json::from_str::<Box<dyn Object>>"
        }
    };
    // Without an argument it does nothing, which is what its start costs.
    out.push_str(&format!(
        "fn main() {{\n    for text in std::env::args().skip(1) {{\n        let read = {read};\n        \
         println!(\"{{}}\", std::hint::black_box(read(&text)).is_ok());\n    }}\n}}\n"
    ));
    out
}

struct Cost {
    seconds: f64,
    peak: f64,
}

/// Builds the package alone, its dependencies and its build script being there already, and checks that it reads what
/// it should.
fn build(program: &Program, arguments: &[&str]) -> Result<Cost> {
    let main = program.folder.join("src/main.rs");
    fs::write(&main, "fn main() {}\n")?;
    let built = program.cargo(arguments, Command::new("cargo")).status()?;
    let folder = program.folder.display();
    ensure!(built.success(), "the dependencies of {folder} do not build");
    fs::write(&main, &program.main)?;
    let usage = [&["usage"], arguments].concat();
    let output = program
        .cargo(&usage, Command::new(std::env::current_exe()?))
        .output()?;
    ensure!(output.status.success(), "{folder} does not build");
    if arguments.contains(&"--release") {
        reads(&program.folder)?;
    }
    let text = String::from_utf8(output.stdout)?;
    let (seconds, peak) = text.trim().split_once(' ').context("no usage")?;
    Ok(Cost {
        seconds: seconds.parse()?,
        peak: peak.parse()?,
    })
}

fn reads(program: &Path) -> Result<()> {
    let nets = nets("", 10, 2..=6, 42);
    let texts = nets.iter().map(|net| json(net, Tag::Last, None));
    let output = Command::new(program.join("target/release/program"))
        .args(texts)
        .output()?;
    let text = String::from_utf8(output.stdout)?;
    ensure!(
        text == "true\n".repeat(10),
        "{} cannot read: {text}",
        program.display()
    );
    Ok(())
}

/// In a process of its own, so that what is counted is one run of Cargo: its CPU seconds, and the memory in MiB of the
/// largest process that it started.
pub(crate) fn usage() -> Result<()> {
    let status = Command::new("cargo")
        .args(std::env::args().skip(2))
        .stdout(Stdio::null())
        .status()?;
    ensure!(status.success());
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN)?;
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    println!(
        "{} {}",
        seconds(usage.user_time()) + seconds(usage.system_time()),
        usage.max_rss() as f64 / 1024.0
    );
    Ok(())
}

/// Instructions and allocations from a program's start to its end, where it does nothing with its registry.
pub(crate) fn start() -> Result<()> {
    let mut rows = Vec::new();
    for way in WAYS {
        let program = program(way, 300)?;
        build(&program, &["build", "--release"])?;
        let binary = program.folder.join("target/release/program");
        let mut count = Command::new("valgrind");
        let count = count
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(&binary);
        let instructions = crate::counts::instructions(count)?;
        let heap = Command::new("valgrind").arg(&binary).output()?;
        let heap = String::from_utf8_lossy(&heap.stderr).into_owned();
        let (_, heap) = heap
            .split_once("total heap usage: ")
            .context("no heap usage")?;
        let allocations = heap
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .replace(',', "");
        rows.push(Row::new(
            [way.title()],
            vec![Some(instructions), Some(allocations.parse()?)],
        ));
    }
    table(
        "A program of 300 modules that does nothing",
        &["program"],
        &["instructions", "allocations"],
        &rows,
    );
    Ok(())
}

/// A clean build of what the helper pulls in, beside a program that has serde's derive only; seconds by the clock.
pub(crate) fn clean() -> Result<()> {
    let mut rows = Vec::new();
    for way in [Way::Structs, Way::Ours] {
        let program = program(way, 1)?;
        fs::write(program.folder.join("src/main.rs"), &program.main)?;
        let target = program.folder.join("target");
        let mut least = f64::INFINITY;
        for _ in 0..3 {
            if target.exists() {
                fs::remove_dir_all(&target)?;
            }
            let start = Instant::now();
            let built = program
                .cargo(&["build"], Command::new("cargo"))
                .stdout(Stdio::null())
                .status()?;
            ensure!(
                built.success(),
                "{} does not build",
                program.folder.display()
            );
            least = least.min(start.elapsed().as_secs_f64());
        }
        rows.push(least);
    }
    table(
        "Clean debug build, seconds by the clock, least of 3",
        &["program"],
        &["s", "more"],
        &[
            Row::new(["serde derive and serde_json"], vec![Some(rows[0]), None]),
            Row::new(
                ["and rollbook with its build script"],
                vec![Some(rows[1]), Some(rows[1] - rows[0])],
            ),
        ],
    );
    Ok(())
}

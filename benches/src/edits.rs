//! The builds that people wait for: after one module more, after a change in a checked config, and after an edit at the
//! root of a chain of crates. Incremental, as in everyday work.

use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::arguments::Arguments;
use crate::costs::{WAYS, children, ratios};
use crate::nets::{Net, Tag, json, nets, structs};
use crate::print::{Row, table};
use crate::programs::{self, BUILD_SCRIPT, Program, Way, cargo, grow, modules, rollbook};

/// One line in the manifest and one struct more, in the middle of the others, in each round.
pub(crate) fn edit() -> Result<()> {
    let arguments = Arguments::read()?;
    // typetag, facet and miniserde come after these.
    let ways = WAYS[..6].iter().copied();
    let ways = ways.filter(|way| arguments.wants(way.name()));
    let mut programs = ways
        .map(|way| Program::new(way, arguments.count, "-edit"))
        .collect::<Result<Vec<_>>>()?;
    let rows = programs.iter().map(|program| (program.way, Vec::new()));
    let mut rows = rows.collect::<Vec<_>>();
    for command in ["check", "build"] {
        for program in &programs {
            program.write()?;
            program.cargo(&[command], true)?;
        }
        let mut least = vec![f64::INFINITY; programs.len()];
        for _ in 0..arguments.rounds {
            for (program, least) in programs.iter_mut().zip(&mut least) {
                program.grow()?;
                *least = least.min(program.cargo(&[command], true)?.seconds);
            }
        }
        for ((_, figures), least) in rows.iter_mut().zip(least) {
            figures.push(Some(least));
        }
    }
    ratios(
        &format!("One module more among {}", arguments.count),
        &["check, CPU s", "debug build, CPU s"],
        Way::Serde,
        &rows,
    );
    Ok(())
}

const CHECK: &str = "[[check]]\nfiles = \"config.json\"\nslots = { model = \"model\" }\n";

/// `cargo build` after a change in a config file that is checked, and is right.
pub(crate) fn checked() -> Result<()> {
    let arguments = Arguments::read()?;
    let ways = [Way::Ours, Way::OursDerived];
    let mut rows = Vec::new();
    for way in ways.into_iter().filter(|way| arguments.wants(way.name())) {
        let mut program = Program::new(way, arguments.count, "-checked")?;
        program.more = CHECK;
        program.write()?;
        let folder = program.folder.clone();
        let configs = configs(&program.nets);
        let least = after_changes(&folder, &folder, configs, arguments.rounds, || {
            program.grow()
        })?;
        rows.push(Row::new([way.title()], least.map(Some).to_vec()));
    }
    if arguments.wants("apart") {
        rows.push(apart(arguments.count, arguments.rounds)?);
    }
    table(
        &format!(
            "Debug build with a checked config, {} modules, CPU s",
            arguments.count
        ),
        &["program"],
        &["nothing changed", "the config changed", "one module more"],
        &rows,
    );
    Ok(())
}

/// A library with the modules, and a package that only checks the config against them.
fn apart(count: usize, rounds: usize) -> Result<Row> {
    let folder = programs::folder(&format!("apart-{count}"));
    let [library, ..] = CRATES;
    let checks = folder.join("checks");
    let mut nets = nets(&capital(library), count, 2..=6, 42);
    member(&folder, 0, &nets)?;
    workspace(&folder, &[library, "checks"])?;
    fs::create_dir_all(checks.join("src"))?;
    fs::create_dir_all(checks.join("configs"))?;
    fs::write(
        checks.join("Cargo.toml"),
        format!(
            "[package]\nname = \"checks\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
             {library} = {{ path = \"../{library}\" }}\n{}",
            rollbook("")?
        ),
    )?;
    fs::write(checks.join("build.rs"), BUILD_SCRIPT)?;
    fs::write(
        checks.join("registry.toml"),
        format!(
            "[crates]\n{library} = {{}}\n{}",
            CHECK.replace("config.json", "configs/*.json")
        ),
    )?;
    fs::write(
        checks.join("src/lib.rs"),
        "rollbook::include_problems!();\n",
    )?;
    let configs = configs(&nets);
    let least = after_changes(&folder, &checks.join("configs"), configs, rounds, || {
        grow(&mut nets);
        member(&folder, 0, &nets)
    })?;
    let title = "serde's derive, checked in a package of its own";
    Ok(Row::new([title], least.map(Some).to_vec()))
}

/// The least CPU seconds of builds in a folder: if nothing changed, after a change of the config, and after a module more.
fn after_changes(
    folder: &Path,
    place: &Path,
    configs: [String; 2],
    rounds: usize,
    mut grow: impl FnMut() -> Result<()>,
) -> Result<[f64; 3]> {
    let seconds =
        || -> Result<f64> { Ok(cargo(folder, &["build"], &[("CARGO_INCREMENTAL", "1")])?.seconds) };
    let path = place.join("config.json");
    fs::write(&path, &configs[0])?;
    seconds()?;
    let mut least = [f64::INFINITY; 3];
    for round in 1..=rounds {
        fs::write(&path, &configs[round % 2])?;
        let changed = seconds()?;
        let nothing = seconds()?;
        grow()?;
        let grown = seconds()?;
        for (least, figure) in least.iter_mut().zip([nothing, changed, grown]) {
            *least = least.min(figure);
        }
    }
    Ok(least)
}

/// Two config files, each with a module.
fn configs(nets: &[Net]) -> [String; 2] {
    [0, 1].map(|place| {
        let text = json(&nets[place], Tag::First, None);
        format!("{{ \"model\": {text} }}\n")
    })
}

fn workspace(folder: &Path, members: &[&str]) -> Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join("Cargo.toml"),
        format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
    )?;
    Ok(())
}

/// The crates of the chain, the root first. Each has a scope below the one before, and a quarter of the modules.
const CRATES: [&str; 4] = ["one", "two", "three", "four"];

/// `cargo build` of the last of four crates after one module more in the first: what rustc takes, and what comes on top.
pub(crate) fn chain() -> Result<()> {
    let arguments = Arguments::read()?;
    let folder = programs::folder(&format!("chain-{}", arguments.count));
    let each = arguments.count / CRATES.len();
    let mut of_crates = CRATES.map(|name| nets(&capital(name), each, 2..=6, 42));
    for (place, nets) in of_crates.iter().enumerate() {
        member(&folder, place, nets)?;
    }
    workspace(&folder, &CRATES)?;
    let log = folder.join("rustc.log");
    build(&folder, &log)?;
    let mut least = [f64::INFINITY; 3];
    for _ in 0..arguments.rounds {
        let [root, ..] = &mut of_crates;
        grow(root);
        member(&folder, 0, root)?;
        let (total, rustc) = build(&folder, &log)?;
        let (nothing, _) = build(&folder, &log)?;
        for (least, figure) in least.iter_mut().zip([rustc, total - rustc, nothing]) {
            *least = least.min(figure);
        }
    }
    let [rustc, rest, nothing] = least;
    table(
        &format!(
            "One module more at the root of four crates, {} modules, CPU s",
            arguments.count
        ),
        &["debug build"],
        &[
            "rustc",
            "Cargo and build scripts",
            "Cargo if nothing changed",
            "what rollbook adds",
        ],
        &[Row::new(
            ["of the last crate"],
            vec![Some(rustc), Some(rest), Some(nothing), Some(rest - nothing)],
        )],
    );
    Ok(())
}

/// Writes a crate of the chain.
fn member(folder: &Path, place: usize, nets: &[Net]) -> Result<()> {
    let name = CRATES[place];
    let before = place.checked_sub(1).map(|before| CRATES[before]);
    let folder = folder.join(name);
    fs::create_dir_all(folder.join("src"))?;
    let (dependency, crates, parent) = match before {
        None => Default::default(),
        Some(before) => (
            format!("{before} = {{ path = \"../{before}\" }}\n"),
            format!("[crates]\n{before} = {{}}\n"),
            format!("parent = \"{before}\"\n"),
        ),
    };
    let registry = if before.is_none() {
        "[registry.model]\n"
    } else {
        ""
    };
    fs::write(
        folder.join("Cargo.toml"),
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\nlinks = \"{name}\"\n[dependencies]\n\
             {dependency}serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n{}",
            rollbook("")?
        ),
    )?;
    fs::write(folder.join("build.rs"), BUILD_SCRIPT)?;
    fs::write(
        folder.join("registry.toml"),
        format!(
            "[rollbook]\nscope = \"{name}\"\n{crates}{registry}[scope.{name}]\n{parent}[modules.{name}.model]\n{}",
            modules(nets)
        ),
    )?;
    let items = structs(nets, "serde::Deserialize, Debug", false);
    let registry = "pub mod registry { rollbook::include_registry!(); }\n";
    fs::write(folder.join("src/lib.rs"), format!("{items}{registry}"))?;
    Ok(())
}

/// The CPU seconds of a build of the last crate: all, and those of rustc.
fn build(folder: &Path, log: &Path) -> Result<(f64, f64)> {
    fs::write(log, "")?;
    let program = std::env::current_exe()?;
    let program = program.to_str().context("a path that is not UTF-8")?;
    let path = log.to_str().context("a path that is not UTF-8")?;
    let variables = [
        ("CARGO_INCREMENTAL", "1"),
        ("RUSTC_WORKSPACE_WRAPPER", program),
        (LOG_PATH, path),
    ];
    let cost = cargo(folder, &["build", "--package", "four"], &variables)?;
    let log = fs::read_to_string(log)?;
    let rustc = log.lines().map(str::parse::<f64>);
    let rustc = rustc.sum::<Result<f64, _>>()?;
    Ok((cost.seconds, rustc))
}

/// The variable with the path of the log.
const LOG_PATH: &str = "ROLLBOOK_BENCH_LOG";

/// The path of the log, if Cargo runs this program in front of rustc.
pub(crate) fn log() -> Option<PathBuf> {
    let first = std::env::args_os().nth(1)?;
    let rustc = Path::new(&first).file_stem() == Some(OsStr::new("rustc"));
    let path = std::env::var_os(LOG_PATH)?;
    rustc.then(|| path.into())
}

/// Runs rustc, and adds its CPU seconds to the log.
pub(crate) fn logged(log: &Path) -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let rustc = arguments.next().context("no rustc")?;
    let status = Command::new(rustc).args(arguments).status()?;
    ensure!(status.success());
    let (seconds, _) = children()?;
    let mut log = OpenOptions::new().append(true).open(log)?;
    writeln!(log, "{seconds}")?;
    Ok(())
}

/// `One`: the start of the names of a crate's modules.
fn capital(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_ascii_uppercase() + rest
}

//! From a config to its module: instructions a parse, counted by valgrind.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::print::{Row, table};

const TIMES: f64 = 100.0;
const PEERS: [&str; 5] = ["bare", "ours", "derived", "serde", "typetag"];

pub(crate) fn parses() -> Result<()> {
    let list = Command::new(program()?).output()?;
    let list = String::from_utf8(list.stdout)?;
    let cases = list
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .collect::<Vec<_>>();
    let wanted = std::env::args().nth(2).unwrap_or_default();
    let mut names = cases.iter().map(|(name, _)| *name).collect::<Vec<_>>();
    names.dedup();
    let mut rows = Vec::new();
    for name in names.into_iter().filter(|name| name.contains(&wanted)) {
        let mut counts = Vec::new();
        for peer in PEERS {
            let there = cases.contains(&(name, peer));
            counts.push(there.then(|| parse(name, peer)).transpose()?);
        }
        let ratio = |one: usize, other: usize| Some(counts[one]? / counts[other]?);
        let mut figures = counts.clone();
        figures.extend([ratio(1, 0), ratio(1, 3), ratio(1, 4), ratio(2, 3)]);
        rows.push(Row::new([name], figures));
    }
    table(
        "From a config to its module, instructions",
        &["config"],
        &[
            "bare struct",
            "ours",
            "ours, own derive",
            "serde's enum",
            "typetag",
            "ours / bare",
            "ours / serde",
            "ours / typetag",
            "own derive / serde",
        ],
        &rows,
    );
    Ok(())
}

/// What a change must not make worse: a case, rollbook with serde's derive (`ours`) or with its own (`derived`), a peer, and
/// how much of its instructions rollbook may take. Measured with `ROLLBOOK_BENCH_MODULES=3`, which compiles in a minute;
/// with more modules the structs are others.
const GUARDED: [(&str, &str, &str, f64); 8] = [
    ("JSON, 4 fields, tag first", "ours", "bare", 1.17),
    ("JSON, 12 fields, tag first", "ours", "bare", 1.22),
    ("JSON, 12 fields, tag last", "ours", "serde", 1.01),
    (
        "JSON, 4 levels of 4 fields, tag first",
        "ours",
        "serde",
        0.58,
    ),
    (
        "JSON, 4 levels of 4 fields, tag last",
        "ours",
        "serde",
        0.94,
    ),
    (
        "TOML by rollbook::toml, 4 fields, tag first",
        "ours",
        "bare",
        1.07,
    ),
    ("JSON, 12 fields, tag first", "derived", "serde", 0.82),
    (
        "JSON, 4 levels of 12 fields, tag first",
        "derived",
        "serde",
        0.70,
    ),
];

/// Fails where one of the counts is worse than it was. It guards, it does not choose between designs: a branch that is
/// mispredicted costs no instruction.
pub(crate) fn guard() -> Result<()> {
    for (name, ours, peer, limit) in GUARDED {
        let ratio = parse(name, ours)? / parse(name, peer)?;
        println!("{name}: {ours} {ratio:.3} of {peer}, at most {limit}");
        ensure!(
            ratio <= limit,
            "{name}: {ours} {ratio:.3} of {peer}, more than {limit}"
        );
    }
    Ok(())
}

fn program() -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("parse");
    ensure!(
        program.exists(),
        "build it first: cargo build --release --bin parse"
    );
    Ok(program)
}

/// Instructions of one parse.
fn parse(name: &str, peer: &str) -> Result<f64> {
    let mut command = Command::new("valgrind");
    command.args([
        "--tool=callgrind",
        "--callgrind-out-file=/dev/null",
        "--toggle-collect=*measured*",
    ]);
    Ok(instructions(command.arg(program()?).args([name, peer]))? / TIMES)
}

/// Runs valgrind, and returns what it counted.
pub(crate) fn instructions(command: &mut Command) -> Result<f64> {
    let output = command.output().context("valgrind is needed")?;
    let text = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{text}");
    let line = text
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let (_, count) = line.context("valgrind says no count")?;
    Ok(count.trim().parse()?)
}

/// The build script's work, unoptimised as for users: seconds, and bytes of what it writes.
pub(crate) fn script() -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .args(["run", "--quiet", "--bin", "manifest"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = cargo.output()?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut rows = Vec::new();
    for line in String::from_utf8(output.stdout)?.lines() {
        let mut figures = line.split_whitespace();
        let modules = figures.next().unwrap_or_default();
        let figures = figures.map(|figure| figure.parse().ok());
        rows.push(Row::new([modules], figures.collect()));
    }
    table(
        "The build script, unoptimised, least of 5",
        &["modules"],
        &["s", "bytes written"],
        &rows,
    );
    Ok(())
}

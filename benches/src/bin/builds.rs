//! Prints the tables of `docs/performance.md` about builds: `builds TABLE COUNT ROUNDS PROGRAM...`. It takes minutes.

#[path = "../arguments.rs"]
mod arguments;
#[path = "../costs.rs"]
mod costs;
#[allow(dead_code)] // The tables are another program's.
#[path = "../counts.rs"]
mod counts;
#[path = "../editor.rs"]
mod editor;
#[path = "../edits.rs"]
mod edits;
#[allow(dead_code)] // The build script has the rest of it.
#[path = "../nets.rs"]
mod nets;
#[path = "../print.rs"]
mod print;
#[path = "../programs.rs"]
mod programs;

use anyhow::{Context, Result, bail};

const TABLES: &[(&str, fn() -> Result<()>)] = &[
    ("release", costs::release),
    ("debug", costs::debug),
    ("edit", edits::edit),
    ("checked", edits::checked),
    ("chain", edits::chain),
    ("editor", editor::analysis),
    ("start", costs::start),
    ("clean", costs::clean),
    ("script", counts::script),
    ("usage", costs::usage),
];

fn main() -> Result<()> {
    if let Some(log) = edits::log() {
        return edits::logged(&log);
    }
    let titles = TABLES.iter().map(|(title, _)| *title).collect::<Vec<_>>();
    let titles = titles.join(", ");
    let wanted = std::env::args().nth(1);
    let wanted = wanted.with_context(|| format!("which table? {titles}"))?;
    match TABLES.iter().find(|(title, _)| *title == wanted) {
        Some((_, measure)) => measure(),
        None => bail!("there is no table `{wanted}`, but {titles}"),
    }
}

//! Prints the tables of `docs/performance.md`: `cargo run --release` for the quick ones, or with a table's name.

mod costs;
#[allow(dead_code)] // The program `guard` has the rest of it.
mod counts;
mod dispatch;
mod lookup;
#[allow(dead_code)] // The build script has the rest of it.
mod nets;
mod print;

use anyhow::{Result, bail};

/// What takes seconds, and is printed without arguments.
const QUICK: &[(&str, fn() -> Result<()>)] = &[
    ("names", lookup::names),
    ("qualified", lookup::qualified),
    ("bytes", lookup::bytes),
    ("dispatch", dispatch::calls),
    ("parse", counts::parses),
];

/// What takes minutes, and needs an argument; `release` and `debug` take a number of modules behind it.
const SLOW: &[(&str, fn() -> Result<()>)] = &[
    ("release", costs::release),
    ("debug", costs::debug),
    ("start", costs::start),
    ("clean", costs::clean),
    ("script", counts::script),
    ("usage", costs::usage),
];

fn main() -> Result<()> {
    let Some(wanted) = std::env::args().nth(1) else {
        return QUICK.iter().try_for_each(|(_, measure)| measure());
    };
    let found = QUICK.iter().chain(SLOW).find(|(name, _)| *name == wanted);
    match found {
        Some((_, measure)) => measure(),
        None => bail!("there is no table `{wanted}`"),
    }
}

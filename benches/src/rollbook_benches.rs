//! Prints the tables of `docs/performance.md`: `cargo run --release` for the quick ones, or with a table's name.

#[allow(dead_code)] // The programs `guard` and `builds` have the rest of it.
mod counts;
mod dispatch;
mod lookup;
mod print;

use anyhow::{Result, bail};

/// All of them are printed without arguments. Those about builds take minutes: the program `builds` has them.
const TABLES: &[(&str, fn() -> Result<()>)] = &[
    ("names", lookup::names),
    ("qualified", lookup::qualified),
    ("bytes", lookup::bytes),
    ("dispatch", dispatch::calls),
    ("parse", counts::parses),
];

fn main() -> Result<()> {
    let Some(wanted) = std::env::args().nth(1) else {
        return TABLES.iter().try_for_each(|(_, measure)| measure());
    };
    let found = TABLES.iter().find(|(name, _)| *name == wanted);
    match found {
        Some((_, measure)) => measure(),
        None => bail!("there is no table `{wanted}`"),
    }
}

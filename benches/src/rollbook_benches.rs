//! Prints the tables of `docs/performance.md`: `cargo run --release` for the quick ones, with a name for one of them.

mod lookup;
mod print;

use std::process::ExitCode;

/// What can be measured, and how long it takes.
const TABLES: &[(&str, fn())] = &[
    ("names", lookup::names),
    ("qualified", lookup::qualified),
    ("bytes", lookup::bytes),
];

fn main() -> ExitCode {
    let wanted = std::env::args().skip(1).collect::<Vec<_>>();
    for (name, measure) in TABLES {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            measure();
        }
    }
    ExitCode::SUCCESS
}

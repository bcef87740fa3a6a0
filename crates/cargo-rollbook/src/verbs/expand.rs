//! `expand`: the Rust that is generated.

use anyhow::Result;

use crate::Outcome;
use crate::args::Common;
use crate::package::package;
use crate::show::print;

pub(crate) fn run(common: &Common) -> Result<Outcome> {
    print(&package(common)?.generator.generate()?.text);
    Ok(Outcome::Good)
}

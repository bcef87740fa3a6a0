//! What rust-analyzer needs for a program: time and memory of `rust-analyzer analysis-stats`.

use std::process::Command;

use anyhow::Result;

use crate::arguments::Arguments;
use crate::costs::ratios;
use crate::programs::{self, Program, Way};

const WAYS: [Way; 4] = [Way::Structs, Way::Ours, Way::OursDerived, Way::Serde];

/// Expands, resolves and infers all functions of the package. In the first of several rounds its build script may be
/// compiled; the least counts.
pub(crate) fn analysis() -> Result<()> {
    let arguments = Arguments::read()?;
    let found = Command::new("rust-analyzer").arg("--version").output();
    if !found.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: there is no rust-analyzer; `rustup component add rust-analyzer`");
        return Ok(());
    }
    let mut rows = Vec::new();
    for way in WAYS.into_iter().filter(|way| arguments.wants(way.name())) {
        let program = Program::new(way, arguments.count, "-editor")?;
        program.take_commit()?;
        program.write()?;
        program.cargo(&["check"], false)?;
        let (mut seconds, mut peak) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..arguments.rounds {
            let mut command = programs::usage("rust-analyzer")?;
            command
                .arg("analysis-stats")
                .arg(&program.folder)
                .env("CARGO_TARGET_DIR", program.target());
            let cost = programs::cost(command)?;
            seconds = seconds.min(cost.seconds);
            peak = peak.min(cost.peak);
        }
        rows.push((way, vec![Some(seconds), Some(peak)]));
    }
    ratios(
        &format!(
            "`rust-analyzer analysis-stats`, {} modules that differ",
            arguments.count
        ),
        &["CPU s", "peak MiB"],
        Way::Serde,
        &rows,
    );
    Ok(())
}

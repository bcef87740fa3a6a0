//! What a build costs: release and debug builds, start-up, and a clean build.

use std::fs;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::arguments::Arguments;
use crate::print::{Row, table};
use crate::programs::{Program, Way};

pub(crate) const WAYS: [Way; 10] = [
    Way::Structs,
    Way::Ours,
    Way::OursTables,
    Way::OursDerived,
    Way::OursDerivedTables,
    Way::Serde,
    Way::ByHand,
    Way::Typetag,
    Way::Facet,
    Way::Miniserde,
];

/// The same over TOML.
const TOML: [Way; 3] = [Way::OursToml, Way::SerdeToml, Way::FacetToml];

/// A program's figures, by which of them the least is taken.
type Figures = (Way, Vec<Option<f64>>);

/// Release builds, and what the programs cost when they read.
pub(crate) fn release() -> Result<()> {
    let arguments = Arguments::read()?;
    for (ways, of) in [(&WAYS[..], Way::Serde), (&TOML[..], Way::SerdeToml)] {
        let figures = least(&arguments, ways, |program| {
            let cost = program.build(&["build", "--release"])?;
            let parse = parse(program)?;
            let binary = program.binary();
            Command::new("strip").arg(&binary).status()?;
            let size = fs::metadata(&binary)?.len() as f64 / 1024.0;
            Ok(vec![Some(cost.seconds), Some(cost.peak), Some(size), parse])
        })?;
        ratios(
            &format!("Release build, {} modules that differ", arguments.count),
            &[
                "CPU s",
                "rustc's peak MiB",
                "stripped KiB",
                "instructions a parse, tag last",
            ],
            of,
            &figures,
        );
    }
    Ok(())
}

/// `cargo check` and the debug build, not incremental.
pub(crate) fn debug() -> Result<()> {
    let arguments = Arguments::read()?;
    let figures = least(&arguments, &WAYS[..7], |program| {
        let check = program.build(&["check"])?;
        let debug = program.build(&["build"])?;
        Ok(vec![
            Some(check.seconds),
            Some(debug.seconds),
            Some(debug.peak),
        ])
    })?;
    ratios(
        &format!(
            "`cargo check` and debug build, {} modules that differ",
            arguments.count
        ),
        &["check, CPU s", "build, CPU s", "rustc's peak MiB"],
        Way::Serde,
        &figures,
    );
    Ok(())
}

/// The least figures of all rounds. The programs take turns, so that other work on the machine meets all of them.
fn least(
    arguments: &Arguments,
    ways: &[Way],
    measure: impl Fn(&Program) -> Result<Vec<Option<f64>>>,
) -> Result<Vec<Figures>> {
    let mut out = Vec::<Figures>::new();
    for round in 0..arguments.rounds {
        for way in ways.iter().filter(|way| arguments.wants(way.name())) {
            let program = Program::new(*way, arguments.count, "")?;
            let figures = measure(&program)?;
            if round == 0 {
                out.push((*way, figures));
            } else if let Some((_, known)) = out.iter_mut().find(|(known, _)| known == way) {
                for (known, figure) in known.iter_mut().zip(figures) {
                    *known = known.zip(figure).map(|(one, other)| one.min(other));
                }
            }
        }
    }
    Ok(out)
}

/// Prints the figures, and their ratio to those of one program.
pub(crate) fn ratios(heading: &str, titles: &[&str], of: Way, rows: &[Figures]) {
    let base = rows.iter().find(|(way, _)| *way == of);
    let mut columns = titles.to_vec();
    let of_serde = titles.iter().map(|title| format!("{title} / serde"));
    let of_serde = of_serde.collect::<Vec<_>>();
    if base.is_some() {
        columns.extend(of_serde.iter().map(String::as_str));
    }
    let rows = rows.iter().map(|(way, figures)| {
        let mut out = figures.clone();
        if let Some((_, base)) = base {
            let ratio = figures.iter().zip(base);
            out.extend(ratio.map(|(ours, base)| ours.zip(*base).map(|(ours, base)| ours / base)));
        }
        Row::new([way.title()], out)
    });
    table(heading, &["program"], &columns, &rows.collect::<Vec<_>>());
}

/// Instructions of reading one text: what ten times more cost, so that the start does not count.
fn parse(program: &Program) -> Result<Option<f64>> {
    if program.way == Way::Structs {
        return Ok(None);
    }
    let instructions = |times: u32| {
        let mut command = valgrind();
        let command = command.arg(program.binary()).arg(times.to_string());
        crate::counts::instructions(command.args(program.texts()))
    };
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("SKIPPED: instructions a parse, because there is no valgrind");
        return Ok(None);
    }
    let more = instructions(11)? - instructions(1)?;
    Ok(Some(more / (10.0 * program.texts().len() as f64)))
}

fn valgrind() -> Command {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]);
    command
}

/// In a process of its own, so that what is counted is one run of a program: the CPU seconds of all that it starts, and
/// the memory in MiB of the largest process among them.
pub(crate) fn usage() -> Result<()> {
    let mut arguments = std::env::args().skip(2);
    let program = arguments.next().context("no program")?;
    let status = Command::new(program)
        .args(arguments)
        .stdout(std::process::Stdio::null())
        .status()?;
    ensure!(status.success());
    let (seconds, peak) = children()?;
    println!("{seconds} {peak}");
    Ok(())
}

/// CPU seconds and MiB of the largest, of all processes that this one waited for.
pub(crate) fn children() -> Result<(f64, f64)> {
    let usage = nix::sys::resource::getrusage(nix::sys::resource::UsageWho::RUSAGE_CHILDREN)?;
    let seconds =
        |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    let peak = usage.max_rss() as f64 / 1024.0;
    Ok((
        seconds(usage.user_time()) + seconds(usage.system_time()),
        peak,
    ))
}

/// Instructions and allocations from a program's start to its end, where it does nothing with its registry.
pub(crate) fn start() -> Result<()> {
    let mut rows = Vec::new();
    for way in &WAYS[..7] {
        let program = Program::new(*way, 300, "")?;
        program.build(&["build", "--release"])?;
        let binary = program.binary();
        let instructions = crate::counts::instructions(valgrind().arg(&binary))?;
        let heap = Command::new("valgrind").arg(&binary).output()?;
        let heap = String::from_utf8_lossy(&heap.stderr).into_owned();
        let (_, heap) = heap
            .split_once("total heap usage: ")
            .context("no heap usage")?;
        let allocations = heap
            .split_whitespace()
            .next()
            .context("no allocations")?
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
        let program = Program::new(way, 1, "")?;
        program.write()?;
        let mut least = f64::INFINITY;
        for _ in 0..3 {
            let target = program.target();
            if target.exists() {
                fs::remove_dir_all(&target)?;
            }
            let start = Instant::now();
            program.cargo(&["build"], false)?;
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

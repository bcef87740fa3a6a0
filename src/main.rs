//! The command line of converters.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Parser;
use converters::job_file::JobFile;
use converters::registry::{Scope, converter, transform, writer};
use indicatif::{ProgressBar, ProgressStyle};
use rollbook::Info;

/// Converts annotated image data sets between formats, as a job file says.
#[derive(Parser)]
#[command(
    version,
    args_conflicts_with_subcommands = true,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// The job file to run.
    job: Option<PathBuf>,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Runs a job.
    Run {
        /// The job file.
        job: PathBuf,
    },
    /// Lists the modules that a job can name.
    List,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    match (arguments.command, arguments.job) {
        (Some(Command::List), _) => list(),
        (Some(Command::Run { job }), _) | (None, Some(job)) => run(&job)?,
        (None, None) => {}
    }
    Ok(())
}

fn run(path: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("could not read the job `{}`", path.display()))?;
    let job = JobFile::parse(&text).with_context(|| format!("in the job `{}`", path.display()))?;
    println!("built {}", job.summary());
    let folder = path.parent().unwrap_or(Path::new(""));
    let report = job.run(folder, bar("reading"), bar("writing"))?;
    println!("{report}");
    println!("wrote {}", folder.join(&job.output).display());
    Ok(())
}

/// Hidden by indicatif where the output is no terminal.
fn bar(what: &'static str) -> ProgressBar {
    let style = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}");
    ProgressBar::no_length()
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        .with_message(what)
}

fn list() {
    for scope in Scope::ALL {
        println!("{scope}");
        let lists = [
            ("converter", entries(converter::from(*scope))),
            ("transform", entries(transform::from(*scope))),
            ("writer", entries(writer::from(*scope))),
        ];
        for (registry, entries) in lists {
            for (name, info) in entries {
                println!("  {registry:<10} {name:<18} {}", info.doc);
            }
        }
    }
}

fn entries<K: rollbook::Kind>(
    registry: rollbook::Registry<K>,
) -> Vec<(&'static str, &'static Info)> {
    let info = |(name, kind): (_, K)| (name, kind.info());
    registry.iter().map(info).collect()
}

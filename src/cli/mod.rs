//! The commands: each reads a job, does its part, and prints what it found.

mod diff;
mod draw;
mod list;
mod report;
mod show;
mod stats;
mod watch;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use converters::job::{self, Prepared};
use converters::job_file::JobFile;
use converters::progress::Silent;
use converters::report::Report;
use rollbook::printable;
use serde::Serialize;

pub(crate) use diff::diff;
pub(crate) use list::list;
pub(crate) use report::report;
pub(crate) use show::show;
pub(crate) use stats::stats;
use watch::Bar;
pub(crate) use watch::Signal;

/// A job as the command line gives it.
#[derive(clap::Args)]
pub(crate) struct JobArguments {
    /// The job file.
    #[arg(value_name = "JOB")]
    path: PathBuf,
    /// Sets a value of the job, over what its file says: `writer.labels=outlines`, `transform[0].min_area=9`.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
}

/// How much is printed, and as what.
#[derive(Clone)]
pub(crate) struct Printing {
    pub(crate) quiet: bool,
    pub(crate) json: bool,
    pub(crate) signal: Signal,
}

impl Printing {
    /// A result: as JSON, or as text for people.
    fn result(&self, value: &impl Serialize, text: impl FnOnce() -> String) -> anyhow::Result<()> {
        if self.quiet {
            return Ok(());
        }
        let text = if self.json {
            serde_json::to_string_pretty(value)?
        } else {
            text()
        };
        print(format!("{}\n", text.trim_end()).as_bytes())
    }

    fn bar(&self, what: &'static str) -> Arc<Bar> {
        Bar::new(what, self.quiet, &self.signal)
    }
}

/// Prints to standard output. It is not an error if a reader has seen enough: `converters list | head`.
pub(crate) fn print(text: &[u8]) -> anyhow::Result<()> {
    match std::io::stdout().lock().write_all(text) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// What was built of what, and what came of it.
#[derive(Serialize)]
struct Outcome<'a> {
    built: String,
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
}

pub(crate) fn run(arguments: &JobArguments, printing: &Printing) -> anyhow::Result<()> {
    let job = arguments.read()?;
    let folder = arguments.folder();
    let report = job::run(&job.job(folder, printing.bar("reading"), printing.bar("writing")))?;
    let output = folder.join(&job.output).display().to_string();
    let output = printable(&output);
    let text = format!("built {}\n{report}\nwrote {output}", job.summary());
    let outcome = Outcome {
        built: job.summary(),
        report: &report,
        output: Some(output),
    };
    printing.result(&outcome, || text)
}

/// Prints the job as it is after all layers, each value with the place that it comes from.
pub(crate) fn print_config(arguments: &JobArguments, printing: &Printing) -> anyhow::Result<()> {
    let layers = JobFile::layers(&arguments.path, &arguments.set)?;
    // What is wrong with the job is said before it is printed.
    JobFile::read(&layers)?;
    let text = layers.to_commented_toml()?;
    printing.result(&layers.read::<serde_json::Value>()?, || text)
}

pub(crate) fn check(arguments: &JobArguments, printing: &Printing) -> anyhow::Result<()> {
    let job = arguments.read()?;
    let Prepared { report, .. } = arguments.prepare(&job, printing)?;
    let outcome = Outcome {
        built: job.summary(),
        report: &report,
        output: None,
    };
    printing.result(&outcome, || {
        format!("built {}\n{report}\nnothing written", job.summary())
    })
}

impl JobArguments {
    /// A job file as it is.
    pub(crate) fn of(path: PathBuf) -> Self {
        let set = Vec::new();
        Self { path, set }
    }

    fn read(&self) -> anyhow::Result<JobFile> {
        Ok(JobFile::read(&JobFile::layers(&self.path, &self.set)?)?)
    }

    fn prepare(&self, job: &JobFile, printing: &Printing) -> anyhow::Result<Prepared> {
        let job = job.job(self.folder(), printing.bar("reading"), Arc::new(Silent));
        Ok(job::prepare(&job)?)
    }

    /// What the paths of the job are relative to, also those that a base has.
    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new(""))
    }
}

//! The commands: each reads a job, does its part, and prints what it found.

mod list;
mod show;
mod stats;
mod watch;

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use converters::error::{shown_path, visible};
use converters::job::{self, Prepared};
use converters::job_file::JobFile;
use converters::progress::Silent;
use converters::report::Report;
use serde::Serialize;

pub(crate) use list::list;
pub(crate) use show::show;
pub(crate) use stats::stats;
use watch::Bar;
pub(crate) use watch::Signal;

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
        // It is not an error if a reader has seen enough: `converters list | head`.
        match writeln!(std::io::stdout(), "{}", text.trim_end()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        }
    }

    fn bar(&self, what: &'static str) -> Arc<Bar> {
        Bar::new(what, self.quiet, &self.signal)
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

pub(crate) fn run(path: &Path, printing: &Printing) -> anyhow::Result<()> {
    let job = read(path)?;
    let folder = folder_of(path);
    let report = job::run(&job.job(folder, printing.bar("reading"), printing.bar("writing")))?;
    let output = folder.join(&job.output).display().to_string();
    let output = visible(&output).into_owned();
    let text = format!("built {}\n{report}\nwrote {output}", job.summary());
    let outcome = Outcome {
        built: job.summary(),
        report: &report,
        output: Some(output),
    };
    printing.result(&outcome, || text)
}

pub(crate) fn check(path: &Path, printing: &Printing) -> anyhow::Result<()> {
    let job = read(path)?;
    let Prepared { report, .. } = prepare(&job, path, printing)?;
    let outcome = Outcome {
        built: job.summary(),
        report: &report,
        output: None,
    };
    printing.result(&outcome, || {
        format!("built {}\n{report}\nnothing written", job.summary())
    })
}

fn read(path: &Path) -> anyhow::Result<JobFile> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("could not read the job `{}`", shown_path(path)))?;
    JobFile::parse(&text).with_context(|| format!("in the job `{}`", shown_path(path)))
}

fn prepare(job: &JobFile, path: &Path, printing: &Printing) -> anyhow::Result<Prepared> {
    let job = job.job(folder_of(path), printing.bar("reading"), Arc::new(Silent));
    Ok(job::prepare(&job)?)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

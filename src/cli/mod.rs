//! The commands: each reads a job, does its part, and prints what it found.

mod list;
mod show;
mod stats;

use std::io::Write;
use std::path::Path;

use anyhow::Context;
use converters::job::{self, Prepared};
use converters::job_file::JobFile;
use converters::report::Report;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

pub(crate) use list::list;
pub(crate) use show::show;
pub(crate) use stats::stats;

/// How much is printed, and as what.
#[derive(Clone, Copy)]
pub(crate) struct Printing {
    pub(crate) quiet: bool,
    pub(crate) json: bool,
}

impl Printing {
    /// A result: as JSON, or as text for people.
    fn result(self, value: &impl Serialize, text: impl FnOnce() -> String) -> anyhow::Result<()> {
        if self.quiet {
            return Ok(());
        }
        let text = if self.json {
            serde_json::to_string_pretty(value)?
        } else {
            text()
        };
        // A reader that has seen enough is no error: `converters list | head`.
        match writeln!(std::io::stdout(), "{}", text.trim_end()) {
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            other => Ok(other?),
        }
    }

    /// Hidden by indicatif where the output is no terminal.
    fn bar(self, what: &'static str) -> ProgressBar {
        if self.quiet {
            return ProgressBar::hidden();
        }
        let style = ProgressStyle::with_template("{msg} {wide_bar} {percent}% {eta}");
        ProgressBar::no_length()
            .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
            .with_message(what)
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

pub(crate) fn run(path: &Path, printing: Printing) -> anyhow::Result<()> {
    let job = read(path)?;
    let folder = folder_of(path);
    let report = job::run(&job.job(folder, printing.bar("reading"), printing.bar("writing")))?;
    let output = folder.join(&job.output).display().to_string();
    let text = format!("built {}\n{report}\nwrote {output}", job.summary());
    let outcome = Outcome {
        built: job.summary(),
        report: &report,
        output: Some(output),
    };
    printing.result(&outcome, || text)
}

pub(crate) fn check(path: &Path, printing: Printing) -> anyhow::Result<()> {
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
        .with_context(|| format!("could not read the job `{}`", path.display()))?;
    JobFile::parse(&text).with_context(|| format!("in the job `{}`", path.display()))
}

fn prepare(job: &JobFile, path: &Path, printing: Printing) -> anyhow::Result<Prepared> {
    let job = job.job(
        folder_of(path),
        printing.bar("reading"),
        ProgressBar::hidden(),
    );
    Ok(job::prepare(&job)?)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

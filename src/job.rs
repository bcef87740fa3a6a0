//! Runs a job: one converter, any transforms, one writer.

mod doubts;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::converter::Converter;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::input::Input;
use crate::output::{Output, check_target};
use crate::progress::Progress;
use crate::report::Report;
use crate::transform::Transform;
use crate::writer::Writer;

/// What to run, and where.
pub struct Job<'a> {
    /// Reads the source.
    pub converter: &'a dyn Converter,
    /// Change the data set, in this order.
    pub transforms: Vec<&'a dyn Transform>,
    /// Writes the target.
    pub writer: &'a dyn Writer,
    /// The job file's folder, which all paths are relative to.
    pub folder: &'a Path,
    /// The folder to write.
    pub output: &'a Path,
    /// Replaces the folder to write if it is there.
    pub overwrite: bool,
    /// Is notified of how far the reading is; [`Silent`](crate::progress::Silent) shows nothing.
    pub reading: Arc<dyn Progress>,
    /// Is notified of how far the writing is.
    pub writing: Arc<dyn Progress>,
}

/// What a job makes of its source, not yet written.
pub struct Prepared {
    /// The data set, as the transforms left it.
    pub data: DataSet,
    /// What was read and changed.
    pub report: Report,
    /// The files and folders that were read.
    pub sources: Vec<PathBuf>,
}

/// Reads and changes, and writes nothing.
///
/// # Errors
///
/// [`Error`] of the module that failed; [`Error::Stopped`] if the reading was stopped.
pub fn prepare(job: &Job<'_>) -> Result<Prepared, Error> {
    let mut report = Report::default();
    let input = Input::with_progress(job.folder, Arc::clone(&job.reading));
    let read = job.converter.read(&input, &mut report);
    let mut data = stopped_or(&job.reading, read)?;
    for transform in &job.transforms {
        data = transform.apply(data, &mut report)?;
    }
    data.check()?;
    doubts::note(&data, &mut report);
    let mut sources = input.sources();
    sources.push(job.folder.join("."));
    Ok(Prepared {
        data,
        report,
        sources,
    })
}

/// Runs a job. The target is there as a whole afterwards, or, after an error, as it was before.
///
/// # Errors
///
/// [`Error`] of the module that failed, or of a target that may not be written; [`Error::Stopped`] if it was stopped.
pub fn run(job: &Job<'_>) -> Result<Report, Error> {
    let target = job.folder.join(job.output);
    // Asked again before writing; here it saves the time to read.
    check_target(&target, job.overwrite)?;
    let Prepared {
        data,
        mut report,
        sources,
    } = prepare(job)?;
    let output = Output::create(&target, job.overwrite, &sources)?
        .with_progress(Arc::clone(&job.writing))
        .with_sources(job.folder);
    let written = job.writer.write(&data, &output, &mut report);
    stopped_or(&job.writing, written)?;
    // What follows needs memory of its own.
    drop(data);
    output.finish(&mut report)?;
    Ok(report)
}

/// Whatever the error is that stopping the work has led to, that is what is said.
fn stopped_or<T>(progress: &Arc<dyn Progress>, result: Result<T, Error>) -> Result<T, Error> {
    result.map_err(|error| match progress.stopped() {
        true => Error::Stopped,
        false => error,
    })
}

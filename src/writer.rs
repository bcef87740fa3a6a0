//! Writers write a data set in a format. One file a format.

mod coco;
mod decimal;
mod yolo;

pub use coco::Coco;
pub use yolo::Yolo;

use crate::dataset::DataSet;
use crate::error::Error;
use crate::output::Output;
use crate::report::Report;

/// Writes one format.
#[rollbook::dispatch]
pub trait Writer {
    /// Checks the arguments, before any file is opened.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for one that makes no sense.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Writes the data set, which [`DataSet::check`] has found sound, and counts what the format cannot hold.
    ///
    /// # Errors
    ///
    /// [`Error`] if the data set cannot be written in this format, or not all of it can be written.
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error>;
}

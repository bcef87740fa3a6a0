//! Converts annotated image data sets between formats.
//!
//! A [converter](converter::Converter) reads one format into a [`DataSet`], [transforms](transform::Transform)
//! change it, and a [writer](writer::Writer) writes it in another format. [`job::run`] does all three, and hands
//! back a [`Report`] of what was read, changed, written and lost.

pub mod checked;
pub mod converter;
pub mod dataset;
pub mod diff;
pub mod error;
pub mod input;
pub mod job;
pub mod job_file;
pub mod name;
pub mod output;
pub mod page;
mod parallel;
pub mod picture;
pub mod progress;
#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}
pub mod report;
pub mod statistics;
pub mod transform;
pub mod writer;

#[cfg(test)]
mod testing;

registry::check_configs!();

pub use dataset::DataSet;
pub use error::Error;
pub use input::Input;
pub use job::Job;
pub use output::Output;
pub use report::Report;

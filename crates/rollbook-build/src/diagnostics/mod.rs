//! What is wrong with a manifest, apart from how it is drawn.

mod diagnostic;
mod draw;
mod json;
pub(crate) mod messages;
mod problems;
mod report;
mod suggest;
mod syntax;
mod text;

pub(crate) use diagnostic::renamed;
pub use diagnostic::{Diagnostic, Edit, Label, Level};
pub(crate) use draw::{draw, drawings};
pub(crate) use messages::Message;
pub(crate) use problems::{Problem, Problems};
pub(crate) use report::{diagnostics, fnv, record, rest};
pub(crate) use suggest::slip;
pub(crate) use syntax::{report as report_toml, toml_problems, without_stops};
pub(crate) use text::{name, names, plain, quoted};

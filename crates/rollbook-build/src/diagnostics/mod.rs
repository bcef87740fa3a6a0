//! What is wrong with a manifest, apart from how it is drawn.

mod draw;
pub(crate) mod messages;
mod problems;
mod suggest;
mod syntax;
mod text;

pub(crate) use draw::draw;
pub(crate) use messages::Message;
pub(crate) use problems::{Problem, Problems};
pub(crate) use syntax::{report as report_toml, toml_problems, without_stops};
pub(crate) use text::{name, names, plain, quoted};

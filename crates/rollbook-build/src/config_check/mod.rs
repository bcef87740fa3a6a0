//! Checks the config files that a manifest names: from files to documents to references to problems.

mod check;
mod context;
mod defaults;
mod document;
mod files;
mod layers;
mod problems;
mod reference;
mod walk;

pub(crate) use check::check;
pub(crate) use reference::Reference;

//! A file for each command.

pub(crate) mod check;
pub(crate) mod expand;
pub(crate) mod explain;
pub(crate) mod graph;
pub(crate) mod list;
pub(crate) mod tree;

//! A file for each command.

pub(crate) mod add;
pub(crate) mod check;
pub(crate) mod diff;
pub(crate) mod docs;
pub(crate) mod expand;
pub(crate) mod explain;
pub(crate) mod fix;
pub(crate) mod graph;
pub(crate) mod init;
pub(crate) mod list;
pub(crate) mod lock;
pub(crate) mod rename;
pub(crate) mod schema;
pub(crate) mod tree;

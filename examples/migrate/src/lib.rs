//! The same two shapes, read from the same configs: in four usual ways, and with rollbook.

pub mod after;
pub mod before;

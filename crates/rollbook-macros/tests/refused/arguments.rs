//! Refused: arguments.

#[rollbook_macros::dispatch(all)]
pub trait Model {}

fn main() {}

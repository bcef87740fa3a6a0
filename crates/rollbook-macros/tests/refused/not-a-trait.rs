//! Refused: not a trait.

#[rollbook_macros::dispatch]
pub struct Model;

fn main() {}

//! Refused: self argument.

#[rollbook_macros::dispatch]
pub trait Model {
    fn same(&self, other: &Self) -> bool;
}

fn main() {}

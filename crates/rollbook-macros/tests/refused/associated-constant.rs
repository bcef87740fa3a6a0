//! Refused: associated constant.

#[rollbook_macros::dispatch]
pub trait Model {
    const DEPTH: u8;
}

fn main() {}

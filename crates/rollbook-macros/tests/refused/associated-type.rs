//! Refused: associated type.

#[rollbook_macros::dispatch]
pub trait Model {
    type Output;
    fn forward(&self) -> u8;
}

fn main() {}

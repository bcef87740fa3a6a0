//! Refused: function without self.

#[rollbook_macros::dispatch]
pub trait Model {
    fn make() -> u8;
}

fn main() {}

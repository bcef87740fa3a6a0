//! Refused: returns impl.

#[rollbook_macros::dispatch]
pub trait Model {
    fn layers(&self) -> impl Iterator<Item = u8>;
}

fn main() {}

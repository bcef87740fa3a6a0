//! Refused: returns impl in a future.

#[rollbook_macros::dispatch]
pub trait Model {
    fn layers(&self) -> impl Future<Output = impl Iterator<Item = u8>>;
}

fn main() {}

//! Refused: generic trait.

#[rollbook_macros::dispatch]
pub trait Model<T> {
    fn forward(&self, x: T);
}

fn main() {}

//! Refused: returns self.

#[rollbook_macros::dispatch]
pub trait Model: Sized {
    fn copy(&self) -> Option<Self>;
}

fn main() {}

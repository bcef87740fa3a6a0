//! Refused: self in a bound.

#[rollbook_macros::dispatch]
pub trait Model {
    fn visit<F: FnMut(&Self)>(&self, f: F);
}

fn main() {}

//! Refused: unsafe method.

#[rollbook_macros::dispatch]
pub trait Model {
    unsafe fn poke(&self);
}

fn main() {}

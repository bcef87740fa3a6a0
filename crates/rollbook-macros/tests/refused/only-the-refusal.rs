//! Refused: only the refusal.

mod nets {
    #[rollbook_macros::dispatch]
    pub trait Model {
        type Output;
    }
}

pub enum Module {}

nets::Model! { [nets::Model] [Module] ; }

fn main() {}

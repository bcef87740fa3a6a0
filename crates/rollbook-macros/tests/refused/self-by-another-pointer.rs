//! Refused: self by another pointer.

#[rollbook_macros::dispatch]
pub trait Model {
    fn share(self: std::rc::Rc<Self>);
}

fn main() {}

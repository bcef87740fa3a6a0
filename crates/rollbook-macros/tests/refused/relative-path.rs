//! Refused: relative path.

mod a {
    pub struct Tensor;
    pub mod b {
        #[rollbook_macros::dispatch]
        pub trait Model {
            fn forward(&self, x: super::Tensor);
        }
    }
}

fn main() {}

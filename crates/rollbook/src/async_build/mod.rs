//! From a config to a module by constructors that wait: registries with `async = true`.

mod containers;
mod traits;
mod way;

pub use traits::{BuildAsync, BuildLocal, ConstructAsync, ConstructLocal};
pub use way::{Choice, Choose, ChooseLocal, ReturnedKind, returned};

//! The message about a name that is not found: the same words at run time and in rustc's errors.

mod similar;
pub(crate) mod text;
mod unknown;

pub use similar::distance;
pub use unknown::{Advice, UnknownName, UnknownScope};

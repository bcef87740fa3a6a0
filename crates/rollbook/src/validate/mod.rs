//! The step before building: registries with `validate = true`.

mod containers;
mod error;
mod problems;
mod way;

pub use error::{Problem, ValidateError};
pub use problems::{Problems, Validate, validate};
pub use way::{Check, Checks, invalid, validate_config, validate_module};

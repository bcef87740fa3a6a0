//! The model as tables that are looked up: what a program holds as constants, and the build script while it checks.

mod constants;
#[cfg(test)]
mod corpus_test;
mod hash;
mod look_up;
mod names;
#[cfg(test)]
mod names_test;
#[cfg(test)]
mod walk_test;

pub(crate) use constants::constants;
pub(crate) use look_up::look_up;

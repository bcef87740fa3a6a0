//! The example of MMCV's documentation: converters with a build function of their registry's own.

use rollbook::BuildError;
use serde::Deserialize;

use crate::registry::converter::{Config, Module};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Converter1Config {
    pub a: u32,
    pub b: u32,
}

#[derive(Debug)]
pub struct Converter1 {
    pub a: u32,
    pub b: u32,
    pub made_by: &'static str,
}

impl From<Converter1Config> for Converter1 {
    fn from(config: Converter1Config) -> Self {
        Self {
            a: config.a,
            b: config.b,
            made_by: "",
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Converter2 {
    #[serde(skip)]
    pub made_by: &'static str,
}

/// Runs around the construction of every converter.
///
/// # Errors
///
/// What the constructor fails with; `a` above `b`.
pub fn build_converter(config: Config) -> Result<Module, BuildError> {
    if let Config::Converter1(Converter1Config { a, b }) = &config {
        if a > b {
            return Err(BuildError::new("`a` is above `b`"));
        }
    }
    Ok(mark(config.construct()?, "the registry"))
}

/// The same, for the scope mmdet and those below.
///
/// # Errors
///
/// What the constructor fails with.
pub fn build_in_mmdet(config: Config) -> Result<Module, BuildError> {
    Ok(mark(config.construct()?, "mmdet"))
}

fn mark(mut module: Module, by: &'static str) -> Module {
    match &mut module {
        Module::Converter1(converter) => converter.made_by = by,
        Module::Converter2(converter)
        | Module::MmclsConverter3(converter)
        | Module::Mmdet3dConverter4(converter) => converter.made_by = by,
    }
    module
}

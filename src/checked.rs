//! The build functions of the registries: what a job's arguments must hold is checked when the job is read, before any
//! file is opened.

use rollbook::BuildError;

use crate::converter::Converter;
use crate::registry;
use crate::transform::Transform;
use crate::writer::Writer;

/// Builds a converter and checks its arguments.
///
/// # Errors
///
/// An argument that makes no sense.
pub fn converter(
    config: registry::converter::Config,
) -> Result<registry::converter::Module, BuildError> {
    let module = config.construct()?;
    module.check().map_err(BuildError::new)?;
    Ok(module)
}

/// Builds a transform and checks its arguments.
///
/// # Errors
///
/// An argument that makes no sense.
pub fn transform(
    config: registry::transform::Config,
) -> Result<registry::transform::Module, BuildError> {
    let module = config.construct()?;
    module.check().map_err(BuildError::new)?;
    Ok(module)
}

/// Builds a writer and checks its arguments.
///
/// # Errors
///
/// An argument that makes no sense.
pub fn writer(config: registry::writer::Config) -> Result<registry::writer::Module, BuildError> {
    let module = config.construct()?;
    module.check().map_err(BuildError::new)?;
    Ok(module)
}

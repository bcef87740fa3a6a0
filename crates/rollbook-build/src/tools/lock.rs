//! The lock of names, with the arguments of modules.

use std::path::PathBuf;

use crate::diagnostics::{self, Diagnostic, Problems};
use crate::error::Error;
use crate::generator::{Generator, Resolved};
use crate::lock::{self, ChangedArgument};

/// The lock of names, beside the manifest. [`Generator::lock`] gives it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Lock {
    /// Its path, with the folder of the package.
    pub path: PathBuf,
    /// Its text. `None` if there is no lock yet.
    pub before: Option<String>,
    /// The text that it should have.
    pub after: String,
    /// Why it cannot be read, such as a conflict marker. Do not write it then.
    pub faults: Vec<Diagnostic>,
    /// The names in it that vanished from the manifest, or mean something else now, and the arguments that changed.
    pub breaking: Vec<Diagnostic>,
}

impl Generator {
    /// The lock of names with the text that it should have, the arguments of modules in it. Nothing is written.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::Problems`] if it has mistakes, [`Error::NoLock`] if it
    /// does not say `[rollbook] lock = true`.
    pub fn lock(&self) -> Result<Lock, Error> {
        let resolved = self.right()?;
        let arguments = self.arguments(&resolved, &self.reader(&resolved));
        let Resolved {
            model, mut sources, ..
        } = resolved;
        let mut checked = self.checked_lock(&model, &mut sources);
        if checked.faults.is_empty() {
            checked.describe(&model, &sources, &arguments);
        }
        let Some(path) = checked.path else {
            return Err(Error::NoLock {
                manifest: self.inputs.manifest.clone(),
            });
        };
        let as_data = |list| {
            let problems = Problems {
                list,
                ..Problems::default()
            };
            diagnostics::diagnostics(&problems, &sources)
        };
        Ok(Lock {
            path: self.inputs.root.join(path),
            before: checked.before,
            after: checked.after,
            faults: as_data(checked.faults),
            breaking: as_data(checked.breaking),
        })
    }

    /// What changed in the arguments of modules since a lock with this text was written, and may break configs. Nothing if
    /// the text is not a lock.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read.
    pub fn changed_arguments(&self, lock: &str) -> Result<Vec<ChangedArgument>, Error> {
        let resolved = self.resolve()?;
        let arguments = self.arguments(&resolved, &self.reader(&resolved));
        Ok(lock::changed_arguments(lock, &resolved.model, &arguments))
    }
}

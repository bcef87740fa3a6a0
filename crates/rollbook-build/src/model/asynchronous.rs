//! Registries whose constructors may wait: what they are, and which modules may nest theirs.

use super::context::ModuleContext;
use super::path;
use super::types::Asynchronous;
use crate::diagnostics::{Message, Problem, Problems, messages, name, plain};
use crate::manifest::RegistryEntry;
use crate::text::{Span, Spanned};

/// What `async` and `local` of a registry say.
pub(super) fn resolve(entry: &RegistryEntry, problems: &mut Problems) -> Option<Asynchronous> {
    let on = |given: &Option<Spanned<bool>>| given.as_ref().is_some_and(|given| given.value);
    match (on(&entry.asynchronous), &entry.local) {
        (true, _) if on(&entry.local) => Some(Asynchronous::Local),
        (true, _) => Some(Asynchronous::Anywhere),
        (false, None) => None,
        (false, Some(local)) => {
            let label = "which future?";
            problems.add(Problem::new(
                &messages::LOCAL_WITHOUT_ASYNC,
                local.span,
                label,
            ));
            None
        }
    }
}

impl ModuleContext<'_> {
    /// What is wrong with a module without a `build` function that nests these paths' registries.
    pub(super) fn waits(&self, module: &Spanned<String>, paths: &[&str]) -> Option<Problem> {
        let nested = paths.iter().flat_map(|path| path::nested(path));
        let mut faults = nested.filter_map(|nested| {
            let how = self.asynchronous.iter().find(|known| known.0 == nested)?.1;
            let message = match (self.registry.asynchronous, how) {
                (None, Some(_)) => &messages::NESTS_ASYNC,
                (Some(Asynchronous::Anywhere), Some(Asynchronous::Local)) => &messages::NESTS_LOCAL,
                _ => return None,
            };
            Some(self.wait_problem(message, module, nested))
        });
        faults.next()
    }

    fn wait_problem(
        &self,
        message: &'static Message,
        module: &Spanned<String>,
        nested: &str,
    ) -> Problem {
        let span: Span = module.span;
        Problem::new(message, span, "this module")
            .with("name", name(&module.value))
            .with("nested", name(nested))
            .with("registry", name(&self.registry.name))
            .with("plain", plain(&self.registry.name))
    }
}

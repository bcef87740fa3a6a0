//! `sequence`: the module that a list of configs builds.

use super::path::{self, Use};
use super::scopes::Scopes;
use super::types::{Module, Registry};
use super::workspace::Workspace;
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::text::Spanned;

/// The index of the module that is meant: by its name, in the manifest's own scope or wherever there is only one of
/// that name, or by its type.
pub(super) fn resolve(
    given: &Spanned<String>,
    registry: &Registry,
    scopes: &Scopes,
    known: &[&str],
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Option<usize> {
    let found = if given.value.contains("::") {
        let path = path::resolve(given, Use::Type, known, workspace, problems)?;
        positions(registry, |module| module.type_path == path)
    } else {
        let named =
            |module: &Module| module.name == given.value || module.aliases.contains(&given.value);
        let own = positions(registry, |module| {
            module.scope == scopes.viewer && named(module)
        });
        if own.is_empty() {
            positions(registry, named)
        } else {
            own
        }
    };
    let problem = match found.as_slice() {
        [only] => return Some(*only),
        [] => {
            let names = registry.modules.iter().map(|module| module.name.as_str());
            let similar = problems.similar(&given.value, names);
            Problem::new(&messages::UNKNOWN_SEQUENCE, given.span, "no such module")
                .with("registry", name(&registry.name))
                .with_any("similar", &similar)
        }
        _ => Problem::new(&messages::AMBIGUOUS_SEQUENCE, given.span, "which one?"),
    };
    problems.add(problem.with("name", name(&given.value)));
    None
}

fn positions(registry: &Registry, is: impl Fn(&Module) -> bool) -> Vec<usize> {
    let modules = registry.modules.iter().enumerate();
    modules
        .filter(|(_, module)| is(module))
        .map(|(index, _)| index)
        .collect()
}

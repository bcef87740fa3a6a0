//! `sequence`: the module that a list of configs builds.

use rollbook::__private::build::ModuleId;

use super::path::{self, Use};
use super::types::{Module, Registry};
use super::workspace::Workspace;
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::text::Spanned;

/// The only module of that type.
pub(super) fn by_type(
    given: &Spanned<String>,
    registry: &Registry,
    known: &[&str],
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Option<ModuleId> {
    let path = path::resolve(given, Use::Type, known, workspace, problems)?;
    only(given, registry, |module| module.type_path == path, problems)
}

/// The only module for which `is` holds. If there is none, or several, adds a problem.
pub(crate) fn only(
    given: &Spanned<String>,
    registry: &Registry,
    is: impl Fn(&Module) -> bool,
    problems: &mut Problems,
) -> Option<ModuleId> {
    let found = registry.numbered().filter(|(_, module)| is(module));
    let found = found.map(|(id, _)| id).collect::<Vec<_>>();
    let problem = match found.as_slice() {
        [only] => return Some(*only),
        [] => {
            let names = registry.modules.iter().map(|module| module.name.as_str());
            let similar = problems.similar(&given.value, names);
            Problem::new(&messages::UNKNOWN_SEQUENCE, given.span, "no such module")
                .with("registry", name(&registry.name))
                .with_similar(&given.value, &similar)
        }
        _ => Problem::new(&messages::AMBIGUOUS_SEQUENCE, given.span, "which one?"),
    };
    problems.add(problem.with("name", name(&given.value)));
    None
}

//! The modules that a registry needs for something: `sequence`, `fallback` and `default`.

use rollbook::__private::build::ModuleId;

use super::path::{self, Use};
use super::types::{Module, Registry, Role};
use super::workspace::Workspace;
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::text::Spanned;

/// The only module of that type.
pub(super) fn by_type(
    (role, given): (Role, &Spanned<String>),
    registry: &Registry,
    known: &[&str],
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Option<ModuleId> {
    let path = path::resolve(given, Use::Type, known, workspace, problems)?;
    only(
        (role, given),
        registry,
        |module| module.type_path == path,
        problems,
    )
}

/// The only module for which `is` holds. If it holds for no module, or for several, adds a problem.
pub(crate) fn only(
    (role, given): (Role, &Spanned<String>),
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
            Problem::new(&messages::UNKNOWN_ROLE, given.span, "no such module")
                .with("registry", name(&registry.name))
                .with_similar(&given.value, &similar)
        }
        _ => Problem::new(&messages::AMBIGUOUS_ROLE, given.span, "which one?"),
    };
    let problem = problem.with("role", role.key());
    problems.add(problem.with("name", name(&given.value)));
    None
}

/// The type that keeps a config with an unknown name, as the model writes paths.
pub(crate) const UNKNOWN: &str = "::rollbook::Unknown";

/// Gives a module its role.
pub(crate) fn give(
    role: Role,
    given: &Spanned<String>,
    module: Option<ModuleId>,
    registry: &mut Registry,
    problems: &mut Problems,
) {
    registry.give(role, module);
    let Some(found) = module.and_then(|id| registry.modules.get_mut(id.index())) else {
        return;
    };
    match role {
        Role::Fallback if found.config.is_none() && found.type_path != UNKNOWN => {
            found.config = Some(UNKNOWN.to_owned());
        }
        Role::Default if !found.defaults.is_empty() => {
            let problem = Problem::new(&messages::DEFAULT_WITH_DEFAULTS, given.span, "this one");
            problems.add(problem.with("name", name(&found.name)));
            registry.default = None;
        }
        Role::Sequence | Role::Fallback | Role::Default => {}
    }
}

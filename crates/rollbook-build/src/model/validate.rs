//! Where the valid type of a module means nothing.

use super::types::Registry;
use crate::diagnostics::{Problem, messages, name, plain};
use crate::text::Spanned;

/// What is wrong with a `valid` of a module with this config.
pub(super) fn alone(
    registry: &Registry,
    valid: &Spanned<String>,
    module: &str,
    config: Option<&str>,
) -> Option<Problem> {
    let of_registry = format!("the registry {} does not validate", name(&registry.name));
    let validate = format!(
        "write `validate = true` in `[registry.{}]`",
        plain(&registry.name)
    );
    let (why, edit) = match (registry.validate, config) {
        (false, _) => (of_registry, validate),
        (true, None) => (
            "it has no `config`".to_owned(),
            "write `config = \"...\"`, the type that is validated to this one".to_owned(),
        ),
        (true, Some(_)) => return None,
    };
    let problem = Problem::new(&messages::VALID_ALONE, valid.span, "validated to this type");
    let problem = problem.with("name", name(module));
    Some(problem.with("why", why).with("edit", edit))
}

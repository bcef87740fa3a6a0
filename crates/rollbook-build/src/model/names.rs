//! What a name of a scope or a module may be.

use crate::diagnostics::{Problem, Problems, messages, name};
use crate::text::Spanned;

/// The tables hold the length of `scope.Name` in 16 bits.
const LONGEST_SCOPE: usize = 5_000;
const LONGEST_MODULE: usize = 60_000;

/// Whether the name is allowed. If not, adds a problem.
pub(super) fn check(kind: &str, given: &Spanned<String>, problems: &mut Problems) -> bool {
    let limit = if kind == "scope" {
        LONGEST_SCOPE
    } else {
        LONGEST_MODULE
    };
    let text = given.value.as_str();
    let problem = if text.is_empty() {
        Problem::new(&messages::EMPTY_NAME, given.span, "an empty name")
    } else if text.len() > limit {
        Problem::new(&messages::LONG_NAME, given.span, "this name")
            .with("length", text.len().to_string())
            .with("limit", limit.to_string())
    } else if text.contains('.') {
        Problem::new(&messages::DOTTED_NAME, given.span, "this name")
            .with("instead", name(&text.replace('.', "/")))
            .with("name", name(text))
    } else {
        return true;
    };
    problems.add(problem.with("kind", kind));
    false
}

//! What is wrong with a config file's format, as problems.

use super::document::Fault;
use crate::diagnostics::{Problem, messages, name, toml_problems};
use crate::text::{Source, SourceId};

/// What makes a file unreadable, as problems.
pub(super) fn problems_of(fault: Fault, id: SourceId, sources: &[Source]) -> Vec<Problem> {
    let span = |range| id.span(range);
    let problem = match fault {
        Fault::Toml(errors) => {
            let nothing = toml::de::DeTable::new();
            let problems = toml_problems(id.of(sources), id, &nothing, &errors).into_iter();
            return problems.map(of_config).collect();
        }
        Fault::Json(range, what) => {
            let edits = [
                ("trailing commas are not allowed", "remove the comma"),
                ("comments are not allowed", "remove the comment"),
                ("expected comma", "write a comma between the two"),
                ("unterminated object", "write the missing `}`"),
                ("unterminated array", "write the missing `]`"),
            ];
            let edit = edits.iter().find(|(fault, _)| *fault == what);
            let problem = Problem::new(&messages::CONFIG_SYNTAX, span(range), "")
                .with("format", "JSON")
                .with("rules", "https://www.json.org")
                .with("what", what);
            match edit {
                Some((_, edit)) => problem.with("edit", *edit),
                None => problem,
            }
        }
        Fault::Twice(key, first, again) => {
            Problem::new(&messages::CONFIG_DUPLICATE, span(again), "again")
                .and(span(first), "first")
                .with("key", name(&key))
        }
        Fault::TooDeep(range, limit) => {
            Problem::new(&messages::TOO_DEEP, span(range), "here").with("limit", limit.to_string())
        }
    };
    vec![problem]
}

/// A fault of TOML in a config, not in the manifest.
fn of_config(mut problem: Problem) -> Problem {
    problem.message = if problem.message.id == messages::DUPLICATE_KEY.id {
        &messages::CONFIG_DUPLICATE
    } else {
        &messages::CONFIG_SYNTAX
    };
    problem
        .with("format", "TOML")
        .with("rules", "https://toml.io/en/v1.1.0")
}

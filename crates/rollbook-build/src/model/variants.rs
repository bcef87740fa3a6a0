//! The Rust name of each module: its variant in the registry's enums.

use std::collections::HashMap;

use crate::diagnostics::{Problem, Problems, messages, name, plain};
use crate::manifest::ModuleEntry;
use crate::text::Spanned;
use crate::text::rust::identifier::{is_identifier, is_keyword, is_taken, prefixed, variant};

/// The variants of one registry, and by which module.
#[derive(Default)]
pub(super) struct Variants(HashMap<String, Spanned<String>>);

impl Variants {
    /// The variant of a module. `prefix` is the key of its scope, if that is not the manifest's own. Returns `None` and
    /// adds a problem if there is no variant.
    pub(super) fn of(
        &mut self,
        entry: &ModuleEntry,
        prefix: Option<&str>,
        problems: &mut Problems,
    ) -> Option<String> {
        let module = &entry.name;
        let made = match prefix {
            Some(scope) => prefixed(scope, &module.value),
            None => variant(&module.value),
        };
        let chosen = match entry.variant.as_ref() {
            Some(given) if is_good(&given.value) => Some(given.value.clone()),
            Some(given) => {
                problems.add(bad(given, made.as_deref()));
                made
            }
            None => made,
        };
        let Some(chosen) = chosen else {
            if entry.variant.is_none() {
                let problem = Problem::new(&messages::NO_VARIANT, module.span, "no letter in it");
                problems.add(problem.with("name", name(&module.value)));
            }
            return None;
        };
        if let Some(first) = self.0.get(&chosen) {
            let problem = Problem::new(&messages::VARIANT_CLASH, module.span, "the second")
                .and(first.span, "the first")
                .with("first", name(&first.value))
                .with("second", name(&module.value))
                .with("variant", plain(&chosen))
                .with("proposal", plain(&format!("{chosen}2")));
            problems.add(problem);
            return None;
        }
        self.0.insert(chosen.clone(), module.clone());
        Some(chosen)
    }
}

fn is_good(text: &str) -> bool {
    is_identifier(text) && !is_taken(text)
}

fn bad(given: &Spanned<String>, made: Option<&str>) -> Problem {
    let text = given.value.as_str();
    let why = if is_keyword(text) {
        "it is a keyword of Rust"
    } else if is_taken(text) {
        "the generated enums have something of that name"
    } else {
        "it is not an identifier"
    };
    let problem = Problem::new(&messages::BAD_VARIANT, given.span, "this variant")
        .with("variant", name(text))
        .with("why", why);
    match variant(text).or(made.map(str::to_owned)) {
        Some(proposal) => problem.with("proposal", plain(&proposal)),
        None => problem,
    }
}

//! The traits that a manifest's `derive` gives to the enums.

use super::path::{self, Use};
use super::workspace::Workspace;
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::manifest::Derived;
use crate::text::{Span, Spanned};

/// The trait that rollbook implements itself.
pub(crate) const JSON_SCHEMA: &str = "schemars::JsonSchema";

/// A `Serialize` in `derive` that is for modules, too.
pub(super) struct Written {
    pub(super) span: Span,
    /// Whether it is for modules only. One for both enums is for configs, and for modules if they can be written.
    pub(super) only: bool,
}

/// What the enum of configs and the enum of modules derive.
pub(super) fn derives(
    given: &[(Derived, Spanned<String>)],
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> (Vec<String>, Vec<String>, Option<Written>) {
    let (mut config, mut module, mut written) = (Vec::new(), Vec::new(), None);
    for (which, derive) in given {
        let add = |list: &mut Vec<String>, derive: &str| {
            if !list.iter().any(|known| known == derive) {
                list.push(derive.to_owned());
            }
        };
        match derive.value.as_str() {
            "Deserialize" | "serde::Deserialize" | "::serde::Deserialize" => {
                let label = "without being listed";
                let problem = Problem::new(&messages::DERIVE_DESERIALIZE, derive.span, label);
                problems.add(problem.with("name", name(&derive.value)));
            }
            // For modules it is there without being asked for.
            "From" if *which != Derived::Module => {}
            // schemars' own derive would describe the enums as Rust has them, which is not how configs are written.
            "schemars::JsonSchema" | "::schemars::JsonSchema" => {
                if *which != Derived::Module {
                    add(&mut config, JSON_SCHEMA);
                }
                if *which != Derived::Config {
                    add(&mut module, JSON_SCHEMA);
                }
            }
            "Serialize" | "serde::Serialize" | "::serde::Serialize" => {
                if *which != Derived::Module {
                    add(&mut config, "Serialize");
                }
                let only = *which == Derived::Module;
                let known = written.as_ref().is_some_and(|known: &Written| known.only);
                if *which != Derived::Config && !known {
                    let span = derive.span;
                    written = Some(Written { span, only });
                }
            }
            _ => {
                let Some(path) = derivable(derive, workspace, problems) else {
                    continue;
                };
                if *which != Derived::Module {
                    add(&mut config, &path);
                }
                if *which != Derived::Config {
                    add(&mut module, &path);
                }
            }
        }
    }
    (config, module, written)
}

/// The generated file imports nothing: a bare name is one of Rust's own.
fn derivable(
    derive: &Spanned<String>,
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Option<String> {
    const OWN: &[&str] = &[
        "Clone",
        "Copy",
        "Debug",
        "Eq",
        "Hash",
        "Ord",
        "PartialEq",
        "PartialOrd",
    ];
    let text = derive.value.as_str();
    if OWN.contains(&text) {
        return Some(text.to_owned());
    }
    if text.contains("::") {
        return path::resolve(derive, Use::Derive, &[], workspace, problems);
    }
    let why = match text {
        "Default" => {
            "a registry names the module that it means with `default = \"...\"`".to_owned()
        }
        _ => format!(
            "without a path, only {} are known",
            crate::diagnostics::names(OWN.iter().copied())
        ),
    };
    let problem = Problem::new(&messages::BAD_DERIVE, derive.span, "this name")
        .with("name", name(text))
        .with("why", why);
    problems.add(problem);
    None
}

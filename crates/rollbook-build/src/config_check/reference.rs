//! A name of a module in a config, and what is wrong with it.

use rollbook::__private::build::{Advice, Data, ModuleId, ScopeId, is_reserved, printable};
use rollbook::Info;

use super::context::CheckContext;
use crate::diagnostics::{Problem, Problems, messages, name, plain, quoted, slip};
use crate::model::{Check, Module, RegistryId, Slot, SlotId};
use crate::text::Span;

/// A name in a config.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    /// Its path: `model.backbone`, `pipeline[0]`.
    pub(crate) path: String,
    /// The slot that says so.
    pub(crate) slot: SlotId,
    pub(crate) registry: RegistryId,
    /// The scope that it is looked up from.
    pub(crate) viewer: ScopeId,
    pub(crate) name: String,
    /// What it means, if anything.
    pub(crate) module: Option<ModuleId>,
}

/// Reports a name that no module has, and warns of a deprecated one.
pub(super) fn report_unknown(
    reference: &Reference,
    check: &Check,
    context: &CheckContext<'_>,
    problems: &mut Problems,
) {
    let data = context.data_of(reference.registry);
    match reference.module {
        Some(module) => {
            let info = &data.modules[module.index()];
            if let Some(note) = info.deprecated {
                let problem =
                    Problem::new(&messages::CONFIG_DEPRECATED, reference.span, "deprecated")
                        .with("registry", data.name)
                        .with("name", name(&reference.name))
                        .with("note", printable(note));
                problems.add(match instead(note, module, reference.viewer, data) {
                    Some(instead) => {
                        let problem = problem.with("write", name(instead));
                        problem.rename(&reference.name, instead, true)
                    }
                    None => problem,
                });
            }
        }
        None => {
            let bare = last_part(&reference.name);
            let entry = (data.name.to_owned(), bare.to_owned());
            // If its entry in the manifest is wrong, that has been reported already.
            let registry = context.model.registry(reference.registry);
            let fallback = registry.fallback.map(|id| registry.module(id));
            if let Some(fallback) = fallback {
                problems.add(as_fallback(reference, fallback, data, context, problems));
            } else if !context.model.left_out.contains(&entry) {
                let slot = check.slots.get(reference.slot.index());
                let problem = unknown(reference, slot, data, context, problems);
                problems.add(problem);
            }
        }
    }
}

/// A program reads the name, but hardly anybody means that in a file that is checked.
fn as_fallback(
    reference: &Reference,
    fallback: &Module,
    data: &'static Data,
    context: &CheckContext<'_>,
    problems: &Problems,
) -> Problem {
    let viewer = &context.model.scopes[reference.viewer.index()];
    let from = match data.scopes.len() {
        1 => String::new(),
        _ => format!(" as seen from the scope {}", name(&viewer.name)),
    };
    let known = data.modules.iter().map(|info| info.name);
    let similar = problems.similar(&reference.name, known);
    Problem::new(&messages::CONFIG_FALLBACK, reference.span, "no such name")
        .with("registry", data.name)
        .with("name", name(&reference.name))
        .with("from", from)
        .with("fallback", name(&fallback.name))
        .with("manifest", name(context.manifest))
        .with_any("similar", &similar)
}

/// The name that a note such as "use `NetA`" says to use, if it means another module from here.
fn instead<'n>(note: &'n str, module: ModuleId, viewer: ScopeId, data: &Data) -> Option<&'n str> {
    let (first, rest) = note.trim().split_once(' ')?;
    if !first.eq_ignore_ascii_case("use") {
        return None;
    }
    let name = match rest.trim_start().strip_prefix('`') {
        Some(rest) => rest.split('`').next()?,
        None => rest
            .split_whitespace()
            .next()?
            .trim_end_matches(['.', ',', ';', ':']),
    };
    let found = data.resolve(viewer, name)?;
    (found != module && data.modules[found.index()].deprecated.is_none()).then_some(name)
}

/// What is wrong with a name. `slot` says why it is looked up.
pub(super) fn unknown(
    reference: &Reference,
    slot: Option<&Slot>,
    data: &'static Data,
    context: &CheckContext<'_>,
    problems: &Problems,
) -> Problem {
    let viewer = context.model.scope(reference.viewer);
    let from = match data.scopes.len() {
        1 => String::new(),
        _ => format!(" as seen from the scope {}", name(&viewer.name)),
    };
    let problem = |message, label: &str| {
        Problem::new(message, reference.span, label)
            .with("registry", data.name)
            .with("name", name(&reference.name))
            .with("from", from.clone())
    };
    let advice = data.advice(context.data, reference.viewer, &reference.name);
    let (gap, module, spelled) = match advice {
        Advice::Feature(module) => {
            let info = &data.modules[module.index()];
            let feature = info.feature.expect("only a feature leaves a module out");
            let problem = problem(&messages::CONFIG_FEATURE, "not in this build")
                .with("feature", needed(info))
                .with("plain", plain(feature));
            return match info.feature_package {
                Some(package) => problem.with("package", name(package)),
                None => problem,
            };
        }
        Advice::Reserved(removed) => {
            let note = data.modules[removed.index()].deprecated;
            let note = note.expect("a name is reserved with a note");
            let problem = problem(&messages::CONFIG_RESERVED, "removed")
                .with("note", printable(note))
                .with("manifest", name(context.manifest));
            return match instead(note, removed, reference.viewer, data) {
                Some(instead) => {
                    let problem = problem.with("write", name(instead));
                    problem.rename(&reference.name, instead, true)
                }
                None => problem,
            };
        }
        Advice::Registry(other) => {
            let other = context.data[other].name;
            let label = format!("not in `{}`", data.name);
            let problem = problem(&messages::CONFIG_REGISTRY, &label)
                .with("other", name(other))
                .with("plain", plain(other));
            return match slot.map(|slot| &slot.path) {
                Some(path) => problem
                    .and(
                        path.span,
                        format!("{} sets the registry here", name(&path.value)),
                    )
                    .with("slot", quoted(&path.value)),
                None => problem,
            };
        }
        Advice::Scope(scope) => {
            let problem = problem(&messages::CONFIG_NAME_SCOPE, "no such scope");
            return with_scopes(problem.with("scope", name(scope)), scope, context, problems);
        }
        Advice::Write(module, spelled) => ("write", module, spelled),
        Advice::Respelled(module, spelled) => ("respelled", module, spelled),
        Advice::Similar(module, spelled) => ("similar", module, spelled),
        Advice::Empty | Advice::None => {
            let table = match context.model.scopes.len() {
                1 => quoted(data.name),
                _ => format!("{}.{}", quoted(&viewer.key), quoted(data.name)),
            };
            let problem = problem(&messages::CONFIG_NAME, "no such name")
                .with("table", table)
                .with("manifest", name(context.manifest));
            return match advice {
                Advice::Empty => problem.with("empty", name(data.name)),
                _ => problem,
            };
        }
    };
    let mut shown = name(spelled.as_str());
    let info = &data.modules[module.index()];
    if module.packed() >= data.enabled && info.feature.is_some() {
        shown.push_str(&format!(
            " (it needs the feature {}, which is off)",
            needed(info)
        ));
    }
    let sure = module.packed() < data.enabled && only(gap, &reference.name, spelled.as_str(), data);
    problem(&messages::CONFIG_NAME, "no such name")
        .with(gap, shown)
        .rename(&reference.name, spelled.as_str(), sure)
}

/// A name without the scopes before it.
fn last_part(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, last)| last)
}

/// Whether the module is the only one that the name may mean. Two scopes may have it, if the scope
/// before it stays.
fn only(gap: &str, written: &str, spelled: &str, data: &Data) -> bool {
    let last = last_part(written);
    let words = |name: &str| -> String {
        let letters = name.chars();
        let letters = letters.filter(|c| !matches!(c, '-' | '_' | '/' | ' '));
        letters.flat_map(char::to_lowercase).collect()
    };
    let alike = |name: &&str| match gap {
        "write" => *name == last,
        "respelled" => words(name) == words(last),
        _ => slip(last, name),
    };
    let modules = data.modules.iter();
    let there = modules.filter(|info| !is_reserved(info));
    let names =
        there.flat_map(|info| std::iter::once(info.name).chain(info.aliases.iter().copied()));
    let meant = names.filter(alike).collect::<Vec<_>>();
    let one_name = meant.iter().all(|name| *name == meant[0]);
    let scope = |name: &str| name.rsplit_once('.').map(|(scope, _)| scope.to_owned());
    one_name && (meant.len() == 1 || meant.len() > 1 && scope(spelled) == scope(written))
}

/// A scope that the manifest does not have.
pub(super) fn unknown_scope(
    scope: &str,
    span: Span,
    context: &CheckContext<'_>,
    problems: &Problems,
) -> Problem {
    let problem = Problem::new(&messages::CONFIG_SCOPE, span, "no such scope");
    let mut problem = with_scopes(problem.with("name", name(scope)), scope, context, problems);
    let known = context.model.scopes.iter().map(|scope| scope.name.as_str());
    if let [only] = problems.similar(scope, known)[..] {
        problem = problem.rename(scope, only, slip(scope, only));
    }
    problem
}

fn with_scopes(
    problem: Problem,
    scope: &str,
    context: &CheckContext<'_>,
    problems: &Problems,
) -> Problem {
    let known = context.model.scopes.iter().map(|scope| scope.name.as_str());
    let mut known = known.collect::<Vec<_>>();
    known.dedup();
    let similar = problems.similar(scope, known.iter().copied());
    problem
        .with_any("similar", &similar)
        .with_any("known", &known)
}

/// The feature that a module needs: `huge`, or `huge` of the package `mmdet`.
fn needed(info: &Info) -> String {
    let feature = info.feature.map(name).unwrap_or_default();
    match info.feature_package {
        Some(package) => format!("{feature} of the package {}", name(package)),
        None => feature,
    }
}

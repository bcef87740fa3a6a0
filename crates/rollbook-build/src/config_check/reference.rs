//! A name in a config that stands for a module, and what is wrong with it.

use rollbook::__private::build::{Advice, Data};

use super::against::Against;
use crate::diagnostics::{Problem, Problems, messages, name, plain, quoted};
use crate::model::Check;
use crate::text::Span;

/// A name in a config.
#[derive(Debug)]
pub(crate) struct Reference {
    pub(crate) span: Span,
    /// The way to it: `model.backbone`, `pipeline[0]`.
    pub(crate) path: String,
    /// The index of the slot that says so.
    pub(crate) slot: usize,
    pub(crate) registry: usize,
    /// The scope that it is looked up from.
    pub(crate) viewer: u16,
    pub(crate) name: String,
    /// What it means, if anything.
    pub(crate) module: Option<u16>,
}

/// Tells a name that means nothing, and warns of one that is deprecated.
pub(super) fn judge(
    reference: &Reference,
    check: &Check,
    against: &Against<'_>,
    problems: &mut Problems,
) {
    let data = against.data[reference.registry];
    match reference.module {
        Some(module) => {
            let info = &data.modules[usize::from(module)];
            if let Some(note) = info.deprecated {
                let shown = name(&reference.name);
                let text = format!("the {} {shown} is deprecated: {note}", data.name);
                problems.warn(reference.span, text);
            }
        }
        None => {
            let bare = reference.name.rsplit('.').next().unwrap_or_default();
            let entry = (data.name.to_owned(), bare.to_owned());
            // Where its entry in the manifest is at fault, that is told already.
            if !against.model.left_out.contains(&entry) {
                let problem = unknown(reference, check, data, against, problems);
                problems.add(problem);
            }
        }
    }
}

fn unknown(
    reference: &Reference,
    check: &Check,
    data: &'static Data,
    against: &Against<'_>,
    problems: &Problems,
) -> Problem {
    let viewer = &against.model.scopes[usize::from(reference.viewer)];
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
    let advice = data.advice(against.data, reference.viewer, &reference.name);
    let (gap, module, spelled) = match advice {
        Advice::Feature(module) => {
            let feature = data.modules[usize::from(module)].feature;
            return problem(&messages::CONFIG_FEATURE, "not in this build")
                .with("feature", name(feature.unwrap_or_default()))
                .with("plain", plain(feature.unwrap_or_default()));
        }
        Advice::Registry(other) => {
            let other = against.data[other].name;
            let slot = &check.slots[reference.slot].path;
            let label = format!("{} says what stands here", name(&slot.value));
            return problem(
                &messages::CONFIG_REGISTRY,
                &format!("not in `{}`", data.name),
            )
            .and(slot.span, label)
            .with("other", name(other))
            .with("slot", quoted(&slot.value))
            .with("plain", plain(other));
        }
        Advice::Scope(scope) => {
            let problem = problem(&messages::CONFIG_NAME_SCOPE, "no such scope");
            return with_scopes(problem.with("scope", name(scope)), scope, against, problems);
        }
        Advice::Write(module, spelled) => ("write", module, spelled),
        Advice::Respelled(module, spelled) => ("respelled", module, spelled),
        Advice::Similar(module, spelled) => ("similar", module, spelled),
        Advice::Empty | Advice::None => {
            let table = match against.model.scopes.len() {
                1 => quoted(data.name),
                _ => format!("{}.{}", quoted(&viewer.key), quoted(data.name)),
            };
            let problem = problem(&messages::CONFIG_NAME, "no such name")
                .with("table", table)
                .with("manifest", name(against.manifest));
            return match advice {
                Advice::Empty => problem.with("empty", name(data.name)),
                _ => problem,
            };
        }
    };
    let mut shown = name(spelled.as_str());
    if let (true, Some(feature)) = (
        module >= data.enabled,
        data.modules[usize::from(module)].feature,
    ) {
        shown.push_str(&format!(
            " (it needs the feature {}, which is off)",
            name(feature)
        ));
    }
    problem(&messages::CONFIG_NAME, "no such name").with(gap, shown)
}

/// A scope that the manifest does not have.
pub(super) fn unknown_scope(
    scope: &str,
    span: Span,
    against: &Against<'_>,
    problems: &Problems,
) -> Problem {
    let problem = Problem::new(&messages::CONFIG_SCOPE, span, "no such scope");
    with_scopes(problem.with("name", name(scope)), scope, against, problems)
}

fn with_scopes(
    problem: Problem,
    scope: &str,
    against: &Against<'_>,
    problems: &Problems,
) -> Problem {
    let known = against.model.scopes.iter().map(|scope| scope.name.as_str());
    let mut known = known.collect::<Vec<_>>();
    known.dedup();
    let similar = problems.similar(scope, known.iter().copied());
    problem
        .with_any("similar", &similar)
        .with_any("known", &known)
}

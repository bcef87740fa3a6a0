//! The names of modules in `defaults`.
//!
//! Only the types of the configs say which table of a default is a module, so a name that means nothing is an error only if
//! it is like a name that means something. The generated test of the `defaults` finds the rest.

use rollbook::__private::build::{Advice, Data};

use super::context::CheckContext;
use super::reference::{self, Reference};
use crate::diagnostics::{Problem, Problems, messages, name};
use crate::model::{self, DefaultText, Module, Registry, RegistryId, SlotId};
use crate::text::{PackageId, Source};

/// Checks the names in the defaults that the package's own manifest writes.
pub(super) fn check(context: &CheckContext<'_>, sources: &[Source], problems: &mut Problems) {
    let registries = &context.model.registries;
    let modules = registries.iter().flat_map(|registry| &registry.modules);
    for module in modules {
        let texts = module.defaults.iter().flat_map(|default| &default.texts);
        for text in texts.filter(|text| text.text.span.within(sources).package == PackageId::BUILT)
        {
            one(text, module, context, problems);
        }
    }
}

fn one(
    written: &DefaultText,
    module: &Module,
    context: &CheckContext<'_>,
    problems: &mut Problems,
) {
    let DefaultText { key, text, scopes } = written;
    let registries = context.model.registries.iter().zip(context.data);
    let mut tables = registries
        .enumerate()
        .filter(|(_, (registry, _))| registry.key == *key)
        .map(|(index, (registry, data))| (index, nests(module, registry), *data))
        .collect::<Vec<_>>();
    // Those that the module holds are meant first.
    tables.sort_by_key(|(_, nested, _)| !nested);
    let mut viewer = module.scope;
    for scope in scopes {
        let found = tables.first();
        let found = found.and_then(|(.., data)| data.scope_named(viewer, scope));
        viewer = found.unwrap_or(viewer);
    }
    let known = |data: &Data| {
        let bare = text.value.rsplit_once('.');
        let bare = bare.map_or(text.value.as_str(), |(_, bare)| bare);
        let entry = (data.name.to_owned(), bare.to_owned());
        data.resolve(viewer, &text.value).is_some() || context.model.left_out.contains(&entry)
    };
    if tables.is_empty() || tables.iter().any(|(.., data)| known(data)) {
        return;
    }
    for (index, nested, data) in &tables {
        let sure = match data.advice(context.data, viewer, &text.value) {
            Advice::Write(..)
            | Advice::Respelled(..)
            | Advice::Similar(..)
            | Advice::Reserved(_) => true,
            Advice::Scope(_) => *nested,
            // It is found if its feature is on.
            Advice::Feature(_) => return,
            Advice::Registry(_) | Advice::Empty | Advice::None => false,
        };
        if sure {
            let reference = Reference {
                span: text.span,
                path: String::new(),
                slot: SlotId::new(0),
                registry: RegistryId::new(*index),
                viewer,
                name: text.value.clone(),
                module: None,
            };
            let mut problem = reference::unknown(&reference, None, data, context, problems);
            problem.message = &messages::DEFAULT_LIKE;
            problems.add(problem);
            return;
        }
    }
    if tables[0].1 {
        let problem = Problem::new(&messages::DEFAULT_NAME, text.span, "no such name")
            .with("name", name(&text.value))
            .with("module", name(&module.name));
        problems.add(problem);
    }
}

/// Whether the manifest says that a module holds modules of a registry.
fn nests(module: &Module, registry: &Registry) -> bool {
    let paths = [Some(&module.type_path), module.config.as_ref()];
    let mut nested = paths
        .into_iter()
        .flatten()
        .flat_map(|path| model::nested(path));
    nested.any(|name| name == registry.name)
}

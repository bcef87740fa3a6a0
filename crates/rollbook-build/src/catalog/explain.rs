//! How a name is looked up, step by step.

use rollbook::__private::build::{Advice, ModuleId};

use super::{Catalog, ModuleEntry, RegistryEntry, ScopeEntry};
use crate::model;

/// How a name is looked up from a scope. [`Catalog::explain`] gives it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The scopes that are looked into, in this order, with what they hold under the name.
    pub steps: Vec<Step>,
    /// The index of the module that the name means.
    pub module: Option<usize>,
    /// Why no module was found, and what to write instead.
    pub advice: Option<String>,
    /// Whether the advice says more than that no module was found.
    pub helps: bool,
}

/// A step of an [`Explanation`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Step {
    /// The index of the scope.
    pub scope: usize,
    /// The name that is searched there: the whole name, or the part after a scope and a dot.
    pub name: String,
    /// The index of the module of that name, in this scope itself.
    pub module: Option<usize>,
    /// The index of the reserved name, in this scope itself.
    pub reserved: Option<usize>,
}

impl Catalog {
    /// How a name of a registry is looked up from a scope. The indices are those of this catalog; `None` if one of them
    /// is not.
    #[must_use]
    pub fn explain(&self, registry: usize, scope: usize, name: &str) -> Option<Explanation> {
        let data = self.data.get(registry)?;
        let entry = self.registries.get(registry)?;
        self.scopes.get(scope)?;
        let viewer = model::scope_id(scope);
        let module = data.resolve(viewer, name).map(ModuleId::index);
        let advice = data.advice(&self.data, viewer, name);
        let helps = !matches!(advice, Advice::Registry(_) | Advice::Empty | Advice::None);
        let advice = match (module, advice) {
            (Some(_), _) => None,
            (None, Advice::Registry(other)) => {
                let other = self.registries.get(other).map_or("", |other| &other.name);
                Some(format!("it is in the registry `{other}`"))
            }
            (None, _) => Some(data.explain(viewer, name).as_str().to_owned()),
        };
        Some(Explanation {
            steps: self.steps(entry, scope, name),
            module,
            helps: module.is_none() && helps,
            advice,
        })
    }

    /// The walk of the resolver, scope by scope. This only describes it: `explain` asks the resolver.
    fn steps(&self, registry: &RegistryEntry, viewer: usize, name: &str) -> Vec<Step> {
        let own = |scope: usize, name: &str| {
            let named = |module: &&ModuleEntry| {
                module.name == name || module.aliases.iter().any(|alias| alias == name)
            };
            let here = registry
                .modules
                .iter()
                .filter(|module| module.scope == scope);
            let found = here.clone().find(named)?;
            registry
                .modules
                .iter()
                .position(|module| std::ptr::eq(module, found))
        };
        let step = |scope, name: &str| Step {
            scope,
            name: name.to_owned(),
            module: own(scope, name),
            reserved: registry
                .reserved
                .iter()
                .position(|entry| entry.scope == scope && entry.name == name),
        };
        let mut steps = Vec::new();
        let (mut at, mut rest) = (viewer, name);
        while let Some((head, after)) = rest.split_once('.') {
            let root = self.ancestors(at).last().unwrap_or(at);
            let child = |scope: usize| {
                let of = |(_, known): &(usize, &ScopeEntry)| {
                    known.parent == Some(scope) && known.name == head
                };
                self.scopes
                    .iter()
                    .enumerate()
                    .find(of)
                    .map(|(child, _)| child)
            };
            let exact = if self.scopes[at].name == head {
                Some(at)
            } else if let Some(child) = child(at) {
                (at, rest) = (child, after);
                continue;
            } else if self.scopes[root].name == head {
                Some(root)
            } else if let Some(child) = child(root) {
                (at, rest) = (child, after);
                continue;
            } else {
                None
            };
            // A scope's own name before the dot: only its own modules.
            steps.extend(exact.map(|scope| step(scope, after)));
            return steps;
        }
        for scope in self.ancestors(at) {
            steps.push(step(scope, rest));
        }
        steps
    }

    /// A scope, its parent, and so on up to the root.
    pub fn ancestors(&self, scope: usize) -> impl Iterator<Item = usize> + '_ {
        let above = move |scope: &usize| self.scopes.get(*scope)?.parent;
        std::iter::successors(Some(scope), above)
    }
}

//! Which modules close a cycle of registries with async constructors.
//!
//! The future of a registry holds the futures of its modules, and these hold the futures of the registries that they
//! nest. Without a pointer on each cycle it would hold itself.

use std::collections::HashMap;

use super::path::nested;
use super::types::Registry;

/// Sets `closes_cycle` of the modules whose futures are boxed. A walk through the registries, in the manifest's order,
/// comes back to one that it has not left yet: that edge closes a cycle.
pub(super) fn mark(registries: &mut [Registry]) {
    let edges = edges(registries);
    let mut states = vec![State::New; registries.len()];
    for start in 0..registries.len() {
        if states[start] != State::New {
            continue;
        }
        states[start] = State::Inside;
        let mut path = vec![(start, edges[start].iter())];
        while let Some((at, rest)) = path.last_mut() {
            let at = *at;
            match rest.next() {
                None => {
                    states[at] = State::Left;
                    path.pop();
                }
                Some((module, to)) => match states[*to] {
                    State::Inside => registries[at].modules[*module].closes_cycle = true,
                    State::Left => {}
                    State::New => {
                        states[*to] = State::Inside;
                        path.push((*to, edges[*to].iter()));
                    }
                },
            }
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    Inside,
    Left,
}

/// Of each registry: which module nests which registry, both with async constructors.
fn edges(registries: &[Registry]) -> Vec<Vec<(usize, usize)>> {
    let index = registries.iter().enumerate();
    let index = index.filter(|(_, registry)| registry.asynchronous.is_some());
    let index = index.map(|(index, registry)| (registry.name.as_str(), index));
    let index = &index.collect::<HashMap<_, _>>();
    let of_registry = |registry: &Registry| {
        if registry.asynchronous.is_none() {
            return Vec::new();
        }
        let modules = registry.modules.iter().enumerate();
        let modules = modules.filter(|(_, module)| module.enabled);
        let configs = modules.filter_map(|(at, module)| Some((at, module.config.as_deref()?)));
        let edges = configs.flat_map(|(at, config)| {
            nested(config).filter_map(move |nested| Some((at, *index.get(nested)?)))
        });
        edges.collect()
    };
    registries.iter().map(of_registry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Asynchronous, Module};

    /// The configs of modules that close a cycle. Given are registries by name, and of each module its config.
    fn closing(registries: &[(&str, &[&str])]) -> Vec<String> {
        let registries = registries.iter().map(|(name, configs)| Registry {
            name: (*name).to_owned(),
            asynchronous: Some(Asynchronous::Anywhere),
            modules: configs
                .iter()
                .map(|config| Module {
                    variant: (*config).to_owned(),
                    config: Some((*config).to_owned()),
                    enabled: true,
                    ..Module::default()
                })
                .collect(),
            ..Registry::default()
        });
        let mut registries = registries.collect::<Vec<_>>();
        mark(&mut registries);
        let modules = registries.into_iter().flat_map(|registry| registry.modules);
        let closing = modules.filter(|module| module.closes_cycle);
        closing.map(|module| module.variant).collect()
    }

    #[test]
    fn only_the_edges_that_close_a_cycle() {
        let check = |registries: &[(&str, &[&str])], expect: &[&str]| {
            let mut found = closing(registries);
            found.sort_unstable();
            assert_eq!(found, expect);
        };
        check(&[("a", &["A", "A<$b>"]), ("b", &["B"])], &[]);
        check(&[("a", &["A", "A<$a>"])], &["A<$a>"]);
        check(&[("a", &["A<$b>"]), ("b", &["B<$a>", "B"])], &["B<$a>"]);
        check(
            &[
                ("a", &["A<$b, $a>", "A<$c>"]),
                ("b", &["B<$c>"]),
                ("c", &["C<$a>", "C<$b>"]),
            ],
            &["A<$b, $a>", "C<$a>", "C<$b>"],
        );
        // Two ways to the same registry are not a cycle.
        check(
            &[("a", &["A<$b>", "A<$c>"]), ("b", &["B<$c>"]), ("c", &["C"])],
            &[],
        );
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let configs = (0..20_000)
            .map(|at| format!("C<$r{}>", at + 1))
            .collect::<Vec<_>>();
        let lists = configs
            .iter()
            .map(|config| [config.as_str()])
            .collect::<Vec<_>>();
        let names = (0..20_000).map(|at| format!("r{at}")).collect::<Vec<_>>();
        let registries = names
            .iter()
            .zip(&lists)
            .map(|(name, list)| (name.as_str(), list.as_slice()))
            .collect::<Vec<_>>();
        assert!(closing(&registries).is_empty());
    }
}

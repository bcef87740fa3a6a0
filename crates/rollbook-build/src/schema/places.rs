//! The places of a config: what the slots of a `[[check]]` say at each, as a graph that ends although configs do not.
//!
//! A place is how far each pattern has come. Two ways to a place with the same progress have the same schema, so there are
//! as many definitions as there are different places.

use std::collections::BTreeMap;

use super::json::escaped;
use crate::model::{Check, Down, Progress, SlotId};

/// The progress of all patterns that can still match.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    progress: Progress,
    /// The slot of the list around, if its registry has a sequence.
    given: Option<SlotId>,
}

/// The keys of a place that lead to other places than most keys do.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// Keys that a pattern names.
    pub(super) named: BTreeMap<String, Place>,
    /// Keys that look like something, as a regular expression. No key matches two.
    pub(super) like: Vec<(String, Place)>,
    /// Keys of too many forms. They are not checked.
    pub(super) open: Option<String>,
}

impl Place {
    pub(super) fn top(check: &Check) -> Self {
        Self {
            progress: Progress::top(check),
            given: None,
        }
    }

    /// Whether nothing here or below is checked.
    pub(super) fn is_open(&self, check: &Check) -> bool {
        (self.progress.is_over() && self.given.is_none()) || self.progress.is_ignored(check)
    }

    /// The slot that this place is, as the check of configs decides it.
    pub(super) fn slot(&self, check: &Check) -> Option<SlotId> {
        let slot = check.heaviest(self.progress.matching(check));
        slot.or(self.given)
    }

    pub(super) fn below(&self, check: &Check, down: Down<'_>, given: Option<SlotId>) -> Self {
        let progress = self.progress.below(check, down);
        Self { progress, given }
    }

    /// The keys that patterns name here.
    pub(super) fn keys(&self, check: &Check) -> Keys {
        let mut named = Vec::new();
        let mut globs = Vec::new();
        for (pattern, state) in self.progress.patterns(check) {
            pattern.expects(state, &mut named, &mut globs);
        }
        globs.sort_unstable();
        globs.dedup();
        let mut keys = Keys::default();
        for name in &named {
            let below = self.below(check, Down::Key(name), None);
            keys.named.insert((*name).to_owned(), below);
        }
        self.like(check, &globs, &mut keys);
        keys
    }

    /// Each set of globs that one key may match.
    fn like(&self, check: &Check, globs: &[&str], keys: &mut Keys) {
        const MOST: usize = 64;
        let mut sets: Vec<Vec<usize>> = Vec::new();
        for (index, glob) in globs.iter().enumerate() {
            let with = sets
                .iter()
                .filter(|set| set.iter().all(|other| meet(globs[*other], glob)))
                .map(|set| set.iter().copied().chain([index]).collect())
                .collect::<Vec<Vec<usize>>>();
            sets.extend(with);
            sets.push(vec![index]);
            if sets.len() > MOST {
                let all = globs.iter().map(|glob| expression(glob));
                let all = all.collect::<Vec<_>>().join("|");
                keys.open = Some(format!("^(?:{all})$"));
                return;
            }
        }
        for set in sets {
            let inside = |index: &usize| set.contains(index);
            let Some((first, rest)) = set.split_first() else {
                continue;
            };
            let others = (0..globs.len())
                .filter(|index| !inside(index))
                .filter(|index| set.iter().all(|within| meet(globs[*within], globs[*index])))
                .map(|index| expression(globs[index]));
            let literal = keys
                .named
                .keys()
                .filter(|key| {
                    set.iter()
                        .all(|index| crate::text::files::matches(globs[*index], key))
                })
                .map(|key| escaped(key));
            let without = others.chain(literal).collect::<Vec<_>>();
            let mut regex = String::from("^");
            if !without.is_empty() {
                regex.push_str(&format!("(?!(?:{})$)", without.join("|")));
            }
            for index in rest {
                regex.push_str(&format!("(?={}$)", expression(globs[*index])));
            }
            regex.push_str(&format!("{}$", expression(globs[*first])));
            let globs = set.iter().map(|index| globs[*index]).collect::<Vec<_>>();
            let below = self.below(check, Down::Globs(&globs), None);
            keys.like.push((regex, below));
        }
    }
}

/// A glob as a regular expression, without anchors.
fn expression(glob: &str) -> String {
    let mut out = String::new();
    for c in glob.chars() {
        match c {
            '*' => out.push_str(".*"),
            '?' => out.push('.'),
            c => out.push_str(&escaped(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// Whether one key may match both globs.
fn meet(one: &str, other: &str) -> bool {
    let other = other.chars().collect::<Vec<_>>();
    // At `j`: whether the part of `one` so far meets the first `j` of `other`.
    let mut met = vec![true];
    for b in &other {
        met.push(*b == '*' && met[met.len() - 1]);
    }
    for a in one.chars() {
        let mut next = vec![a == '*' && met[0]];
        for (j, &b) in other.iter().enumerate() {
            next.push(match (a, b) {
                ('*', _) | (_, '*') => met[j + 1] || next[j],
                ('?', _) | (_, '?') => met[j],
                _ => met[j] && a == b,
            });
        }
        met = next;
    }
    met[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_that_meet() {
        let check = |one: &str, other: &str, expect: bool| {
            assert_eq!(meet(one, other), expect, "{one} {other}");
            assert_eq!(meet(other, one), expect, "{other} {one}");
        };
        check("*_sampler", "*_dataset", false);
        check("*_sampler", "unsup_*", true);
        check("*pipeline*", "*_x", true);
        check("a*", "b*", false);
        check("a*c", "ab*", true);
        check("a?", "*b", true);
        check("a?", "*bc", false);
        check("?c", "*bc", true);
        check("*", "", true);
    }
}

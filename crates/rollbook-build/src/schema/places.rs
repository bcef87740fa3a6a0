//! The places of a config: what the slots of a `[[check]]` say at each, as a graph that ends although configs do not.
//!
//! A place is how far each pattern has come. Two ways to a place with the same progress have the same schema, so there are
//! as many definitions as there are different places.

use std::collections::BTreeMap;

use super::json::escaped;
use crate::model::{Check, Down, Progress, SlotId};
use crate::text::files::matches;

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

    /// The keys that patterns name here. Places often wait for the same keys: `known` has the forms of those seen so far.
    pub(super) fn keys<'a>(&self, check: &'a Check, known: &mut KnownForms<'a>) -> Keys {
        let mut named = Vec::new();
        let mut globs = Vec::new();
        for (pattern, state) in self.progress.patterns(check) {
            pattern.expects(state, &mut named, &mut globs);
        }
        for keys in [&mut named, &mut globs] {
            keys.sort_unstable();
            keys.dedup();
        }
        let below = |name: &&str| {
            let below = self.below(check, Down::Key(name), None);
            ((*name).to_owned(), below)
        };
        let mut keys = Keys {
            named: named.iter().map(below).collect(),
            ..Keys::default()
        };
        let forms = known
            .entry((globs, named))
            .or_insert_with_key(|(globs, named)| forms(globs, named));
        match forms {
            Forms::Open(regex) => keys.open = Some(regex.clone()),
            Forms::Sets(sets) => {
                let sets = sets.iter().map(|(regex, globs)| {
                    let below = self.below(check, Down::Globs(globs), None);
                    (regex.clone(), below)
                });
                keys.like = sets.collect();
            }
        }
        keys
    }
}

/// The forms of keys, by the globs and the names that patterns wait for.
pub(super) type KnownForms<'a> = BTreeMap<(Vec<&'a str>, Vec<&'a str>), Forms<'a>>;

/// The forms that a key may have.
#[derive(Debug)]
pub(super) enum Forms<'a> {
    /// Each set of globs that one key may match, and the regular expression of the keys that match no others.
    Sets(Vec<(String, Vec<&'a str>)>),
    /// There are too many. The regular expression of all such keys.
    Open(String),
}

/// The forms of keys that match `globs`, and have none of the names.
fn forms<'a>(globs: &[&'a str], named: &[&str]) -> Forms<'a> {
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
            return Forms::Open(format!("^(?:{all})$"));
        }
    }
    let form = |set: Vec<usize>| {
        let others = (0..globs.len())
            .filter(|index| !set.contains(index))
            .filter(|index| set.iter().all(|within| meet(globs[*within], globs[*index])))
            .map(|index| expression(globs[index]));
        let literal = named
            .iter()
            .filter(|key| set.iter().all(|index| matches(globs[*index], key)))
            .map(|key| escaped(key));
        let without = others.chain(literal).collect::<Vec<_>>();
        let mut regex = String::from("^");
        if !without.is_empty() {
            regex.push_str(&format!("(?!(?:{})$)", without.join("|")));
        }
        let (last, before) = set.split_first()?;
        for index in before {
            regex.push_str(&format!("(?={}$)", expression(globs[*index])));
        }
        regex.push_str(&format!("{}$", expression(globs[*last])));
        let globs = set.iter().map(|index| globs[*index]);
        Some((regex, globs.collect()))
    };
    Forms::Sets(sets.into_iter().filter_map(form).collect())
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

//! Sets one value, at the end of a path.

use alloc::string::ToString;

use toml::Spanned;
use toml::de::DeValue;

use super::rules::called;
use super::{Fault, Node, Place, Rules, Step, StepKind, Table};

impl Rules {
    /// Puts a value at the end of a path, whose places are those of the document that it comes from. Tables on the way
    /// that are missing are made.
    ///
    /// # Errors
    ///
    /// What cannot be merged, and an index that leads nowhere.
    pub(crate) fn set<'a>(
        &self,
        root: &mut Table<'a>,
        path: &[Step<'a>],
        value: Node<'a>,
    ) -> Result<(), Fault> {
        match path {
            [] => Ok(()),
            [first, rest @ ..] => self.set_in(root, first, rest, value, 0),
        }
    }

    fn set_in<'a>(
        &self,
        table: &mut Table<'a>,
        step: &Step<'a>,
        rest: &[Step<'a>],
        value: Node<'a>,
        depth: usize,
    ) -> Result<(), Fault> {
        let key = match &step.kind {
            StepKind::Key(key) | StepKind::AnyCase(key) => key.clone(),
            StepKind::Index(index) => {
                return Err(Fault::IndexWithoutList {
                    index: *index,
                    at: step.place.clone(),
                    value: None,
                });
            }
        };
        let [next, ..] = rest else {
            // By the rules of a table with this one key: it may be a name, or an instruction.
            let mut over = Table::new();
            over.insert(Spanned::new(step.place.clone(), key), value);
            return self.merge_at(table, over, depth);
        };
        if !table.contains_key(key.as_ref()) {
            if let StepKind::Index(index) = next.kind {
                return Err(Fault::IndexWithoutList {
                    index,
                    at: next.place.clone(),
                    value: None,
                });
            }
            let place = step.place.clone();
            let made = Spanned::new(place.clone(), DeValue::Table(Table::new()));
            table.insert(Spanned::new(place, key.clone()), made);
        }
        match table.get_mut(key.as_ref()) {
            Some(below) => self.set_below(below, &key, rest, value, depth + 1),
            None => Ok(()),
        }
    }

    /// Sets what lies below a value.
    fn set_below<'a>(
        &self,
        below: &mut Node<'a>,
        key: &str,
        path: &[Step<'a>],
        value: Node<'a>,
        depth: usize,
    ) -> Result<(), Fault> {
        let [step, rest @ ..] = path else {
            return self.put_over(below, value, key, depth);
        };
        let place = below.span();
        let kind = called(below.get_ref());
        match below.get_mut() {
            DeValue::Array(list) => {
                let index = index(step, &place)?;
                let len = list.len();
                match list.get_mut(index) {
                    Some(item) => self.set_below(item, &index.to_string(), rest, value, depth + 1),
                    None => Err(Fault::Beyond {
                        index,
                        at: step.place.clone(),
                        list: place,
                        len,
                    }),
                }
            }
            _ => match step.kind {
                StepKind::Index(index) => Err(Fault::IndexWithoutList {
                    index,
                    at: step.place.clone(),
                    value: Some((place, kind)),
                }),
                _ => {
                    let table = self.as_table(below, || (key.to_string(), step.place.clone()))?;
                    self.set_in(table, step, rest, value, depth + 1)
                }
            },
        }
    }
}

fn index(step: &Step<'_>, list: &Place) -> Result<usize, Fault> {
    match &step.kind {
        StepKind::Index(index) => Ok(*index),
        StepKind::Key(key) | StepKind::AnyCase(key) => {
            let digits = key.bytes().all(|byte| byte.is_ascii_digit());
            key.parse()
                .ok()
                .filter(|_| digits)
                .ok_or_else(|| Fault::KeyIntoList {
                    key: key.to_string(),
                    at: step.place.clone(),
                    list: list.clone(),
                })
        }
    }
}

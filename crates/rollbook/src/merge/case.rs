//! Finds keys in any case, for variables, whose names are in capitals.

use alloc::string::String;
use alloc::vec::Vec;
use std::collections::HashMap;

use toml::de::DeArray;

use super::{Step, StepKind, Table};

/// The keys with capitals, by their small letters, of each table that was asked. So many variables cost no more than one
/// look at each key.
#[derive(Default)]
pub(crate) struct Cases(HashMap<Vec<String>, HashMap<String, String>>);

impl Cases {
    /// Changes the steps of a path to the case of the keys in the tables on its way.
    pub(crate) fn adopt<'t>(&mut self, root: &'t Table<'_>, path: &mut [Step<'_>]) {
        let mut table = Some(root);
        let mut list: Option<&'t DeArray<'_>> = None;
        let mut way = Vec::new();
        for step in path {
            if let (StepKind::AnyCase(key), Some(table)) = (&step.kind, table) {
                if !table.contains_key(key.as_ref()) {
                    let keys = self.0.entry(way.clone());
                    let keys = keys.or_insert_with(|| with_capitals(table));
                    if let Some(known) = keys.get(key.as_ref()) {
                        step.kind = StepKind::Key(known.clone().into());
                    }
                }
            }
            let (StepKind::Key(key) | StepKind::AnyCase(key)) = &step.kind else {
                return;
            };
            let next = match (table, list) {
                (Some(table), _) => table.get(key.as_ref()),
                (None, Some(list)) => key.parse().ok().and_then(|index: usize| list.get(index)),
                (None, None) => None,
            };
            let Some(next) = next else {
                return;
            };
            table = next.get_ref().as_table();
            list = next.get_ref().as_array();
            way.push(key.clone().into_owned());
        }
    }
}

fn with_capitals(table: &Table<'_>) -> HashMap<String, String> {
    let keys = table.keys().map(|key| key.get_ref().as_ref());
    let keys = keys.map(|key: &str| (key.to_lowercase(), key));
    keys.filter(|(small, key)| small != key)
        .map(|(small, key)| (small, String::from(key)))
        .collect()
}

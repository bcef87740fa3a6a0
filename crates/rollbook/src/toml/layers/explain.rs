//! Which layers set a value, and which of them wins.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use toml::de::DeValue;

use super::error::LayersError;
use super::sources::{Shown, Sources};
use super::write;
use crate::agreed::show::printable;
use crate::merge::{DELETE, MERGE, Node, Place, Rules, Step, StepKind, Table};
use crate::toml::error::cut;

/// One layer that sets a value, by [`Layers::explain`](super::Layers::explain). `Display` is one line:
/// `base.toml:7:9: 50 (replaced)`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Setting {
    /// The place: `base.toml:7:9`, `--set model.depth`, `the variable APP__MODEL__DEPTH`.
    pub place: String,
    /// The value as TOML, shortened if it is long. `None` for a table, and for the value of a variable.
    pub value: Option<String>,
    /// What became of it.
    pub fate: Fate,
    pub(super) at: Place,
}

/// What became of a value that a layer sets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fate {
    /// It is in the merged config.
    Used,
    /// A later layer sets another value.
    Replaced,
    /// A later layer removes it: with `_delete_`, with another module, or with another value in place of its table. Where
    /// that is written.
    Dropped {
        /// The place: `child.toml:3:8`.
        by: String,
    },
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)?;
        if let Some(value) = &self.value {
            write!(f, ": {value}")?;
        }
        match &self.fate {
            Fate::Used => Ok(()),
            Fate::Replaced => f.write_str(" (replaced)"),
            Fate::Dropped { by } => write!(f, " (dropped by {by})"),
        }
    }
}

/// A layer, as a table.
pub(super) struct Overlay<'a> {
    pub(super) table: Table<'a>,
    /// It sets single values: numbers are indices, and tables replace nothing.
    pub(super) single: bool,
}

/// Walks one path through the layers, from the lowest.
pub(super) fn explain(
    path: &[Step<'_>],
    overlays: &[Overlay<'_>],
    rules: &Rules,
    sources: &Sources,
) -> Vec<Setting> {
    let mut walk = Walk {
        path,
        rules,
        sources,
        settings: Vec::new(),
        names: vec![None; path.len() + 1],
    };
    for overlay in overlays {
        walk.table(&overlay.table, None, 0, overlay.single);
    }
    walk.settings
}

struct Walk<'a> {
    path: &'a [Step<'a>],
    rules: &'a Rules,
    sources: &'a Sources,
    settings: Vec<Setting>,
    /// The module that is named so far, by depth.
    names: Vec<Option<String>>,
}

impl Walk<'_> {
    fn table(&mut self, table: &Table<'_>, place: Option<Place>, depth: usize, single: bool) {
        let flag = |key: &str| {
            table
                .get(key)
                .filter(|mark| mark.get_ref().as_bool() == Some(true))
        };
        if let Some(mark) = flag(DELETE) {
            self.drop_all(mark.span(), depth);
        }
        let named = self.rules.tags.iter().find_map(|tag| {
            let name = table.get(tag.as_str())?;
            Some((name.span(), name.get_ref().as_str()?.to_string()))
        });
        if let Some((place, name)) = named {
            let other = self.names[depth].as_ref().is_some_and(|old| *old != name);
            if other && flag(MERGE).is_none() {
                self.drop_below(place, depth);
            }
            self.names[depth] = Some(name);
        }
        let Some(step) = self.path.get(depth) else {
            if let Some(place) = place {
                self.settings.push(self.setting(place, None));
            }
            return;
        };
        if let Some(DeValue::Array(keys)) = table.get(DELETE).map(|mark| mark.get_ref()) {
            let removed = keys
                .iter()
                .find(|key| key.get_ref().as_str() == Some(&*key_of(step)));
            if let Some(removed) = removed {
                self.drop_all(removed.span(), depth + 1);
            }
        }
        let key = key_of(step);
        let value = table.get(key.as_str()).or_else(|| {
            let same = |known: &str| single && known.to_lowercase() == key.to_lowercase();
            let found = table.iter().find(|(known, _)| same(known.get_ref()));
            found.map(|(_, value)| value)
        });
        if let Some(value) = value {
            self.value(value, depth + 1, single);
        }
    }

    fn value(&mut self, value: &Node<'_>, depth: usize, single: bool) {
        let place = value.span();
        match value.get_ref() {
            DeValue::Table(table) => return self.table(table, Some(place), depth, single),
            _ if depth == self.path.len() => {
                for setting in &mut self.settings {
                    if setting.fate == Fate::Used {
                        setting.fate = Fate::Replaced;
                    }
                }
                self.forget(depth);
                self.settings.push(self.setting(place, Some(value)));
            }
            DeValue::Array(list) => {
                self.drop_all(place, depth);
                let index = match &self.path[depth].kind {
                    StepKind::Index(index) => Some(*index),
                    StepKind::Key(key) | StepKind::AnyCase(key) => key.parse().ok(),
                };
                if let Some(item) = index.and_then(|index| list.get(index)) {
                    self.value(item, depth + 1, single);
                }
                return;
            }
            _ => self.drop_all(place, depth),
        }
        if let DeValue::String(name) = value.get_ref() {
            self.names[depth] = Some(name.clone().into_owned());
        }
    }

    /// Everything at this depth and below is gone.
    fn drop_all(&mut self, by: Place, depth: usize) {
        self.drop_below(by, depth);
        self.names[depth] = None;
    }

    /// Everything below this depth is gone.
    fn drop_below(&mut self, by: Place, depth: usize) {
        let by = self
            .sources
            .at(by.start)
            .map(|source| source.place(by.start));
        let by = by.unwrap_or_default();
        for setting in &mut self.settings {
            if matches!(setting.fate, Fate::Used) {
                setting.fate = Fate::Dropped { by: by.clone() };
            }
        }
        self.forget(depth);
    }

    fn forget(&mut self, depth: usize) {
        self.names[depth..].iter_mut().for_each(|name| *name = None);
    }

    fn setting(&self, at: Place, value: Option<&Node<'_>>) -> Setting {
        let source = self.sources.at(at.start);
        let secret = source
            .as_ref()
            .is_none_or(|source| source.shown == Shown::Nothing);
        Setting {
            place: source
                .map(|source| source.place(at.start))
                .unwrap_or_default(),
            value: value
                .filter(|_| !secret)
                .map(|value| cut(&write::inline(value.get_ref()))),
            fate: Fate::Used,
            at,
        }
    }
}

fn key_of(step: &Step<'_>) -> String {
    match &step.kind {
        StepKind::Key(key) | StepKind::AnyCase(key) => key.to_string(),
        StepKind::Index(index) => index.to_string(),
    }
}

/// A path as messages write it.
pub(super) fn written(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        match &step.kind {
            StepKind::Index(index) => text.push_str(&format!("[{index}]")),
            StepKind::Key(key) | StepKind::AnyCase(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&write::key(key));
            }
        }
    }
    text
}

/// The path of the key or the value that is exactly at a place, and whether it is a key.
pub(super) fn find(table: &Table<'_>, place: &Place) -> Option<(Vec<Step<'static>>, bool)> {
    // With the way to each: a tree is as deep as the parser lets it be, and not deeper.
    fn in_table(table: &Table<'_>, place: &Place, path: &mut Vec<Step<'static>>) -> Option<bool> {
        for (key, value) in table.iter() {
            let kind = StepKind::Key(key.get_ref().clone().into_owned().into());
            path.push(Step {
                kind,
                place: key.span(),
            });
            if key.span() == *place && value.span() != *place {
                return Some(true);
            }
            if let Some(found) = in_value(value, place, path) {
                return Some(found);
            }
            path.pop();
        }
        None
    }
    fn in_value(value: &Node<'_>, place: &Place, path: &mut Vec<Step<'static>>) -> Option<bool> {
        if value.span() == *place && !value.get_ref().is_table() {
            return Some(false);
        }
        let inner = match value.get_ref() {
            DeValue::Table(table) => in_table(table, place, path),
            DeValue::Array(list) => list.iter().enumerate().find_map(|(at, item)| {
                path.push(Step {
                    kind: StepKind::Index(at),
                    place: item.span(),
                });
                let found = in_value(item, place, path);
                if found.is_none() {
                    path.pop();
                }
                found
            }),
            _ => None,
        };
        inner.or_else(|| (value.span() == *place).then_some(false))
    }
    let mut path = Vec::new();
    let key = in_table(table, place, &mut path)?;
    Some((path, key))
}

/// The layers that a table comes from, as notes.
pub(super) fn looked_through(
    error: LayersError,
    module: Option<&str>,
    settings: &[Setting],
) -> LayersError {
    let used = settings.iter().filter(|setting| setting.fate == Fate::Used);
    let used = used
        .map(|setting| format!("`{}`", setting.place))
        .collect::<Vec<_>>();
    let of = match module {
        Some(module) => format!("the arguments of `{}`", printable(&cut(module))),
        None => "it".to_string(),
    };
    let more = match used.len() {
        len @ 5.. => format!(" and {} more", len - 4),
        _ => String::new(),
    };
    let error = match used.is_empty() {
        true => error,
        false => {
            let used = used[..used.len().min(4)].join(", ");
            error.note(format!("looked for {of} in {used}{more}"))
        }
    };
    settings
        .iter()
        .fold(error, |error, setting| match &setting.fate {
            Fate::Dropped { by } => error.note(format!(
                "not in `{}`: `{by}` names another module, or replaces the table",
                setting.place
            )),
            _ => error,
        })
}

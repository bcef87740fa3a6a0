//! The rules of merging: tables merge, everything else replaces, a module that gets another name starts over.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use toml::Spanned;
use toml::de::DeValue;

use super::json::is_null;
use super::{DELETE, Fault, Key, MERGE, Node, Table};
use crate::agreed::DEEPEST;

/// How layers merge.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The keys that name a module. A bare name becomes a table under the first.
    pub tags: Vec<String>,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            tags: vec!["type".to_string()],
        }
    }
}

impl Rules {
    /// Merges a table into what lies below it.
    ///
    /// # Errors
    ///
    /// What cannot be merged.
    pub fn merge<'a>(&self, base: &mut Table<'a>, over: Table<'a>) -> Result<(), Fault> {
        self.merge_at(base, over, 0)
    }

    pub(super) fn merge_at<'a>(
        &self,
        base: &mut Table<'a>,
        mut over: Table<'a>,
        depth: usize,
    ) -> Result<(), Fault> {
        let marks = take_marks(&mut over)?;
        if marks.delete || (!marks.keep && self.renames(base, &over)) {
            base.clear();
        }
        for key in &marks.without {
            base.remove(key.as_ref());
        }
        if base.is_empty() {
            clean_entries(&mut over, depth)?;
            *base = over;
            return Ok(());
        }
        for (key, value) in over {
            self.put(base, key, value, depth)?;
        }
        Ok(())
    }

    /// Puts a value under a key.
    pub(super) fn put<'a>(
        &self,
        base: &mut Table<'a>,
        key: Key<'a>,
        mut value: Node<'a>,
        depth: usize,
    ) -> Result<(), Fault> {
        if value.get_ref().is_table() {
            if let Some(below) = base.get_mut(key.get_ref().as_ref()) {
                return self.put_over(below, value, key.get_ref(), depth);
            }
        } else {
            // The key is replaced too: its place is in the layer that wins.
            base.remove(key.get_ref().as_ref());
        }
        clean(&mut value, depth + 1)?;
        if !is_null(value.get_ref()) {
            base.insert(key, value);
        }
        Ok(())
    }

    /// Puts a value over another.
    pub(super) fn put_over<'a>(
        &self,
        below: &mut Node<'a>,
        mut value: Node<'a>,
        key: &str,
        depth: usize,
    ) -> Result<(), Fault> {
        let span = value.span();
        match value.get_mut() {
            DeValue::Table(over) if !deletes(over) => {
                let over = core::mem::take(over);
                let below = self.as_table(below, || (key.to_string(), span))?;
                self.merge_at(below, over, depth + 1)
            }
            _ => {
                clean(&mut value, depth + 1)?;
                *below = value;
                Ok(())
            }
        }
    }

    /// What is below as a table: a bare name is short for a table with the name alone.
    pub(super) fn as_table<'t, 'a>(
        &self,
        below: &'t mut Node<'a>,
        over: impl FnOnce() -> (String, super::Place),
    ) -> Result<&'t mut Table<'a>, Fault> {
        let place = below.span();
        if let DeValue::String(name) = below.get_mut() {
            let name = core::mem::take(name);
            *below.get_mut() = DeValue::Table(self.named(Spanned::new(place.clone(), name)));
        }
        let kind = called(below.get_ref());
        match below.get_mut() {
            DeValue::Table(table) => Ok(table),
            _ => {
                let (key, table) = over();
                Err(Fault::TableOver {
                    key,
                    table,
                    value: place,
                    kind,
                })
            }
        }
    }

    fn named<'a>(&self, name: Spanned<Cow<'a, str>>) -> Table<'a> {
        let mut table = Table::new();
        if let Some(tag) = self.tags.first() {
            let place = name.span();
            let key = Spanned::new(place.clone(), Cow::Owned(tag.clone()));
            let name = DeValue::String(name.into_inner());
            table.insert(key, Spanned::new(place, name));
        }
        table
    }

    /// Whether a table names another module than the one below it does.
    #[must_use]
    pub fn renames(&self, base: &Table<'_>, over: &Table<'_>) -> bool {
        self.tags.iter().any(|tag| {
            let new = over
                .get(tag.as_str())
                .and_then(|name| name.get_ref().as_str());
            new.is_some_and(|new| {
                let old = base
                    .get(tag.as_str())
                    .and_then(|name| name.get_ref().as_str());
                old.is_some_and(|old| old != new)
            })
        })
    }
}

/// What a value is called.
pub(super) fn called(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a float",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

fn deletes(table: &Table<'_>) -> bool {
    let mark = table.get(DELETE);
    mark.is_some_and(|mark| matches!(mark.get_ref(), DeValue::Boolean(true)))
}

/// Cleans a value that nothing lies below: removes instructions and nulls.
fn clean(node: &mut Node<'_>, depth: usize) -> Result<(), Fault> {
    if depth > DEEPEST {
        return Err(Fault::TooDeep(node.span()));
    }
    match node.get_mut() {
        DeValue::Table(table) => {
            take_marks(table)?;
            clean_entries(table, depth)
        }
        DeValue::Array(list) => {
            for item in list.iter_mut() {
                if is_null(item.get_ref()) {
                    return Err(Fault::NullItem(item.span()));
                }
                clean(item, depth + 1)?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn clean_entries(table: &mut Table<'_>, depth: usize) -> Result<(), Fault> {
    let mut nulls = false;
    for (_, value) in table.iter_mut() {
        nulls |= is_null(value.get_ref());
        clean(value, depth + 1)?;
    }
    if nulls {
        let entries = core::mem::take(table).into_iter();
        *table = entries
            .filter(|(_, value)| !is_null(value.get_ref()))
            .collect();
    }
    Ok(())
}

/// What a table says about what is below it.
#[derive(Default)]
struct Marks<'a> {
    /// `_merge_ = true`: arguments stay though the name changes.
    keep: bool,
    /// `_delete_ = true`: nothing stays.
    delete: bool,
    /// `_delete_ = ["key"]`: these keys go.
    without: Vec<Cow<'a, str>>,
}

/// Takes the instructions out of a table.
fn take_marks<'a>(table: &mut Table<'a>) -> Result<Marks<'a>, Fault> {
    let mut marks = Marks::default();
    for key in [MERGE, DELETE] {
        let Some(value) = table.remove(key) else {
            continue;
        };
        let at = value.span();
        match value.into_inner() {
            DeValue::Boolean(value) if key == MERGE => marks.keep = value,
            DeValue::Boolean(value) => marks.delete = value,
            DeValue::Array(list) if key == DELETE => {
                for item in list {
                    let at = item.span();
                    match item.into_inner() {
                        DeValue::String(name) => marks.without.push(name),
                        _ => return Err(Fault::Mark { key, at }),
                    }
                }
            }
            _ => return Err(Fault::Mark { key, at }),
        }
    }
    Ok(marks)
}

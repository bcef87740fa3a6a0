//! Reads the values of a TOML table, each with its place, in the order in which they are written.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::keys::{Key, Table};
use crate::diagnostics::{Problem, Problems, messages, name, quoted};
use crate::text::{SourceId, Span, Spanned};

/// One key of a table, with its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    pub(super) key: &'t str,
    pub(super) key_span: Span,
    pub(super) value: &'t DeValue<'t>,
    pub(super) span: Span,
    /// What is known about the key. `None` for a name that the user chose.
    pub(super) known: Option<&'static Key>,
}

impl Entry<'_> {
    /// The key with its place.
    pub(super) fn name(&self) -> Spanned<String> {
        Spanned {
            value: self.key.to_owned(),
            span: self.key_span,
        }
    }
}

/// Reads values of one source. A value that does not fit becomes a problem.
pub(super) struct Reader<'p> {
    pub(super) source: SourceId,
    pub(super) problems: &'p mut Problems,
}

impl Reader<'_> {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        self.source.span(range)
    }

    /// In the order of the text; toml sorts by key.
    pub(super) fn entries<'t>(&self, table: &'t DeTable<'t>) -> Vec<Entry<'t>> {
        let mut entries = table
            .iter()
            .map(|(key, value)| Entry {
                key: key.get_ref(),
                key_span: self.span(key.span()),
                value: value.get_ref(),
                span: self.span(value.span()),
                known: None,
            })
            .collect::<Vec<_>>();
        entries.sort_by_key(|entry| entry.key_span);
        entries
    }

    pub(super) fn string(&mut self, entry: Entry<'_>) -> Option<Spanned<String>> {
        match entry.value {
            DeValue::String(text) => Some(Spanned {
                value: text.clone().into_owned(),
                span: entry.span,
            }),
            _ => self.wrong(entry, "a string"),
        }
    }

    pub(super) fn boolean(&mut self, entry: Entry<'_>) -> Option<Spanned<bool>> {
        match entry.value {
            DeValue::Boolean(value) => Some(Spanned {
                value: *value,
                span: entry.span,
            }),
            _ => self.wrong(entry, "`true` or `false`"),
        }
    }

    pub(super) fn strings(&mut self, entry: Entry<'_>) -> Vec<Spanned<String>> {
        const EXPECTED: &str = "a list of strings";
        let DeValue::Array(list) = entry.value else {
            self.wrong::<()>(entry, EXPECTED);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in list.iter() {
            let span = self.span(item.span());
            match item.get_ref() {
                DeValue::String(text) => texts.push(Spanned {
                    value: text.clone().into_owned(),
                    span,
                }),
                value => {
                    let item = Entry {
                        value,
                        span,
                        ..entry
                    };
                    self.wrong::<()>(item, EXPECTED);
                }
            }
        }
        texts
    }

    pub(super) fn table<'t>(&mut self, entry: Entry<'t>) -> Option<&'t DeTable<'t>> {
        match entry.value {
            DeValue::Table(table) => Some(table),
            _ => self.wrong(entry, "a table"),
        }
    }

    pub(super) fn wrong<T>(&mut self, entry: Entry<'_>, expected: &str) -> Option<T> {
        let found = match entry.value {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "an integer",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let (expected, example) = match entry.known {
            Some(key) => (key.expected(), key.example),
            None => (expected.to_owned(), example(expected)),
        };
        let example = match example.starts_with('[') && example.contains(entry.key) {
            true => example.to_owned(),
            false => format!("{} = {example}", quoted(entry.key)),
        };
        let label = format!("this is {found}");
        let problem = Problem::new(&messages::WRONG_TYPE, entry.span, label)
            .with("key", name(entry.key))
            .with("expected", expected)
            .with("found", found)
            .with("example", example);
        self.problems.add(problem);
        None
    }

    /// The entries of a table by its known keys. Each unknown key is a problem. `shown` names the table in messages.
    pub(super) fn fields<'t, 'r>(
        &'r mut self,
        table: &'t DeTable<'t>,
        keys: &'static Table,
        shown: &str,
    ) -> Fields<'t, 'r> {
        let mut entries = self.entries(table);
        for entry in &mut entries {
            entry.known = keys.key(entry.key);
            if entry.known.is_none() {
                self.unknown(*entry, keys, shown);
            }
        }
        Fields {
            entries,
            keys,
            reader: Reader {
                source: self.source,
                problems: self.problems,
            },
        }
    }

    fn unknown(&mut self, entry: Entry<'_>, keys: &Table, shown: &str) {
        let known = keys.names();
        let similar = self.problems.similar(entry.key, known.iter().copied());
        let problem = Problem::new(&messages::UNKNOWN_KEY, entry.key_span, "no such key")
            .with("key", name(entry.key))
            .with("table", shown)
            .with_similar(entry.key, &similar)
            .with_any("keys", &known);
        self.problems.add(problem);
    }
}

/// The entries of a table with known keys.
pub(super) struct Fields<'t, 'r> {
    entries: Vec<Entry<'t>>,
    keys: &'static Table,
    pub(super) reader: Reader<'r>,
}

impl<'t> Fields<'t, '_> {
    /// The entry of a key, which must be one of the table's keys.
    pub(super) fn get(&self, key: &str) -> Option<Entry<'t>> {
        debug_assert!(self.keys.key(key).is_some(), "{key} is not in keys.rs");
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// Whether there is a key that the table does not have.
    pub(super) fn any_unknown(&self) -> bool {
        self.entries.iter().any(|entry| entry.known.is_none())
    }

    pub(super) fn string(&mut self, key: &str) -> Option<Spanned<String>> {
        self.get(key).and_then(|entry| self.reader.string(entry))
    }

    pub(super) fn boolean(&mut self, key: &str) -> Option<Spanned<bool>> {
        self.get(key).and_then(|entry| self.reader.boolean(entry))
    }

    pub(super) fn strings(&mut self, key: &str) -> Vec<Spanned<String>> {
        self.get(key)
            .map(|entry| self.reader.strings(entry))
            .unwrap_or_default()
    }

    /// The entries of a table whose keys users choose.
    pub(super) fn named(&mut self, key: &str) -> Vec<Entry<'t>> {
        let table = self.get(key).and_then(|entry| self.reader.table(entry));
        table
            .map(|table| self.reader.entries(table))
            .unwrap_or_default()
    }
}

/// A right value for a key whose name the user chose.
fn example(expected: &str) -> &'static str {
    match expected {
        "a string" => "\"...\"",
        "a list of strings" => "[\"...\"]",
        "a table" => "{}",
        _ => "\"crate::Name\"",
    }
}

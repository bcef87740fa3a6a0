//! Reading the values of a TOML table, each with its place and in the order in which they are written.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Problem, Problems, messages, name, quoted};
use crate::text::{Span, Spanned};

/// One key of a table, with its value.
#[derive(Clone, Copy)]
pub(super) struct Entry<'t> {
    pub(super) key: &'t str,
    pub(super) key_span: Span,
    pub(super) value: &'t DeValue<'t>,
    pub(super) span: Span,
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

/// Reads values of one source; what does not fit becomes a problem.
pub(super) struct Reader<'p> {
    pub(super) source: usize,
    pub(super) problems: &'p mut Problems,
}

impl Reader<'_> {
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span {
            source: self.source,
            start: range.start,
            end: range.end,
        }
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
        let problem = Problem::new(
            &messages::WRONG_TYPE,
            entry.span,
            format!("this is {found}"),
        )
        .with("key", name(entry.key))
        .with("expected", expected)
        .with("found", found)
        .with("example", example(entry.key, expected));
        self.problems.add(problem);
        None
    }

    /// A key that the table does not have. `table` is a name for it in messages.
    pub(super) fn unknown(&mut self, entry: Entry<'_>, table: &str, keys: &[&str]) {
        let similar = self.problems.similar(entry.key, keys.iter().copied());
        let problem = Problem::new(&messages::UNKNOWN_KEY, entry.key_span, "no such key")
            .with("key", name(entry.key))
            .with("table", table)
            .with_any("similar", &similar)
            .with_any("keys", keys);
        self.problems.add(problem);
    }
}

/// What a right value looks like.
fn example(key: &str, expected: &str) -> String {
    let value = match (key, expected) {
        ("trait", _) => "\"crate::Activation\"",
        ("type" | "config" | "context", _) => "\"crate::Name\"",
        ("build", "a string") => "\"crate::build\"",
        ("build", _) => "{ model = \"crate::build_model\" }",
        ("derive", _) => "[\"Debug\"]",
        ("opaque", _) => "{ model = [\"Wrapper\"] }",
        ("slots", _) => "{ model = \"model\" }",
        ("include", _) => "[\"registry/*.toml\"]",
        ("aliases", _) => "[\"another name\"]",
        ("defaults", _) => "{ size = 3 }",
        ("dispatch", _) => "false",
        ("deprecated", _) => "\"use `Another`\"",
        (_, "a string") => "\"...\"",
        (_, "`true` or `false`") => "true",
        (_, "a list of strings") => "[\"...\"]",
        (_, "a list of tables") => return format!("[[{}]]", quoted(key)),
        (_, "a table") => return format!("[{}.name]", quoted(key)),
        _ => "\"crate::Name\"",
    };
    format!("{} = {value}", quoted(key))
}

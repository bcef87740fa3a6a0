//! Writes a merged config as TOML.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use toml::de::DeValue;

use super::sources::{Shown, Sources};
use crate::merge::{Node, Table};

/// A table as a document. With sources, each value is followed by the place that it comes from, and values of variables
/// are left out.
pub(super) fn document(table: &Table<'_>, sources: Option<&Sources>) -> String {
    let mut writer = Writer {
        text: String::new(),
        sources,
    };
    writer.table(table, &mut Vec::new());
    writer.text
}

struct Writer<'a> {
    text: String,
    sources: Option<&'a Sources>,
}

impl Writer<'_> {
    fn table(&mut self, table: &Table<'_>, path: &mut Vec<String>) {
        let mut entries = table.iter().collect::<Vec<_>>();
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in &entries {
            if !has_header(value) {
                self.entry(key.get_ref(), value);
            }
        }
        for (name, value) in entries {
            if !has_header(value) {
                continue;
            }
            path.push(key(name.get_ref()));
            match value.get_ref() {
                DeValue::Table(table) => {
                    self.header("[", path, "]");
                    self.table(table, path);
                }
                DeValue::Array(list) => {
                    for table in list.iter().filter_map(|item| item.get_ref().as_table()) {
                        self.header("[[", path, "]]");
                        self.table(table, path);
                    }
                }
                _ => {}
            }
            path.pop();
        }
    }

    fn header(&mut self, open: &str, path: &[String], close: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let path = path.join(".");
        self.text.push_str(&format!("{open}{path}{close}\n"));
    }

    fn entry(&mut self, name: &str, value: &Node<'_>) {
        let name = key(name);
        let source = self
            .sources
            .and_then(|sources| sources.at(value.span().start));
        let Some(source) = source else {
            self.text
                .push_str(&format!("{name} = {}\n", inline(value.get_ref())));
            return;
        };
        let place = source.place(value.span().start);
        if self.sources.is_some_and(|sources| secret(value, sources)) {
            let line = format!("# {name} = ... # {place}: values of variables are not shown\n");
            self.text.push_str(&line);
            return;
        }
        let line = format!("{name} = {} # {place}\n", inline(value.get_ref()));
        self.text.push_str(&line);
    }
}

/// Whether a value, or one in it, is that of a variable.
fn secret(value: &Node<'_>, sources: &Sources) -> bool {
    let own = sources.at(value.span().start);
    own.is_some_and(|source| source.shown == Shown::Nothing)
        || match value.get_ref() {
            DeValue::Array(list) => list.iter().any(|item| secret(item, sources)),
            DeValue::Table(table) => table.iter().any(|(_, value)| secret(value, sources)),
            _ => false,
        }
}

/// Whether a value is written below a header of its own.
fn has_header(value: &Node<'_>) -> bool {
    match value.get_ref() {
        DeValue::Table(_) => true,
        DeValue::Array(list) => {
            !list.is_empty() && list.iter().all(|item| item.get_ref().is_table())
        }
        _ => false,
    }
}

/// A value in one line.
pub(super) fn inline(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => quoted(text),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(value) => value.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(list) => {
            let items = list.iter().map(|item| inline(item.get_ref()));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        DeValue::Table(table) if table.is_empty() => "{}".to_string(),
        DeValue::Table(table) => {
            let mut entries = table.iter().collect::<Vec<_>>();
            entries.sort_by_key(|(key, _)| key.span().start);
            let entries = entries.into_iter().map(|(name, value)| {
                format!("{} = {}", key(name.get_ref()), inline(value.get_ref()))
            });
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// A key, between quotes if it needs them.
pub(super) fn key(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !key.is_empty() && key.chars().all(plain) {
        return key.to_string();
    }
    quoted(key)
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if c != crate::toml::draw::visible(c) => {
                quoted.push_str(&format!("\\U{:08X}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

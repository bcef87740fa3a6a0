//! Schemas as text, and the words that all of them use.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};

/// The definitions of a schema, each as text: that needs less memory than values do.
#[derive(Debug, Default)]
pub(super) struct Definitions(BTreeMap<String, String>);

impl Definitions {
    /// Takes a name. `false` if it has been taken: a definition may lead back to itself.
    pub(super) fn take(&mut self, name: &str) -> bool {
        let new = !self.has(name);
        if new {
            self.0.insert(name.to_owned(), String::new());
        }
        new
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn insert(&mut self, name: String, mut schema: Value) {
        schema.sort_all_objects();
        self.0.insert(name, schema.to_string());
    }
}

/// With a head. The keys are sorted, so that the text is the same whatever features serde_json has. Each definition is on
/// a line of its own: short for editors, and still readable in a diff.
pub(super) fn text(title: &str, mut schema: Value, definitions: Definitions) -> String {
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["$comment"] = json!("Made by `cargo rollbook schema`.");
    schema["title"] = json!(title);
    schema.sort_all_objects();
    let mut out = String::from("{\n");
    if let Value::Object(entries) = schema {
        for (key, value) in entries {
            out.push_str(&format!("  {}: {value},\n", json!(key)));
        }
    }
    out.push_str("  \"$defs\": {");
    let mut comma = "\n";
    for (name, definition) in definitions.0 {
        out.push_str(&format!("{comma}    {}: {definition}", json!(name)));
        comma = ",\n";
    }
    out.push_str("\n  }\n}\n");
    out
}

pub(super) fn definition(name: &str) -> Value {
    // As RFC 6901 and a URL want it.
    let mut out = String::from("#/$defs/");
    for byte in name.bytes() {
        match byte {
            b'~' => out.push_str("~0"),
            b'/' => out.push_str("~1"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => out.push(byte.into()),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    json!({ "$ref": out })
}

/// Several schemas as one.
pub(super) fn all(mut schemas: Vec<Value>) -> Value {
    match schemas.len() {
        0 => json!({}),
        1 => schemas.remove(0),
        _ => json!({ "allOf": schemas }),
    }
}

/// A text as a regular expression that matches only it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A value of TOML as JSON. `None` for the header of a table, for prose, and for what JSON does not have.
pub(super) fn toml_value(text: &str) -> Option<Value> {
    let text = format!("value = {text}");
    let table = DeTable::parse(&text).ok()?;
    json_of(table.get_ref().get("value")?.get_ref())
}

fn json_of(value: &DeValue<'_>) -> Option<Value> {
    Some(match value {
        DeValue::String(text) => json!(text),
        DeValue::Boolean(value) => json!(value),
        DeValue::Integer(number) => json!(number.as_str().parse::<i64>().ok()?),
        DeValue::Float(number) => {
            let number = number.as_str().parse::<f64>().ok()?;
            number.is_finite().then(|| json!(number))?
        }
        DeValue::Array(items) => {
            let items = items.iter().map(|item| json_of(item.get_ref()));
            Value::Array(items.collect::<Option<_>>()?)
        }
        DeValue::Table(entries) => {
            let entries = entries
                .iter()
                .map(|(key, value)| Some((key.get_ref().to_string(), json_of(value.get_ref())?)));
            Value::Object(entries.collect::<Option<_>>()?)
        }
        DeValue::Datetime(_) => return None,
    })
}

//! A value of `defaults`.

use crate::text::json::quoted;

/// A default argument.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Bool(bool),
    Integer(i64),
    Float(f64),
    String(String),
    Array(Vec<Value>),
    Table(Vec<(String, Value)>),
}

impl Value {
    /// As TOML writes it.
    pub(crate) fn toml(&self) -> String {
        let list = |parts: Vec<String>| parts.join(", ");
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => format!("{value:?}"),
            Self::String(text) => quoted(text),
            Self::Array(items) => format!("[{}]", list(items.iter().map(Self::toml).collect())),
            Self::Table(entries) => {
                let entry =
                    |(key, value): &(String, Self)| format!("{} = {}", quoted(key), value.toml());
                format!("{{ {} }}", list(entries.iter().map(entry).collect()))
            }
        }
    }
}

//! The `defaults` of modules as constants, and what checks them.

use super::names::{config_alias, enabled};
use super::text::literal;
use super::writer::Writer;
use crate::manifest::Value;
use crate::model::{Default, Registry};

/// The defaults of a module: key, place and value of each.
pub(super) fn list(defaults: &[Default]) -> String {
    let entries = defaults.iter().map(|default| {
        let Default {
            key, value, place, ..
        } = default;
        format!(
            "({}, {}, {})",
            literal(key),
            literal(&place.to_string()),
            self::value(value)
        )
    });
    format!("&[{}]", entries.collect::<Vec<_>>().join(", "))
}

/// What rustc compares if rollbook's derive made the config, and a test for all of them.
pub(super) fn checks(out: &mut Writer, registry: &Registry) {
    if enabled(registry).all(|module| module.defaults.is_empty()) {
        return;
    }
    writeln!(out);
    out.nest("const _: () = {", "};", |out| {
        out.line("#[allow(unused_imports)]\nuse __rollbook::NoNames as _;");
        for module in enabled(registry) {
            let names = format!("__rollbook::NamesOf::<{}>::ALL", config_alias(module));
            for Default { key, place, .. } in &module.defaults {
                let key = literal(key);
                writeln!(
                    out,
                    "__rollbook::refuse_default({names}, {key}); // {place}"
                );
            }
        }
    });
    out.line("\n__rollbook::check_defaults!();");
}

fn table(entries: &[(String, Value)]) -> String {
    let entries = entries
        .iter()
        .map(|(key, entry)| format!("({}, {})", literal(key), value(entry)))
        .collect::<Vec<_>>();
    format!("[{}]", entries.join(", "))
}

fn value(value: &Value) -> String {
    let of = "__rollbook::DefaultValue";
    match value {
        Value::Bool(value) => format!("{of}::Bool({value})"),
        Value::Integer(value) => format!("{of}::Integer({value})"),
        Value::Float(value) if value.is_nan() => format!("{of}::Float(f64::NAN)"),
        Value::Float(value) if value.is_infinite() => {
            let sign = if *value < 0.0 { "NEG_" } else { "" };
            format!("{of}::Float(f64::{sign}INFINITY)")
        }
        Value::Float(value) => format!("{of}::Float({value:?})"),
        Value::String(value) => format!("{of}::String({})", literal(value)),
        Value::Array(items) => {
            let items = items.iter().map(self::value).collect::<Vec<_>>();
            format!("{of}::List(&[{}])", items.join(", "))
        }
        Value::Table(entries) => format!("{of}::Table(&{})", table(entries)),
    }
}

//! The `defaults` of modules as constants, and what checks them.

use super::enums::{config_alias, enabled};
use super::text::{indent, literal, place};
use crate::manifest::Value;
use crate::model::{Default, Registry};

/// The defaults of a module: key, place and value of each.
pub(super) fn list(defaults: &[Default]) -> String {
    let entries = defaults.iter().map(|default| {
        let Default {
            key,
            value,
            place: at,
            ..
        } = default;
        format!(
            "({}, {}, {})",
            literal(key),
            literal(&place(at)),
            self::value(value)
        )
    });
    format!("&[{}]", entries.collect::<Vec<_>>().join(", "))
}

/// What rustc compares if our derive made the config, and a test for all of them.
pub(super) fn checks(registry: &Registry) -> String {
    let modules = enabled(registry).filter(|module| !module.defaults.is_empty());
    let mut lines = String::new();
    for module in modules {
        for default in &module.defaults {
            lines.push_str(&format!(
                "__rollbook::refuse_default(__rollbook::NamesOf::<{}>::ALL, {}); // {}\n",
                config_alias(module),
                literal(&default.key),
                place(&default.place)
            ));
        }
    }
    if lines.is_empty() {
        return lines;
    }
    format!(
        "\nconst _: () = {{\n    #[allow(unused_imports)]\n    use __rollbook::NoNames as _;\n{}}};\n\n\
         __rollbook::check_defaults!();\n",
        indent(&lines, 1)
    )
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

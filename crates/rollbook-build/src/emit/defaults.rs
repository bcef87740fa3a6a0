//! The `defaults` of modules as constants, and what checks them.

use super::names::{config_alias, enabled};
use super::text::literal;
use super::writer::Writer;
use crate::manifest::Value;
use crate::model::{Default, Module, Registry};

/// The values, what rustc compares with the fields if rollbook's derive made the config, and a test for all of them.
pub(super) fn defaults(out: &mut Writer, registry: &Registry) {
    if filled(registry).next().is_none() {
        return;
    }
    writeln!(out);
    values(out, registry);
    writeln!(out);
    out.nest("const _: () = {", "};", |out| {
        out.line("#[allow(unused_imports)]\nuse __rollbook::NoNames as _;");
        for module in filled(registry) {
            let Module { variant, place, .. } = module;
            let name = literal(&module.name);
            let names = format!("__rollbook::NamesOf::<{}>::NAMES", config_alias(module));
            writeln!(
                out,
                "__rollbook::refuse_defaults({name}, {names}, filled::{variant}); // {place}"
            );
        }
    });
    out.line("\n__rollbook::check_defaults!();");
}

/// The modules that have some.
pub(super) fn filled(registry: &Registry) -> impl Iterator<Item = &Module> {
    enabled(registry).filter(|module| !module.defaults.is_empty())
}

/// The values.
pub(super) fn values(out: &mut Writer, registry: &Registry) {
    out.docs("The `defaults` of modules: key, place and value of each.");
    out.line("#[allow(non_upper_case_globals)]");
    out.block("mod filled", |out| {
        out.line("use super::__rollbook::DefaultValue as Value;\n");
        for Module {
            variant, defaults, ..
        } in filled(registry)
        {
            let list = list(defaults);
            writeln!(
                out,
                "pub const {variant}: &[(&str, &str, Value)] = &{list};"
            );
        }
    });
}

/// The values of a module.
pub(super) fn of(module: &Module) -> String {
    match module.defaults.as_slice() {
        [] => "&[]".to_owned(),
        _ => format!("filled::{}", module.variant),
    }
}

fn list(defaults: &[Default]) -> String {
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
    format!("[{}]", entries.collect::<Vec<_>>().join(", "))
}

fn table(entries: &[(String, Value)]) -> String {
    let entries = entries
        .iter()
        .map(|(key, entry)| format!("({}, {})", literal(key), value(entry)))
        .collect::<Vec<_>>();
    format!("[{}]", entries.join(", "))
}

fn value(value: &Value) -> String {
    match value {
        Value::Bool(value) => format!("Value::Bool({value})"),
        Value::Integer(value) => format!("Value::Integer({value})"),
        Value::Float(value) if value.is_nan() => "Value::Float(f64::NAN)".to_owned(),
        Value::Float(value) if value.is_infinite() => {
            let sign = if *value < 0.0 { "NEG_" } else { "" };
            format!("Value::Float(f64::{sign}INFINITY)")
        }
        Value::Float(value) => format!("Value::Float({value:?})"),
        Value::String(value) => format!("Value::String({})", literal(value)),
        Value::Array(items) => {
            let items = items.iter().map(self::value).collect::<Vec<_>>();
            format!("Value::List(&[{}])", items.join(", "))
        }
        Value::Table(entries) => format!("Value::Table(&{})", table(entries)),
    }
}

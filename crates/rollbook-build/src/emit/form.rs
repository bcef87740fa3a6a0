//! How configs are written: under a key of their own, under their names, or with a name that is unknown; and the default.

use super::names::{config_alias, enabled, held};
use super::text::literal;
use super::writer::Writer;
use crate::model::{Form, Module, Registry};

/// The constants of `ReadKind` that say how a config is written.
pub(super) fn constants(out: &mut Writer, registry: &Registry) {
    if registry.form != Form::Internal {
        out.line("const IS_INTERNAL: bool = false;");
    }
    if fallback(registry).is_some() {
        out.line("const HAS_FALLBACK: bool = true;");
    }
}

/// The functions of `ReadKind` for a form that is not the usual one.
pub(super) fn functions(out: &mut Writer, registry: &Registry) {
    match &registry.form {
        Form::Internal => {}
        Form::Adjacent(content) => {
            let content = literal(content);
            table(
                out,
                &format!("read_adjacent(table, is_human_readable, {content})"),
            );
        }
        Form::External => {
            table(out, "read_external(table, is_human_readable)");
            out.line("\nfn any<D: __rollbook::serde_core::Deserializer<'de>>(");
            out.line("    config: D,\n    tagged: __rollbook::Tagged<Self>,");
            out.block(") -> __rollbook::Result<Self, D::Error>", |out| {
                out.line("__rollbook::any_external(config, tagged)");
            });
            out.line("\nfn variant<A: __rollbook::serde_core::de::EnumAccess<'de>>(");
            out.line("    variant: A,");
            out.block(") -> __rollbook::Result<Self, A::Error>", |out| {
                out.line("__rollbook::read_variant(variant)");
            });
        }
    }
    if let Some(module) = fallback(registry) {
        unknown(out, module);
    }
}

fn table(out: &mut Writer, read: &str) {
    out.line("\nfn table<A: __rollbook::serde_core::de::MapAccess<'de>>(");
    out.line("    table: A,\n    is_human_readable: bool,");
    out.line("    made: &mut __rollbook::Made<Self>,");
    out.block(") -> __rollbook::Result<(), A::Error>", |out| {
        let keep = "|config| *made = __rollbook::made(config)";
        writeln!(out, "__rollbook::{read}.map({keep})");
    });
}

fn unknown(out: &mut Writer, module: &Module) {
    let Module { variant, place, .. } = module;
    let (alias, held) = (config_alias(module), held(module, "config"));
    out.line("\nfn unknown<S: __rollbook::KeptArguments<'de>>(");
    out.line("    named: __rollbook::Named<'_>,\n    source: S,");
    out.block(") -> __rollbook::Result<Self, S::Error>", |out| {
        out.line("let unknown = __rollbook::keep_unknown(named, source)?;");
        writeln!(
            out,
            "let config = __rollbook::from_unknown::<{alias}>(unknown); // {place}"
        );
        writeln!(out, "Ok(Self::{variant}({held}))");
    });
}

/// The call that writes a config.
pub(super) fn write(registry: &Registry, module: &Module) -> String {
    let variant = &module.variant;
    let form = match &registry.form {
        Form::Internal => "__rollbook::Form::Internal".to_owned(),
        Form::Adjacent(content) => format!("__rollbook::Form::Adjacent({})", literal(content)),
        Form::External => format!("__rollbook::Form::External {{ bare: {} }}", registry.bare),
    };
    if registry.is_fallback(module) {
        return format!("write_unknown::<Kind, _, _>({form}, config, serializer)");
    }
    match registry.form {
        Form::Internal => format!("write(Kind::{variant}, config, serializer)"),
        Form::Adjacent(_) | Form::External => {
            format!("write_as({form}, Kind::{variant}, config, serializer)")
        }
    }
}

/// `Default` for the enum of configs.
pub(super) fn default(out: &mut Writer, registry: &Registry) {
    let module = registry.default.map(|id| registry.module(id));
    let Some(module) = module.filter(|module| module.enabled) else {
        return;
    };
    let Module { variant, place, .. } = module;
    let made = format!(
        "<{} as ::core::default::Default>::default()",
        config_alias(module)
    );
    let held = held(module, &made);
    out.block("impl ::core::default::Default for Config", |out| {
        out.block("fn default() -> Self", |out| {
            writeln!(out, "Self::{variant}({held}) // {place}");
        });
    });
    writeln!(out);
}

/// The module that takes configs with an unknown name, if it is there.
fn fallback(registry: &Registry) -> Option<&Module> {
    enabled(registry).find(|module| registry.is_fallback(module))
}

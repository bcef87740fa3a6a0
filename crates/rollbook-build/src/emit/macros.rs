//! The macros of a registry: `type_of!` and `each!`.

use rollbook::__private::build::{Data, ModuleId};

use super::enums::matched;
use super::names::is_empty;
use super::text::literal;
use super::writer::Writer;
use crate::model::{Model, Module, Registry};

/// Beyond this many modules `type_of!` has no literal arms: they help the editor only, and rustc parses them.
const LITERAL_ARMS: usize = 1_000;

pub(super) fn type_of(out: &mut Writer, model: &Model, registry: &Registry, data: &Data) {
    let root = root(model);
    let home = format!("{root}::{}", registry.name);
    let title = "/// The type of a module by its name: `type_of!(\"Name\")`, or as seen from a scope: \
                 `type_of!(Scope::S, \"Name\")`.";
    exported(out, registry, "type_of", title, |out| {
        if registry.modules.len() <= LITERAL_ARMS {
            // Those whose bare name means them, as seen from the manifest's own scope.
            let bare = |(id, module): &(ModuleId, &Module)| {
                data.resolve(model.viewer, &module.name) == Some(*id)
            };
            for (_, Module { name, variant, .. }) in registry.numbered().filter(bare) {
                let name = literal(name);
                writeln!(out, "({name}) => {{ {home}::types::{variant} }};");
            }
        }
        for (pattern, handle) in [
            ("$name:expr_2021", "REGISTRY"),
            ("$scope:expr_2021, $name:expr_2021", "from($scope)"),
        ] {
            out.nest(format_args!("({pattern}) => {{"), "};", |out| {
                writeln!(out, "<{home}::Kind as {root}::__rollbook::TypeOf<");
                writeln!(
                    out,
                    "    {{ {root}::__rollbook::position({home}::{handle}, $name) }},"
                );
                out.line(">>::Type");
            });
        }
    });
    writeln!(out);
}

pub(super) fn each(out: &mut Writer, model: &Model, registry: &Registry) {
    const CASE: &str = "$value:expr_2021, $module:pat => $body:expr_2021";
    let home = format!("{}::{}", root(model), registry.name);
    let title = "/// A `match` over all modules with one expression: `each!(module, m => m.name())`. Over configs:\n\
                 /// `each!(Config: config, c => c.name())`.";
    exported(out, registry, "each", title, |out| {
        out.nest(format_args!("(@$enum:ident {CASE}) => {{"), "};", |out| {
            let value = if is_empty(registry) {
                "*$value"
            } else {
                "$value"
            };
            matched(out, value, registry, |out, Module { variant, .. }| {
                writeln!(out, "{home}::$enum::{variant}($module) => $body,");
            });
        });
        for (given, of) in [("Config: ", "Config"), ("", "Module")] {
            writeln!(
                out,
                "({given}{CASE}) => {{ {home}::each!(@{of} $value, $module => $body) }};"
            );
        }
    });
}

/// The path of the module that holds the registries, in a macro.
fn root(model: &Model) -> String {
    model.module.replacen("crate", "$crate", 1)
}

fn exported(
    out: &mut Writer,
    registry: &Registry,
    name: &str,
    docs: &str,
    arms: impl FnOnce(&mut Writer),
) {
    let hidden = format!("__rollbook_{}_{name}", registry.name);
    out.line("#[doc(hidden)]\n#[macro_export]");
    out.block(format_args!("macro_rules! {hidden}"), arms);
    writeln!(out, "{docs}\n#[doc(inline)]\npub use {hidden} as {name};");
}

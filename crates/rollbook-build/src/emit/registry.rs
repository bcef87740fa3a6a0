//! The Rust module of one registry: what it always holds.

use std::collections::HashMap;

use rollbook::__private::build::Data;

use super::names::enabled;
use super::text::{literal, wrapped};
use super::writer::Writer;
use super::{build, enums, form, from, json_schema, macros, names, read, tables, traits, validate};
use crate::fragment::direct;
use crate::model::{Form, Model, Module, Registry};

/// Lints of a user's crate that generated code need not pass.
const ALLOW: &str = "\
#[allow(dead_code, unreachable_pub, unreachable_code, unused_imports, unused_macros, unused_qualifications)]
#[allow(deprecated, non_camel_case_types, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery)]";

pub(super) fn registry(out: &mut Writer, model: &Model, registry: &Registry, data: &Data) {
    let Registry { name, place, .. } = registry;
    writeln!(out);
    out.docs(format_args!("The registry `{name}`, {place}"));
    out.manifest_docs(registry.doc.as_deref());
    writeln!(out, "{ALLOW}");
    out.block(format_args!("pub mod {name}"), |out| {
        out.line("use super::__rollbook::{self, Ok, module};");
        out.line("use super::Scope;\n");
        if let Some(context) = &registry.context {
            out.docs("What constructors get besides their config.");
            writeln!(out, "pub type Context = {context}; // {place}\n");
        }
        enums::enums(out, model, registry);
        enums::aliases(out, model, registry);
        completions(out, model, registry);
        form::default(out, registry);
        from::configs(out, registry);
        validate::validate(out, model, registry);
        build::build(out, model, registry);
        if model.serde {
            writeln!(out);
            read::read(out, registry);
        }
        json_schema::json_schema(out, model, registry);
        traits::traits(out, registry);
        macros::type_of(out, model, registry, data);
        macros::each(out, model, registry);
    });
}

/// The calls of the runtime's macros that complete the enums.
fn completions(out: &mut Writer, model: &Model, registry: &Registry) {
    let more = match &registry.form {
        Form::Adjacent(content) => format!(", content = {}", literal(content)),
        // The names of arguments can only be taken where they are beside the name of the module.
        Form::Internal if model.serde => format!(", configs = {}", names::configs(registry)),
        Form::Internal | Form::External => String::new(),
    };
    let (data, variants) = (tables::name(registry), wrapped(names::variants(registry)));
    writeln!(
        out,
        "__rollbook::registry!(super::tables::{data}{more}; {variants});"
    );
    for (name, derived) in names::derived(registry) {
        if !derived.iter().any(|derive| derive == "Debug") {
            writeln!(out, "__rollbook::debug!({name});");
        }
    }
    // `From` and `TryFrom` exist for types that have one name only.
    let mut counts = HashMap::<String, usize>::new();
    for module in enabled(registry) {
        *counts.entry(direct(&module.type_path)).or_default() += 1;
    }
    for (index, module) in enabled(registry).enumerate() {
        let Module { variant, place, .. } = module;
        let converts = registry.conversions && counts[&direct(&module.type_path)] == 1;
        let how = match (converts, module.boxed) {
            (true, true) => " boxed",
            (true, false) => "",
            (false, _) => " without conversions",
        };
        writeln!(out, "module!({index} {variant}{how}); // {place}");
    }
    writeln!(out);
}

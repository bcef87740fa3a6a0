//! The Rust module of one registry: what it always holds.

use std::collections::HashMap;

use rollbook::__private::build::Data;

use super::enums::{self, enabled};
use super::text::{docs, indent, literal, place, wrapped_list};
use super::{async_build, build, form, from, macros, read, traits, validate};
use crate::fragment::direct;
use crate::model::{Form, Model, Module, Registry};

/// Lints of a user's crate that generated code need not pass.
const ALLOW: &str = "\
#[allow(dead_code, unreachable_pub, unreachable_code, unused_imports, unused_macros, unused_qualifications)]
#[allow(deprecated, non_camel_case_types, non_snake_case)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery)]
";

pub(super) fn registry(model: &Model, registry: &Registry, data: &Data) -> String {
    let mut body =
        String::from("use super::__rollbook::{self, Ok, module};\nuse super::Scope;\n\n");
    if let Some(context) = &registry.context {
        body.push_str(&docs("What constructors get besides their config.", None));
        let place = place(&registry.place);
        body.push_str(&format!("pub type Context = {context}; // {place}\n\n"));
    }
    body.push_str(&enums::enums(model, registry));
    body.push('\n');
    body.push_str(&enums::aliases(registry));
    body.push('\n');
    body.push_str(&completions(model, registry));
    body.push('\n');
    body.push_str(&form::default(registry));
    body.push_str(&from::configs(registry));
    body.push_str(&validate::validate(model, registry));
    body.push_str(&match registry.asynchronous {
        None => build::build(model, registry),
        Some(_) => async_build::build(model, registry),
    });
    if model.serde {
        body.push('\n');
        body.push_str(&read::read(registry));
    }
    body.push_str(&traits::traits(registry));
    body.push('\n');
    body.push_str(&macros::macros(model, registry, data));

    let title = format!(
        "The registry `{}`, {}",
        registry.name,
        place(&registry.place)
    );
    format!(
        "\n{}{ALLOW}pub mod {} {{\n{}}}\n",
        docs(&title, registry.doc.as_deref()),
        registry.name,
        indent(&body, 1),
    )
}

/// The calls of the runtime's macros that complete the enums.
fn completions(model: &Model, registry: &Registry) -> String {
    let variants = enabled(registry).map(|module| module.variant.as_str());
    let more = match &registry.form {
        Form::Adjacent(content) => format!(", content = {}", literal(content)),
        // The names of arguments can only be taken where they are beside the name of the module.
        Form::Internal if model.serde => format!(", configs = {}", enums::configs(registry)),
        Form::Internal | Form::External => String::new(),
    };
    let mut out = format!(
        "__rollbook::registry!(super::tables::{}{more}; {});\n",
        super::tables::name(registry),
        wrapped_list(&variants.collect::<Vec<_>>(), 0),
    );
    let derives = [
        ("Config", &registry.derive_config),
        ("Module", &registry.derive_module),
    ];
    for (name, derived) in derives {
        if !derived.iter().any(|derive| derive == "Debug") {
            out.push_str(&format!("__rollbook::debug!({name});\n"));
        }
    }
    // `From` and `TryFrom` exist for types that have one name only.
    let mut counts = HashMap::<String, usize>::new();
    for module in enabled(registry) {
        *counts.entry(direct(&module.type_path)).or_default() += 1;
    }
    for (index, module) in enabled(registry).enumerate() {
        let Module { variant, boxed, .. } = module;
        let how = match (counts[&direct(&module.type_path)], boxed) {
            (1, true) => " boxed",
            (1, false) => "",
            _ => " several names",
        };
        let place = place(&module.place);
        out.push_str(&format!("module!({index} {variant}{how}); // {place}\n"));
    }
    out
}

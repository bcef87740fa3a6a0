//! What needs serde: reading and writing configs.

use super::enums::{config_alias, enabled};
use super::text::{block, indent, place};
use super::{defaults, form};
use crate::model::{Module, Registry};

pub(super) fn read(registry: &Registry) -> String {
    let mut body = reader(registry);
    body.push_str(&defaults::checks(registry));
    let enums = [
        ("Config", &registry.derive_config),
        ("Module", &registry.derive_module),
    ];
    for (name, derived) in enums {
        if derived.iter().any(|derive| derive == "Serialize") {
            body.push('\n');
            body.push_str(&serialize(registry, name));
        }
    }
    let read = if registry.context.is_some() || registry.asynchronous.is_some() {
        "Config"
    } else {
        "Config Module"
    };
    format!(
        "__rollbook::deserialize!({read});\n\n__rollbook::serde! {{\n{}}}\n",
        indent(&body, 1)
    )
}

fn reader(registry: &Registry) -> String {
    let (kind, source, matched) = if enabled(registry).next().is_none() {
        ("kind", "_", "match kind {}\n".to_owned())
    } else {
        let matched = block("match kind", enabled(registry), |module| {
            let Module { variant, boxed, .. } = module;
            let alias = config_alias(module);
            let hold = if *boxed {
                format!("|config| Self::{variant}(__rollbook::Box::new(config))")
            } else {
                format!("Self::{variant}")
            };
            if registry.is_fallback(module) {
                return format!(
                    "Kind::{variant} => source.read::<__rollbook::Nameless>().map(|never| match never {{}}), // {}",
                    place(&module.place)
                );
            }
            let place = place(&module.place);
            if module.defaults.is_empty() {
                return format!("Kind::{variant} => read_as(source, {hold}), // {place}");
            }
            let list = defaults::list(&module.defaults);
            format!(
                "Kind::{variant} => source.read_with::<{alias}>(__rollbook::defaults(kind, {list})).map({hold}), // {place}"
            )
        });
        let matched = format!("use __rollbook::read_as;\n{matched}");
        ("kind", "source", matched)
    };
    let mut functions = format!(
        "type Kind = Kind;\n{}\nfn read<S: __rollbook::Arguments<'de>>({kind}: Kind, {source}: S) \
         -> __rollbook::Result<Self, S::Error> {{\n{}}}\n",
        form::constants(registry),
        indent(&matched, 1)
    );
    functions.push_str(&form::functions(registry));
    if registry.bare && enabled(registry).next().is_some() {
        functions.push_str(
            "\nfn bare<E: __rollbook::serde_core::de::Error>(kind: Kind) -> __rollbook::Result<Self, E> {\n    \
             __rollbook::read_bare(kind)\n}\n",
        );
    }
    if let Some(module) = registry.sequence.map(|id| registry.module(id)) {
        if module.enabled {
            functions.push_str(&list(module));
        }
    }
    format!(
        "impl<'de> __rollbook::ReadKind<'de> for Config {{\n{}}}\n",
        indent(&functions, 1)
    )
}

/// A list of configs instead of one config.
fn list(module: &Module) -> String {
    let Module { variant, boxed, .. } = module;
    let item = if module.config.is_some() {
        "Config"
    } else {
        "Module"
    };
    let hold = if *boxed {
        format!("|config| Self::{variant}(__rollbook::Box::new(config))")
    } else {
        format!("Self::{variant}")
    };
    format!(
        "\nfn list<A: __rollbook::serde_core::de::SeqAccess<'de>>(\n    list: A,\n) -> \
         __rollbook::Result<Self, A::Error> {{\n    \
         __rollbook::read_list::<{item}, {}, A>(list).map({hold}) // {}\n}}\n",
        config_alias(module),
        place(&module.place)
    )
}

fn serialize(registry: &Registry, name: &str) -> String {
    let body = if enabled(registry).next().is_none() {
        "match *self {}\n".to_owned()
    } else {
        block("match self", enabled(registry), |module| {
            let (variant, place) = (&module.variant, place(&module.place));
            let write = form::write(registry, module);
            format!("Self::{variant}(config) => __rollbook::{write}, // {place}")
        })
    };
    let serializer = if enabled(registry).next().is_none() {
        "_"
    } else {
        "serializer"
    };
    let function = format!(
        "fn serialize<S: __rollbook::serde_core::Serializer>(\n    &self,\n    {serializer}: S,\n) -> \
         __rollbook::Result<S::Ok, S::Error> {{\n{}}}\n",
        indent(&body, 1)
    );
    format!(
        "impl __rollbook::serde_core::Serialize for {name} {{\n{}}}\n",
        indent(&function, 1)
    )
}

//! How configs are written: under a key of their own, under their names, or with a name that is unknown; and the default.

use super::enums::{config_alias, enabled};
use super::text::{indent, literal, place};
use crate::model::{Form, Module, Registry};

/// The constants of `ReadKind` that say how a config is written.
pub(super) fn constants(registry: &Registry) -> String {
    let mut out = String::new();
    if registry.form != Form::Internal {
        out.push_str("const IS_INTERNAL: bool = false;\n");
    }
    if fallback(registry).is_some() {
        out.push_str("const HAS_FALLBACK: bool = true;\n");
    }
    out
}

/// The functions of `ReadKind` for a form that is not the usual one.
pub(super) fn functions(registry: &Registry) -> String {
    const DE: &str = "__rollbook::serde_core::de";
    let table = |call: &str| {
        format!(
            "\nfn table<A: {DE}::MapAccess<'de>>(\n    table: A,\n    is_human_readable: bool,\n    made: &mut __rollbook::Option<Self>,\n) -> \
             __rollbook::Result<(), A::Error> {{\n    __rollbook::{call}.map(|config| *made = __rollbook::Option::Some(config))\n}}\n"
        )
    };
    let mut out = match &registry.form {
        Form::Internal => String::new(),
        Form::Adjacent(content) => table(&format!(
            "read_adjacent(table, is_human_readable, {})",
            literal(content)
        )),
        Form::External => {
            table("read_external(table, is_human_readable)")
                + &format!(
                    "\nfn any<D: __rollbook::serde_core::Deserializer<'de>>(\n    config: D,\n    tagged: __rollbook::Tagged<Self>,\n) \
                     -> __rollbook::Result<Self, D::Error> {{\n    __rollbook::any_external(config, tagged)\n}}\n\
                     \nfn variant<A: {DE}::EnumAccess<'de>>(\n    variant: A,\n) -> \
                     __rollbook::Result<Self, A::Error> {{\n    __rollbook::read_variant(variant)\n}}\n"
                )
        }
    };
    if let Some(module) = fallback(registry) {
        let hold = match module.boxed {
            true => "__rollbook::Box::new(config)",
            false => "config",
        };
        let line = format!(
            "let config = __rollbook::from_unknown::<{}>(unknown); // {}\n",
            config_alias(module),
            place(&module.place)
        );
        out.push_str(&format!(
            "\nfn unknown<S: __rollbook::KeptArguments<'de>>(\n    named: __rollbook::Named<'_>,\n    source: S,\n) -> \
             __rollbook::Result<Self, S::Error> {{\n    let unknown = __rollbook::keep_unknown(named, source)?;\n{}    \
             Ok(Self::{}({hold}))\n}}\n",
            indent(&line, 1),
            module.variant
        ));
    }
    out
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
pub(super) fn default(registry: &Registry) -> String {
    let module = registry.default.map(|id| registry.module(id));
    let Some(module) = module.filter(|module| module.enabled) else {
        return String::new();
    };
    let made = format!(
        "<{} as ::core::default::Default>::default()",
        config_alias(module)
    );
    let held = match module.boxed {
        true => format!("__rollbook::Box::new({made})"),
        false => made,
    };
    format!(
        "impl ::core::default::Default for Config {{\n    fn default() -> Self {{\n        Self::{}({held}) // {}\n    }}\n}}\n\n",
        module.variant,
        place(&module.place)
    )
}

/// The module that takes configs with an unknown name, if it is there.
fn fallback(registry: &Registry) -> Option<&Module> {
    enabled(registry).find(|module| registry.is_fallback(module))
}

//! The macros of a registry: `type_of!` and `each!`.

use rollbook::__private::build::{Data, ModuleId};

use super::enums::enabled;
use super::text::{block, indent, literal};
use crate::model::{Model, Module, Registry};

/// Beyond this many modules `type_of!` has no literal arms: they help the editor only, and rustc parses them.
const LITERAL_ARMS: usize = 1_000;

pub(super) fn macros(model: &Model, registry: &Registry, data: &Data) -> String {
    let home = format!(
        "{}::{}",
        model.module.replacen("crate", "$crate", 1),
        registry.name
    );
    let mut out = String::new();
    out.push_str(&type_of(model, registry, data, &home));
    out.push('\n');
    out.push_str(&each(registry, &home));
    out
}

fn type_of(model: &Model, registry: &Registry, data: &Data, home: &str) -> String {
    let macro_name = format!("__rollbook_{}_type_of", registry.name);
    let root = home.rsplit_once("::").map_or(home, |(root, _)| root);
    let mut arms = String::new();
    if registry.modules.len() <= LITERAL_ARMS {
        // Those whose bare name means them, as seen from the manifest's own scope.
        let bare =
            |id: &ModuleId, module: &Module| data.resolve(model.viewer, &module.name) == Some(*id);
        for (_, module) in registry.numbered().filter(|(id, module)| bare(id, module)) {
            arms.push_str(&format!(
                "({}) => {{ {home}::types::{} }};\n",
                literal(&module.name),
                module.variant
            ));
        }
    }
    for (pattern, handle) in [
        ("$name:expr_2021", "REGISTRY"),
        ("$scope:expr_2021, $name:expr_2021", "from($scope)"),
    ] {
        arms.push_str(&format!(
            "({pattern}) => {{\n    <{home}::Kind as {root}::__rollbook::TypeOf<\n        \
             {{ {root}::__rollbook::position({home}::{handle}, $name) }},\n    >>::Type\n}};\n"
        ));
    }
    format!(
        "#[doc(hidden)]\n#[macro_export]\nmacro_rules! {macro_name} {{\n{}}}\n/// The type of a module by its name: \
         `type_of!(\"Name\")`, or as seen from a scope: `type_of!(Scope::S, \"Name\")`.\n\
         #[doc(inline)]\npub use {macro_name} as type_of;\n",
        indent(&arms, 1)
    )
}

fn each(registry: &Registry, home: &str) -> String {
    let macro_name = format!("__rollbook_{}_each", registry.name);
    let body = if enabled(registry).next().is_none() {
        "match *$value {}\n".to_owned()
    } else {
        block("match $value", enabled(registry), |module| {
            format!("{home}::$enum::{}($module) => $body,", module.variant)
        })
    };
    const CASE: &str = "$value:expr_2021, $module:pat => $body:expr_2021";
    format!(
        "#[doc(hidden)]\n#[macro_export]\nmacro_rules! {macro_name} {{\n    (@$enum:ident {CASE}) => {{\n{}    }};\n    \
         (Config: {CASE}) => {{ {home}::each!(@Config $value, $module => $body) }};\n    \
         ({CASE}) => {{ {home}::each!(@Module $value, $module => $body) }};\n}}\n\
         /// A `match` over all modules with one expression: `each!(module, m => m.name())`. Over configs:\n\
         /// `each!(Config: config, c => c.name())`.\n\
         #[doc(inline)]\npub use {macro_name} as each;\n",
        indent(&body, 2)
    )
}

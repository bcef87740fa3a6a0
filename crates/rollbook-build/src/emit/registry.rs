//! The Rust module of one registry: what it always holds.

use quote::quote;

use super::enums::{self, enabled};
use super::text::{block, docs, indent, items, place, tokens};
use super::{build, macros, read};
use crate::model::{Model, Module, Registry};

pub(super) fn registry(model: &Model, registry: &Registry) -> String {
    let mut body = String::from(
        "use super::__rollbook::__private::registry as generated;\nuse super::{Scope, __rollbook};\n\n",
    );
    if let Some(context) = &registry.context {
        body.push_str(&docs("What constructors get besides their config.", None));
        let place = place(&registry.place);
        body.push_str(&format!("pub type Context = {context}; // {place}\n\n"));
    }
    body.push_str(&enums::enums(model, registry));
    body.push('\n');
    body.push_str(&items(&handles(registry)));
    body.push('\n');
    body.push_str(&kinds(registry));
    body.push('\n');
    body.push_str(&build::build(model, registry));
    body.push_str(&conversions(registry));
    body.push_str(&dispatch(registry));
    body.push('\n');
    body.push_str(&enums::aliases(registry));
    body.push('\n');
    if model.serde {
        body.push_str(&read::read(registry));
        body.push('\n');
    }
    body.push_str(&macros::macros(model, registry));

    let title = format!(
        "The registry `{}`, {}",
        registry.name,
        place(&registry.place)
    );
    format!(
        "\n{}#[allow(\n    dead_code,\n    unused_imports,\n    unused_macros,\n    unreachable_pub,\n    unreachable_code,\n    \
         non_camel_case_types,\n    deprecated,\n    clippy::enum_variant_names,\n    clippy::large_enum_variant,\n    \
         clippy::match_single_binding,\n    clippy::match_wildcard_for_single_variants,\n    clippy::needless_pass_by_value,\n    clippy::too_many_lines,\n    \
         clippy::doc_markdown,\n    clippy::match_same_arms,\n    clippy::result_large_err\n)]\npub mod {} {{\n{}}}\n",
        docs(&title, registry.doc.as_deref()),
        registry.name,
        indent(&body, 1),
    )
}

/// The handles, and what the runtime needs to know of `Kind`.
fn handles(registry: &Registry) -> proc_macro2::TokenStream {
    let table = tokens(&super::tables::name(registry));
    let (index, info, scope) = if enabled(registry).next().is_none() {
        (
            quote!(match self {}),
            quote!(match self {}),
            quote!(match self {}),
        )
    } else {
        (
            quote!(self as usize),
            quote!(&super::tables::#table.modules[self.index()]),
            quote!(Scope::ALL[self.info().scope_index as usize]),
        )
    };
    quote! {
        /// The registry as seen from the manifest's own scope.
        pub const REGISTRY: __rollbook::Registry<Kind> = from(Scope::OWN);

        /// The registry as seen from a scope.
        #[must_use]
        pub const fn from(scope: Scope) -> __rollbook::Registry<Kind> {
            __rollbook::Registry::new(scope as u16)
        }

        impl Kind {
            /// Its place in [`Kind::ALL`].
            #[must_use]
            pub const fn index(self) -> usize {
                #index
            }

            /// What the manifest says of it: name, scope, aliases, doc, place.
            #[must_use]
            pub const fn info(self) -> &'static __rollbook::Info {
                #info
            }

            /// The scope that it lives in.
            #[must_use]
            pub const fn scope(self) -> Scope {
                #scope
            }
        }

        impl __rollbook::Kind for Kind {
            const DATA: &'static generated::Data = &super::tables::#table;
            const ALL: &'static [Self] = Self::ALL;
            type Scope = Scope;
            type Config = Config;
            type Module = Module;

            fn index(self) -> usize {
                self.index()
            }
        }

        impl ::core::fmt::Display for Kind {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.info().name)
            }
        }
    }
}

/// The listing of kinds, and the way from the other enums to it.
fn kinds(registry: &Registry) -> String {
    let mut out =
        String::from("impl Kind {\n    /// All that can be built, in the manifest's order.\n");
    out.push_str("    pub const ALL: &'static [Self] = &[\n");
    for module in enabled(registry) {
        out.push_str(&format!("        Self::{},\n", module.variant));
    }
    out.push_str("    ];\n}\n");
    let derives = [
        ("Config", &registry.derive_config),
        ("Module", &registry.derive_module),
    ];
    for (name, derived) in derives {
        out.push_str(&format!("\nimpl {name} {{\n"));
        let body = if enabled(registry).next().is_none() {
            "match *self {}\n".to_owned()
        } else {
            block("match self", enabled(registry), |module| {
                format!("Self::{0}(_) => Kind::{0},", module.variant)
            })
        };
        let function = format!(
            "/// Which module it is of.\n#[must_use]\npub const fn kind(&self) -> Kind {{\n{}}}\n",
            indent(&body, 1)
        );
        out.push_str(&indent(&function, 1));
        out.push_str("}\n");
        if !derived.iter().any(|derive| derive == "Debug") {
            out.push('\n');
            out.push_str(&items(&shallow_debug(name)));
        }
    }
    out
}

/// `Module::NetA(..)`: not every module is `Debug`, but `Result::unwrap` wants the enum to be.
fn shallow_debug(name: &str) -> proc_macro2::TokenStream {
    let enumeration = tokens(name);
    let text = format!("{name}::{{:?}}(..)");
    quote! {
        impl ::core::fmt::Debug for #enumeration {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(f, #text, self.kind())
            }
        }
    }
}

/// `From` and `TryFrom` for the types that stand behind one name only.
fn conversions(registry: &Registry) -> String {
    let mut out = String::new();
    let mut counts = std::collections::HashMap::<&str, usize>::new();
    for module in enabled(registry) {
        *counts.entry(&module.type_path).or_default() += 1;
    }
    for module in enabled(registry).filter(|module| counts[module.type_path.as_str()] == 1) {
        out.push_str(&conversion(module));
    }
    out
}

fn conversion(module: &Module) -> String {
    let Module { variant, boxed, .. } = module;
    let (into, from) = if *boxed {
        ("generated::Box::new(module)", "*module")
    } else {
        ("module", "module")
    };
    format!(
        "
impl ::core::convert::From<types::{variant}> for Module {{
    fn from(module: types::{variant}) -> Self {{
        Self::{variant}({into})
    }}
}}

impl ::core::convert::TryFrom<Module> for types::{variant} {{
    type Error = Module;

    fn try_from(module: Module) -> ::core::result::Result<Self, Module> {{
        match module {{
            Module::{variant}(module) => ::core::result::Result::Ok({from}),
            #[allow(unreachable_patterns)]
            other => ::core::result::Result::Err(other),
        }}
    }}
}}
"
    )
}

/// The trait for the enum, by the macro that `#[rollbook::dispatch]` exported beside it.
fn dispatch(registry: &Registry) -> String {
    let Some(path) = registry.trait_path.as_deref().filter(|_| registry.dispatch) else {
        return String::new();
    };
    let Some((home, _)) = path.rsplit_once("::") else {
        return String::new();
    };
    let line = |module: &Module| {
        let (variant, place) = (&module.variant, place(&module.place));
        format!("        {variant} = types::{variant}, // {place}\n")
    };
    let plain = enabled(registry).filter(|module| !module.boxed);
    let boxed = enabled(registry).filter(|module| module.boxed);
    format!(
        "\nconst _: () = {{\n    use self::{{Module, types}};\n    #[allow(unused_imports, clippy::wildcard_imports)]\n    \
         use {home}::*;\n    {path}! {{ // no such macro? #[rollbook::dispatch] on the trait, or `dispatch = false` at {}\n        \
         [{path}] [Module]\n{}        ;\n{}    }}\n}};\n",
        place(&registry.place),
        plain.map(line).collect::<String>(),
        boxed.map(line).collect::<String>(),
    )
}

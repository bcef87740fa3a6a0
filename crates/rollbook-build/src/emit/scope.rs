//! The enum of scopes.

use proc_macro2::{Ident, Span};
use quote::quote;

use super::text::{docs, indent, items, literal, place};
use crate::model::Model;

pub(super) fn scope(model: &Model) -> String {
    let mut out = String::from("\n");
    out.push_str(&docs(
        "A scope of the manifest, depth first: where names live.",
        None,
    ));
    out.push_str("#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]\n");
    out.push_str("#[allow(dead_code, unreachable_pub, non_camel_case_types)]\npub enum Scope {\n");
    for scope in &model.scopes {
        let ours = format!("`{}`, {}", scope.name, place(&scope.place));
        out.push_str(&indent(&docs(&ours, scope.doc.as_deref()), 1));
        out.push_str(&format!("    {},\n", scope.variant));
    }
    out.push_str("}\n\n");
    out.push_str(&items(&frame(model)));
    out
}

fn frame(model: &Model) -> proc_macro2::TokenStream {
    let variant = |index: usize| Ident::new(&model.scopes[index].variant, Span::call_site());
    let all = (0..model.scopes.len()).map(variant);
    let names = model.scopes.iter().map(|scope| &scope.name);
    let variants = (0..model.scopes.len()).map(variant);
    let parents = (0..model.scopes.len())
        .filter_map(|index| Some((index, model.scopes[index].parent?)))
        .map(|(index, parent)| {
            let (child, parent) = (variant(index), variant(parent));
            quote!(Self::#child => ::core::option::Option::Some(Self::#parent),)
        });
    let orphans = model.scopes.iter().any(|scope| scope.parent.is_none());
    let no_parent = orphans.then(|| quote!(_ => ::core::option::Option::None,));
    let mut below = vec![Vec::new(); model.scopes.len()];
    for (index, scope) in model.scopes.iter().enumerate() {
        if let Some(parent) = scope.parent {
            below[parent].push(variant(index));
        }
    }
    let children = below.iter().enumerate().filter_map(|(index, children)| {
        let parent = variant(index);
        (!children.is_empty()).then(|| quote!(Self::#parent => &[#(Self::#children),*],))
    });
    let own = variant(model.viewer);
    let own_doc = format!(
        " The manifest's own scope, {}: what names are looked up from unless said otherwise.",
        literal(&model.scopes[model.viewer].name).replace('"', "`")
    );
    let default = u16::try_from(model.viewer).unwrap_or_default();
    quote! {
        #[allow(dead_code, unreachable_pub, clippy::match_same_arms, clippy::match_single_binding, clippy::match_wildcard_for_single_variants)]
        impl Scope {
            /// All scopes, depth first.
            pub const ALL: &'static [Self] = &[#(Self::#all),*];

            #[doc = #own_doc]
            pub const OWN: Self = Self::#own;

            /// The name, as configs write it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    #(Self::#variants => #names,)*
                }
            }

            /// The scope that this one's bare names climb to.
            #[must_use]
            pub const fn parent(self) -> ::core::option::Option<Self> {
                match self {
                    #(#parents)*
                    #no_parent
                }
            }

            /// The scopes right below this one.
            #[must_use]
            pub const fn children(self) -> &'static [Self] {
                match self {
                    #(#children)*
                    _ => &[],
                }
            }

            /// The scope at the top.
            #[must_use]
            pub const fn root(self) -> Self {
                match self.parent() {
                    ::core::option::Option::Some(parent) => parent.root(),
                    ::core::option::Option::None => self,
                }
            }
        }

        impl ::core::fmt::Display for Scope {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl ::core::str::FromStr for Scope {
            type Err = __rollbook::UnknownScope;

            /// The first scope of that name, depth first.
            fn from_str(name: &str) -> ::core::result::Result<Self, Self::Err> {
                match Self::ALL.iter().find(|scope| scope.name() == name) {
                    ::core::option::Option::Some(scope) => ::core::result::Result::Ok(*scope),
                    ::core::option::Option::None => ::core::result::Result::Err(
                        __rollbook::UnknownScope::new(name, tables::SCOPES),
                    ),
                }
            }
        }

        __rollbook::__viewer!(Scope, #default);
    }
}

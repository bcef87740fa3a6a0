//! The enum of scopes.

use quote::quote;

use super::text::{docs, items, place, tokens, wrapped_list};
use crate::model::Model;

pub(super) fn scope(model: &Model) -> String {
    let mut out = String::from("\n");
    out.push_str(&items(&enumeration(model)));
    out.push('\n');
    let variants = |filter: &dyn Fn(Option<rollbook::__private::build::ScopeId>) -> bool| {
        let scopes = model.scopes.iter().filter(|scope| filter(scope.parent));
        scopes
            .map(|scope| scope.variant.as_str())
            .collect::<Vec<_>>()
    };
    let children = model.scope_ids().filter_map(|parent| {
        let children = variants(&|of| of == Some(parent));
        let list = wrapped_list(&children, 2);
        (!children.is_empty()).then(|| {
            format!(
                "        {} => [{list}]\n",
                model.scope(parent).variant.as_str()
            )
        })
    });
    let children = children.collect::<String>();
    let children = if children.is_empty() {
        String::new()
    } else {
        format!("\n{children}    ")
    };
    out.push_str(&format!(
        "__rollbook::scopes! {{\n    own = {},\n    all = [{}],\n    children = [{children}]\n}}\n",
        model.scope(model.viewer).variant,
        wrapped_list(&variants(&|_| true), 1),
    ));
    out
}

fn enumeration(model: &Model) -> proc_macro2::TokenStream {
    let scopes = model.scopes.iter().map(|scope| {
        let title = format!("`{}`, {}", scope.name, place(&scope.place));
        let docs = tokens(&docs(&title, scope.doc.as_deref()));
        let variant = tokens(&scope.variant);
        quote!(#docs #variant)
    });
    quote! {
        /// A scope of the manifest, depth first: where names live.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(dead_code, unreachable_pub, non_camel_case_types)]
        pub enum Scope {
            #(#scopes,)*
        }
    }
}

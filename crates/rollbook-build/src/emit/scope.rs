//! The enum of scopes.

use proc_macro2::TokenStream;
use quote::quote;
use rollbook::__private::build::{ScopeId, printable};

use super::text::wrapped;
use super::writer::Writer;
use crate::model::Model;

pub(super) fn scope(out: &mut Writer, model: &Model) {
    writeln!(out);
    let file = syn::parse2(enumeration(model)).expect("the items of a file");
    write!(out, "{}", prettyplease::unparse(&file));
    writeln!(out);
    out.block("__rollbook::scopes!", |out| {
        let all = model.scopes.iter().map(|scope| scope.variant.as_str());
        writeln!(out, "own = {},", model.scope(model.viewer).variant);
        writeln!(out, "all = [{}],", wrapped(all));
        if model.scopes.iter().all(|scope| scope.parent.is_none()) {
            out.line("children = []");
            return;
        }
        out.nest("children = [", "]", |out| {
            model
                .scope_ids()
                .for_each(|parent| children(out, model, parent));
        });
    });
}

fn enumeration(model: &Model) -> TokenStream {
    let scopes = model.scopes.iter().map(|scope| {
        let title = format!("`{}`, {}", scope.name, scope.place);
        let more = scope.doc.as_deref().map(|doc| format!("\n\n{doc}"));
        let text = title + &more.unwrap_or_default();
        let docs = text
            .lines()
            .map(|line| format!(" {}", printable(line)).trim_end().to_owned());
        let variant = scope.variant.parse::<TokenStream>().expect("an identifier");
        quote!(#(#[doc = #docs])* #variant)
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

fn children(out: &mut Writer, model: &Model, parent: ScopeId) {
    let children = model.scopes.iter();
    let mut children = children
        .filter(|scope| scope.parent == Some(parent))
        .map(|scope| scope.variant.as_str())
        .peekable();
    if children.peek().is_some() {
        let children = wrapped(children);
        writeln!(out, "{} => [{children}]", model.scope(parent).variant);
    }
}

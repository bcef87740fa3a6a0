//! The table of a struct: its names, and what its messages say.

use std::collections::BTreeSet;

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt;
use syn::{DeriveInput, LitBool};

use crate::fields::Field;
use crate::options::Container;
use crate::span::{number, text_at};
use crate::value_shape::shapes;

/// The description of a struct.
pub(crate) fn table(
    input: &DeriveInput,
    container: &Container,
    read: &[&Field<'_>],
    flat: Option<&Field<'_>>,
) -> TokenStream {
    let here = container.here;
    let text = |text: &str| text_at(text, here);
    let name = name_of(input, container);
    let expecting = expecting(input, container, "struct");
    let expecting = (expecting != format!("struct {name}")).then(|| {
        let expecting = text(&expecting);
        quote_spanned!(here=> expecting: #expecting,)
    });
    let name = text(&name);
    // In serde's order, which messages list them in.
    let names = read.iter().enumerate().flat_map(|(owner, field)| {
        let aliases = field.options.aliases.iter().map(syn::LitStr::value);
        let all = aliases.chain([field.name.clone()]).collect::<BTreeSet<_>>();
        all.into_iter()
            .map(move |name| (text_at(&name, here), number(owner, here)))
    });
    let (names, owners): (Vec<_>, Vec<_>) = names.unzip();
    let owners = (names.len() != read.len()).then(|| {
        let fields = read.iter().map(|field| text(&field.name));
        quote_spanned!(here=> owners: &[#(#owners),*], fields: &[#(#fields),*],)
    });
    let flat = flat.map(|Field { ty, .. }| {
        let names = of_type(ty, here);
        quote_spanned!(here=> flat: _derive::Some(#names),)
    });
    let optional = read.iter().map(|field| field.has_default(container));
    let optional = optional.collect::<Vec<_>>();
    let some = optional.contains(&true);
    let optional = optional
        .iter()
        .map(|optional| LitBool::new(*optional, here));
    let optional = some.then(|| quote_spanned!(here=> optional: &[#(#optional),*],));
    let shapes = shapes(read);
    let shapes = (!shapes.is_empty()).then(|| {
        let shapes = text(&shapes);
        quote_spanned!(here=> shapes: #shapes,)
    });
    let strict = container
        .strict
        .then(|| quote_spanned!(here=> strict: true,));
    let counts = (container.expecting.is_some()).then(|| quote_spanned!(here=> counts: false,));
    // What is empty is left out: rustc reads and checks each field that is written.
    quote_spanned! {here=>
        _derive::StructInfo {
            name: #name,
            names: &[#(#names),*],
            #expecting #counts #owners #optional #strict #shapes #flat
            .._derive::StructInfo::EMPTY
        }
    }
}

pub(crate) fn name_of(input: &DeriveInput, container: &Container) -> String {
    match &container.rename {
        Some(name) => name.value(),
        None => input.ident.unraw().to_string(),
    }
}

pub(crate) fn expecting(input: &DeriveInput, container: &Container, kind: &str) -> String {
    match &container.expecting {
        Some(text) => text.value(),
        None => format!("{kind} {}", input.ident.unraw()),
    }
}

/// The names of a type, if it has some.
pub(crate) fn of_type(ty: &syn::Type, here: Span) -> TokenStream {
    quote_spanned!(here=> {
        #[allow(unused_imports)]
        use _derive::NoNames as _;
        _derive::NamesOf::<#ty>::NAMES
    })
}

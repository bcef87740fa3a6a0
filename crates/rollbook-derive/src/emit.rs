//! The implementation of a struct: its table, its slots, and what it is made of.
//!
//! Names in it start with `__`: attributes name functions of the user, such as `default = "source"`, and a type may have a
//! parameter `D`.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DataStruct, DeriveInput, Error, Fields, GenericParam, Generics, Lifetime, Result};

use crate::fields::{Field, fields};
use crate::options::{Container, Missing};
use crate::shape::{self, Shape};
use crate::value_shape::shapes;

pub(crate) fn implementation(input: &DeriveInput) -> Result<TokenStream> {
    let container = Container::parse(&input.attrs)?;
    let refuse = |what: &str| {
        let text = format!(
            "`derive(rollbook::Config)` is for structs with named fields; {what}: use `#[derive(serde::Deserialize)]`"
        );
        Err(Error::new(input.ident.span(), text))
    };
    let Data::Struct(DataStruct { fields: shape, .. }) = &input.data else {
        return refuse("this is not a struct");
    };
    let (body, held) = match shape {
        Fields::Named(named) => {
            let fields = fields(named, &container)?;
            if !container.transparent {
                return Ok(of_fields(input, &container, &fields));
            }
            let only = only(input, &fields)?;
            let held = only.options.with.is_none().then_some(only.ty);
            (transparent(only, &fields), held)
        }
        Fields::Unnamed(tuple) if tuple.unnamed.len() == 1 => (
            newtype(input, &container),
            tuple.unnamed.first().map(|field| &field.ty),
        ),
        Fields::Unnamed(_) => return refuse("this one has several without names"),
        Fields::Unit => (unit(input, &container), None),
    };
    let names = held.map(|held| names_of(input, held));
    let types = shape.iter().map(|field| &field.ty).collect::<Vec<_>>();
    let header = header(
        input,
        &container,
        &types,
        &[],
        &quote!(_derive::Deserialize<'de>),
    );
    Ok(scoped(
        &container,
        &quote! {
            #header {
                fn deserialize<__D: _derive::Deserializer<'de>>(__input: __D) -> ::core::result::Result<Self, __D::Error> {
                    #body
                }
            }

            #names
        },
    ))
}

/// In a scope of its own, where the runtime has a short name.
fn scoped(container: &Container, items: &TokenStream) -> TokenStream {
    let runtime = match &container.runtime {
        Some(path) => quote!(#path),
        None => quote!(::rollbook),
    };
    quote! {
        #[doc(hidden)]
        #[allow(non_upper_case_globals, unused_attributes, unused_imports, unused_qualifications, clippy::all, clippy::pedantic)]
        const _: () = {
            use #runtime::__private::derive as _derive;
            #items
        };
    }
}

fn name_of(input: &DeriveInput, container: &Container) -> String {
    match &container.rename {
        Some(name) => name.value(),
        None => input.ident.unraw().to_string(),
    }
}

fn expecting(input: &DeriveInput, container: &Container, kind: &str) -> String {
    match &container.expecting {
        Some(text) => text.value(),
        None => format!("{kind} {}", input.ident.unraw()),
    }
}

fn unit(input: &DeriveInput, container: &Container) -> TokenStream {
    let name = name_of(input, container);
    let expecting = expecting(input, container, "unit struct");
    quote!(_derive::unit(#name, #expecting, __input).map(|()| Self))
}

fn newtype(input: &DeriveInput, container: &Container) -> TokenStream {
    if container.transparent {
        return quote!(_derive::Deserialize::deserialize(__input).map(Self));
    }
    let name = name_of(input, container);
    let expecting = expecting(input, container, "tuple struct");
    quote!(_derive::newtype(#name, #expecting, __input).map(Self))
}

/// The names of a struct that is read as what it holds.
fn names_of(input: &DeriveInput, held: &syn::Type) -> TokenStream {
    let mut generics = input.generics.clone();
    for param in generics.type_params_mut() {
        param.default = None;
    }
    let (params, of, clause) = generics.split_for_impl();
    let ident = &input.ident;
    let names = of_type(held);
    quote! {
        #[automatically_derived]
        impl #params _derive::HasNames for #ident #of #clause {
            const NAMES: &'static _derive::Names = #names;
        }
    }
}

/// The names of a type, if it has some.
fn of_type(ty: &syn::Type) -> TokenStream {
    quote!({
        #[allow(unused_imports)]
        use _derive::NoNames as _;
        _derive::NamesOf::<#ty>::NAMES
    })
}

/// The one field that is read, in place of the whole.
fn only<'f, 'a>(input: &DeriveInput, fields: &'f [Field<'a>]) -> Result<&'f Field<'a>> {
    let mut held = fields.iter().filter(|field| field.is_read());
    let (Some(only), None) = (held.next(), held.next()) else {
        let text = "`transparent` is for a struct with one field that is read";
        return Err(Error::new(input.ident.span(), text));
    };
    Ok(only)
}

fn transparent(only: &Field<'_>, fields: &[Field<'_>]) -> TokenStream {
    let ident = only.ident;
    let others = fields.iter().filter(|field| !field.is_read());
    let others = others.map(|field| {
        let (ident, value) = (field.ident, default(&field.options.default));
        quote!(#ident: #value)
    });
    let read = match &only.options.with {
        Some(function) => quote!(#function(__input)),
        None => quote!(_derive::Deserialize::deserialize(__input)),
    };
    quote! {
        #read.map(|__held| Self { #ident: __held, #(#others,)* })
    }
}

fn default(missing: &Missing) -> TokenStream {
    match missing {
        Missing::Path(path) => quote!(#path()),
        Missing::Default | Missing::Required => quote!(::core::default::Default::default()),
    }
}

fn of_fields(input: &DeriveInput, container: &Container, fields: &[Field<'_>]) -> TokenStream {
    let read = fields
        .iter()
        .filter(|field| field.is_read())
        .collect::<Vec<_>>();
    let flat = fields.iter().find(|field| field.options.flatten);
    let table = table(input, container, &read, flat);
    let mut places = Vec::new();
    let mut nested = Vec::new();
    for (index, field) in read.iter().enumerate() {
        // An error about the type is shown at the type.
        let span = field.ty.span().resolved_at(Span::mixed_site());
        let shape = match &field.options.with {
            Some(_) => Shape::Other,
            None => shape::of(field.ty, &input.generics),
        };
        let local = Ident::new(&format!("s{index}"), span);
        places.push(match shape {
            Shape::Usual => Place {
                slot: quote_spanned!(span=> _derive::Place(&mut #local).slot()),
                start: Some((local.clone(), start(field))),
                held: quote!(#local),
            },
            // The loop around a flattened field erases all values.
            Shape::Nested if flat.is_none() => {
                let (index, ty) = (nested.len(), field.ty);
                let ones = (0..index).map(|_| quote!(.1));
                let held = quote!(__nested #(#ones)* .0);
                nested.push(quote_spanned!(span=> ::core::option::Option<#ty>));
                Place {
                    slot: quote!(_derive::Slot::Nested(#index)),
                    start: None,
                    held,
                }
            }
            Shape::Nested | Shape::Other => Place {
                slot: quote_spanned!(span=> _derive::Slot::Other(&mut #local)),
                start: Some((local.clone(), start(field))),
                held: match &field.options.with {
                    Some(_) => quote!(#local.held),
                    None => quote!(#local),
                },
            },
        });
    }
    let slots = places.iter().map(|place| &place.slot);
    let starts = places.iter().filter_map(|place| place.start.as_ref());
    let starts = starts.map(|(local, start)| quote!(let mut #local = #start;));
    let nested = nested
        .iter()
        .rfold(quote!(()), |rest, place| quote!((#place, #rest)));
    let whole = match &container.default {
        Missing::Required => None,
        given => {
            let value = default(given);
            Some(quote!(let __whole: Self = #value;))
        }
    };
    let mut used = places.iter();
    let values = fields.iter().map(|field| {
        let ident = field.ident;
        if field.options.flatten {
            return quote!(#ident: __rest?);
        }
        let place = if field.is_read() { used.next() } else { None };
        let value = value(field, place, container);
        quote!(#ident: #value)
    });
    let types = read.iter().filter(|field| field.options.with.is_none());
    let types = types.copied().chain(flat).map(|field| field.ty);
    let types = types.collect::<Vec<_>>();
    let bounds = fields
        .iter()
        .filter_map(|field| field.options.bound.as_ref());
    let bounds = bounds.flatten().collect::<Vec<_>>();
    let deserialize = header(
        input,
        container,
        &types,
        &bounds,
        &quote!(_derive::Deserialize<'de>),
    );
    let slotted = header(
        input,
        container,
        &types,
        &bounds,
        &quote!(_derive::Fields<'de>),
    );
    let (fill, how) = match flat {
        None => (
            quote! {
                let mut __nested: Self::Nested = ::core::default::Default::default();
                __source.fill(Self::INFO, &mut [#(#slots),*], &mut __nested)?;
            },
            quote!(_derive::read(__input)),
        ),
        Some(Field { ty, .. }) => (
            quote! {
                let mut __rest = ::core::option::Option::None::<#ty>;
                __source.fill_around(Self::INFO, &mut [#(#slots),*], &mut __rest)?;
            },
            quote!(_derive::read_around::<Self, #ty, __D>(__input)),
        ),
    };
    scoped(
        container,
        &quote! {
            #slotted {
                const INFO: &'static _derive::StructInfo = &#table;
                type Nested = #nested;

                // Once for all formats: inlined, it would be compiled again for each.
                #[inline(never)]
                fn read(__source: &mut dyn _derive::FieldSource<'de, Self::Nested>) -> ::core::option::Option<Self> {
                    use _derive::OtherSlot as _;
                    #(#starts)*
                    #fill
                    #whole
                    ::core::option::Option::Some(Self { #(#values,)* })
                }
            }

            #deserialize {
                fn deserialize<__D: _derive::Deserializer<'de>>(__input: __D) -> ::core::result::Result<Self, __D::Error> {
                    #how
                }
            }
        },
    )
}

fn table(
    input: &DeriveInput,
    container: &Container,
    read: &[&Field<'_>],
    flat: Option<&Field<'_>>,
) -> TokenStream {
    let name = name_of(input, container);
    let expecting = expecting(input, container, "struct");
    let fields = read.iter().map(|field| &field.name);
    // In serde's order, which messages list them in.
    let names = read.iter().enumerate().flat_map(|(index, field)| {
        let owner = u16::try_from(index).unwrap_or(u16::MAX);
        let aliases = field.options.aliases.iter().map(syn::LitStr::value);
        let all = aliases.chain([field.name.clone()]).collect::<BTreeSet<_>>();
        all.into_iter().map(move |name| (name, owner))
    });
    let (names, owners): (Vec<_>, Vec<_>) = names.unzip();
    let owners = if names.len() == read.len() {
        Vec::new()
    } else {
        owners
    };
    let flat = match flat {
        None => quote!(::core::option::Option::None),
        Some(Field { ty, .. }) => {
            let names = of_type(ty);
            quote!(::core::option::Option::Some(#names))
        }
    };
    let optional = read.iter().map(|field| field.has_default(container));
    let mut optional = optional.collect::<Vec<_>>();
    if !optional.contains(&true) {
        optional.clear();
    }
    let shapes = shapes(read);
    let (strict, counts) = (container.strict, container.expecting.is_none());
    quote! {
        _derive::StructInfo {
            name: #name,
            expecting: #expecting,
            counts: #counts,
            names: &[#(#names),*],
            owners: &[#(#owners),*],
            fields: &[#(#fields),*],
            optional: &[#(#optional),*],
            strict: #strict,
            shapes: #shapes,
            flat: #flat,
        }
    }
}

/// Where a field's value is while the struct is read.
struct Place {
    /// What the loop over the keys is given.
    slot: TokenStream,
    /// The variable that holds it, and its first value.
    start: Option<(Ident, TokenStream)>,
    /// The value, as an option.
    held: TokenStream,
}

/// An empty place.
fn start(field: &Field<'_>) -> TokenStream {
    let ty = field.ty;
    match &field.options.with {
        Some(function) => quote! {
            _derive::With::<'de, #ty>::new(|__value: _derive::Erased<'_, 'de>| #function(__value))
        },
        None => quote!(::core::option::Option::None::<#ty>),
    }
}

/// What a field is made of.
fn value(field: &Field<'_>, place: Option<&Place>, container: &Container) -> TokenStream {
    let ident = field.ident;
    let missing = match (&field.options.default, &container.default) {
        (Missing::Required, Missing::Required) => default(&Missing::Default),
        (Missing::Required, _) => quote!(__whole.#ident),
        (own, _) => default(own),
    };
    let Some(Place { held, .. }) = place else {
        return missing;
    };
    if !field.has_default(container) {
        return quote!(#held?);
    }
    quote! {
        match #held {
            ::core::option::Option::Some(__held) => __held,
            ::core::option::Option::None => #missing,
        }
    }
}

/// `impl<'de, ...> Trait for Name<...> where ...`
fn header(
    input: &DeriveInput,
    container: &Container,
    types: &[&syn::Type],
    bounds: &[&syn::WherePredicate],
    implemented: &TokenStream,
) -> TokenStream {
    let mut generics: Generics = input.generics.clone();
    let de = Lifetime::new("'de", Span::call_site());
    let lifetimes = generics.lifetimes().map(|param| param.lifetime.clone());
    let lifetimes = lifetimes.collect::<Vec<_>>();
    let parameters = generics.type_params().map(|param| param.ident.clone());
    let parameters = parameters.collect::<Vec<_>>();
    for param in &mut generics.params {
        if let GenericParam::Type(param) = param {
            param.default = None;
        }
    }
    let clause = generics.make_where_clause();
    match &container.bound {
        Some(own) => clause.predicates.extend(own.iter().cloned()),
        None => {
            // As serde: each parameter that a field is made of.
            let used = parameters
                .iter()
                .filter(|parameter| mentions(types, parameter));
            for parameter in used {
                clause
                    .predicates
                    .push(syn::parse_quote!(#parameter: _derive::Deserialize<#de>));
            }
        }
    }
    clause
        .predicates
        .extend(bounds.iter().map(|bound| (*bound).clone()));
    let (_, of, _) = input.generics.split_for_impl();
    let params = &generics.params;
    let outlives = (!lifetimes.is_empty()).then(|| quote!(: #(#lifetimes)+*));
    let clause = &generics.where_clause;
    let ident = &input.ident;
    quote! {
        #[automatically_derived]
        impl<#de #outlives, #params> #implemented for #ident #of #clause
    }
}

/// Whether one of the types names a parameter.
fn mentions(types: &[&syn::Type], parameter: &Ident) -> bool {
    let is_it = |ident: &Ident| ident == parameter;
    let mut types = types.iter();
    types.any(|ty| shape::mentions(quote!(#ty), &is_it))
}

//! The implementation of a struct: from its table, its slots, and what it is made of.
//!
//! Names in it start with `__`: attributes name functions of the user, such as `default = "source"`, and a type may have a
//! parameter `D`.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::{Data, DataStruct, DeriveInput, Error, Fields, GenericParam, Generics, Lifetime, Result};

use crate::fields::{Field, fields};
use crate::options::{Container, Missing};
use crate::places::{Places, default, value};
use crate::shape;
use crate::span::{block, end, here};
use crate::table::{expecting, name_of, of_type, table};

pub(crate) fn implementation(input: &DeriveInput) -> Result<TokenStream> {
    let container = Container::parse(&input.attrs, here(&input.data), end(&input.data))?;
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
            (transparent(only, &fields, &container), held)
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
    let Header { params, of } = header(input, &container, &types, &[]);
    Ok(scoped(
        input,
        &container,
        &quote! {
            #[automatically_derived]
            impl #params _derive::Deserialize<'de> for #of {
                fn deserialize<__D: _derive::Deserializer<'de>>(__input: __D) -> ::core::result::Result<Self, __D::Error> {
                    #body
                }
            }

            #names
        },
    ))
}

/// In a scope of its own, where the runtime has a short name.
fn scoped(input: &DeriveInput, container: &Container, items: &TokenStream) -> TokenStream {
    let runtime = match &container.runtime {
        Some(path) => quote!(#path),
        None => quote!(::rollbook),
    };
    // The name stays when other structs come and go. Of `_`, rustc would count how many there are before it.
    let name = format_ident!("__CONFIG_{}", input.ident.unraw());
    let allowed = quote! {
        #[doc(hidden)]
        #[allow(non_upper_case_globals, non_local_definitions, unused_attributes, unused_imports, unused_qualifications)]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::implicit_return, clippy::missing_inline_in_public_items)]
        #[allow(clippy::missing_trait_methods, clippy::question_mark_used, clippy::shadow_unrelated)]
    };
    let here = container.here;
    let items = block(
        container,
        quote_spanned!(here=> use #runtime::__private::derive as _derive; #items),
    );
    quote_spanned!(here=> #allowed const #name: () = #items;)
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
    let names = of_type(held, Span::call_site());
    quote! {
        #[automatically_derived]
        impl #params _derive::HasNames for #ident #of #clause {
            const NAMES: &'static _derive::Names = #names;
        }
    }
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

fn transparent(only: &Field<'_>, fields: &[Field<'_>], container: &Container) -> TokenStream {
    let ident = only.ident;
    let others = fields.iter().filter(|field| !field.is_read());
    let others = others.map(|field| {
        let (ident, value) = (field.ident, default(&field.options.default, container.here));
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

fn of_fields(input: &DeriveInput, container: &Container, fields: &[Field<'_>]) -> TokenStream {
    let here = container.here;
    let read = fields
        .iter()
        .filter(|field| field.is_read())
        .collect::<Vec<_>>();
    let flat = fields.iter().find(|field| field.options.flatten);
    let table = table(input, container, &read, flat);
    let mut places = Places::default();
    for field in &read {
        places.add(field, input, container, flat.is_some());
    }
    let Places {
        starts,
        slots,
        patterns,
        checks,
        ends,
        needs_end,
        nested,
        values,
    } = &places;
    let held = Ident::new("__held", here);
    let starts =
        (!starts.is_empty()).then(|| quote_spanned!(here=> let mut #held = (#(#starts,)*);));
    // If each of them has a default, nothing can be missing.
    let missing = needs_end.then(|| quote_spanned!(here=> else { return _derive::None }));
    let ends =
        (!ends.is_empty()).then(|| quote_spanned!(here=> let (#(#ends,)*) = #held #missing;));
    let checks = (!checks.is_empty())
        .then(|| quote_spanned!(here=> if !(#(#checks)&&*) { return _derive::None; }));
    let whole = match &container.default {
        Missing::Required => None,
        given => {
            let value = default(given, here);
            Some(quote_spanned!(here=> let __whole: Self = #value;))
        }
    };
    let mut used = values.iter();
    let values = fields.iter().map(|field| {
        let ident = field.ident;
        if field.options.flatten {
            return quote_spanned!(here=> #ident: __rest.0?);
        }
        let held = if field.is_read() { used.next() } else { None };
        let value = value(field, held, container);
        quote_spanned!(here=> #ident: #value)
    });
    let types = read.iter().filter(|field| field.options.with.is_none());
    let types = types.copied().chain(flat).map(|field| field.ty);
    let types = types.collect::<Vec<_>>();
    let bounds = fields
        .iter()
        .filter_map(|field| field.options.bound.as_ref());
    let bounds = bounds.flatten().collect::<Vec<_>>();
    let Header { params, of } = header(input, container, &types, &bounds);
    // The places beside the tuple: their type, their first value, and what fills them.
    let (beside_type, beside, filled) = match flat {
        Some(Field { ty, .. }) => (
            quote_spanned!(here=> _derive::Rest<#ty>),
            Some(quote_spanned!(here=> let mut __rest = _derive::Rest(_derive::None::<#ty>);)),
            quote_spanned!(here=> __rest),
        ),
        None if nested.is_empty() => (quote_spanned!(here=> ()), None, quote_spanned!(here=> ())),
        None => {
            let places = nested.iter().rfold(
                quote_spanned!(here=> ()),
                |rest, place| quote_spanned!(here=> (#place, #rest)),
            );
            let start = quote_spanned!(here=> let mut __nested: #places = ::core::default::Default::default(););
            (places, Some(start), quote_spanned!(here=> __nested))
        }
    };
    let how = match flat {
        None => quote_spanned!(here=> _derive::read(__input)),
        Some(Field { ty, .. }) => {
            quote_spanned!(here=> _derive::read_around::<Self, #ty, __D>(__input))
        }
    };
    let read = block(
        container,
        quote_spanned! {here=>
            use _derive::OtherSlot as _;
            #starts
            #beside
            let _derive::Some([#(#patterns),*]) = __source.fill(__table, &mut [#(#slots),*], &mut #filled) else {
                return _derive::None;
            };
            #ends
            #checks
            #whole
            _derive::Some(Self { #(#values,)* })
        },
    );
    let fields = block(
        container,
        quote_spanned! {here=>
            const INFO: &'static _derive::StructInfo = &#table;
            type Beside = #beside_type;

            #[inline]
            fn read(
                __source: &mut dyn _derive::FieldSource<'de, #beside_type>,
                __table: &'static _derive::StructInfo,
            ) -> _derive::Option<Self> #read
        },
    );
    let how = block(container, how);
    let deserialize = block(
        container,
        quote_spanned! {here=>
            fn deserialize<__D: _derive::Deserializer<'de>>(__input: __D) -> ::core::result::Result<Self, __D::Error> #how
        },
    );
    scoped(
        input,
        container,
        &quote_spanned! {here=>
            #[automatically_derived]
            impl #params _derive::Fields<'de> for #of #fields

            #[automatically_derived]
            impl #params _derive::Deserialize<'de> for #of #deserialize
        },
    )
}

/// The parts of `impl<'de, ...> Trait for Name<...> where ...`
struct Header {
    params: TokenStream,
    /// The name, its arguments, and the bounds.
    of: TokenStream,
}

fn header(
    input: &DeriveInput,
    container: &Container,
    types: &[&syn::Type],
    bounds: &[&syn::WherePredicate],
) -> Header {
    let here = container.here;
    let mut generics: Generics = input.generics.clone();
    let de = Lifetime::new("'de", here);
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
                    .push(syn::parse_quote_spanned!(here=> #parameter: _derive::Deserialize<#de>));
            }
        }
    }
    clause
        .predicates
        .extend(bounds.iter().map(|bound| (*bound).clone()));
    let (_, of, _) = input.generics.split_for_impl();
    let params = &generics.params;
    let outlives = (!lifetimes.is_empty()).then(|| quote_spanned!(here=> : #(#lifetimes)+*));
    let clause = &generics.where_clause;
    let ident = &input.ident;
    Header {
        params: quote_spanned!(here=> <#de #outlives, #params>),
        of: quote_spanned!(here=> #ident #of #clause),
    }
}

/// Whether one of the types names a parameter.
fn mentions(types: &[&syn::Type], parameter: &Ident) -> bool {
    let is_it = |ident: &Ident| ident == parameter;
    let mut types = types.iter();
    types.any(|ty| shape::mentions(quote!(#ty), &is_it))
}

//! The implementation of a struct: its table, its slots, and what it is made of.
//!
//! Names in it start with `__`: attributes name functions of the user, such as `default = "source"`, and a type may have a
//! parameter `D`.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Group, Ident, Literal, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{
    Data, DataStruct, DeriveInput, Error, Fields, GenericParam, Generics, Index, Lifetime, LitBool,
    Result,
};

use crate::fields::{Field, fields};
use crate::options::{Container, Missing};
use crate::shape::{self, Shape};
use crate::value_shape::shapes;

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

/// Where the derive is written, with the hygiene of the struct's own tokens. If rustc knows that tokens come from a macro,
/// it keeps the line of that macro with each of them, and checks them again when lines before it come or go.
fn here(data: &Data) -> Span {
    let Data::Struct(of) = data else {
        return Span::call_site();
    };
    Span::call_site().resolved_at(of.struct_token.span)
}

/// The body of an item, which ends where the struct ends: rustc keeps a place in an item as the distance from its start,
/// unless the place is outside.
fn block(container: &Container, body: TokenStream) -> Group {
    let mut block = Group::new(Delimiter::Brace, body);
    block.set_span(container.end);
    block
}

/// The fields of a struct, with their braces.
fn end(data: &Data) -> Span {
    match data {
        Data::Struct(DataStruct {
            fields: Fields::Named(named),
            ..
        }) => named.brace_token.span.join(),
        _ => here(data),
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
    let names = of_type(held, Span::call_site());
    quote! {
        #[automatically_derived]
        impl #params _derive::HasNames for #ident #of #clause {
            const NAMES: &'static _derive::Names = #names;
        }
    }
}

/// The names of a type, if it has some.
fn of_type(ty: &syn::Type, here: Span) -> TokenStream {
    quote_spanned!(here=> {
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

fn default(missing: &Missing, here: Span) -> TokenStream {
    match missing {
        Missing::Path(path) => quote_spanned!(here=> #path()),
        Missing::Default | Missing::Required => {
            quote_spanned!(here=> ::core::default::Default::default())
        }
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
    // `read` names a constant: `Self::INFO` would depend on all structs that there are.
    let (constant, info, info_here) = match flat {
        None => (
            Some(quote_spanned!(here=> const __INFO: &_derive::StructInfo = &#table;)),
            quote_spanned!(here=> __INFO),
            quote_spanned!(here=> __INFO),
        ),
        // The table names a type, which may have parameters.
        Some(_) => (
            None,
            quote_spanned!(here=> &#table),
            quote_spanned!(here=> Self::INFO),
        ),
    };
    let read = block(
        container,
        quote_spanned! {here=>
            #starts
            #beside
            let _derive::Some([#(#patterns),*]) = __source.fill(#info_here, &mut [#(#slots),*], &mut #filled) else {
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
            const INFO: &'static _derive::StructInfo = #info;
            type Beside = #beside_type;

            #[inline]
            fn read(__source: &mut dyn _derive::FieldSource<'de, #beside_type>) -> _derive::Option<Self> #read
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
            #constant

            #[automatically_derived]
            impl #params _derive::Fields<'de> for #of #fields

            #[automatically_derived]
            impl #params _derive::Deserialize<'de> for #of #deserialize
        },
    )
}

fn text_at(text: &str, here: Span) -> Literal {
    let mut literal = Literal::string(text);
    literal.set_span(here);
    literal
}

/// A number without a type.
fn number(number: usize, here: Span) -> Literal {
    let mut literal = Literal::usize_unsuffixed(number);
    literal.set_span(here);
    literal
}

fn table(
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

/// Where the values of fields are while a struct is read. Those of usual types are where the keys are read. Other ones are
/// in one tuple, `__held`; what holds configs is in `__nested`.
#[derive(Default)]
struct Places {
    /// The empty places of the tuple.
    starts: Vec<TokenStream>,
    /// What the loop over the keys is given.
    slots: Vec<TokenStream>,
    /// A pattern for each value that the loop returns.
    patterns: Vec<TokenStream>,
    /// Whether the loop returned each value that is required. All are asked before the first is taken, so that none has to be
    /// dropped.
    checks: Vec<TokenStream>,
    /// Whether a field in the tuple is required.
    needs_end: bool,
    /// A pattern for each place of the tuple. A required field must be there.
    ends: Vec<TokenStream>,
    /// The types of the places of what holds configs.
    nested: Vec<TokenStream>,
    /// The value of each field; an option if the field has a default.
    values: Vec<TokenStream>,
}

impl Places {
    fn add(&mut self, field: &Field<'_>, input: &DeriveInput, container: &Container, erased: bool) {
        let here = container.here;
        let shape = match &field.options.with {
            Some(_) => Shape::Other,
            None => shape::of(field.ty, &input.generics),
        };
        let required = !field.has_default(container);
        // An error about the type is shown at the type.
        let span = field.ty.span().resolved_at(here);
        // The loop around a flattened field erases all values.
        if shape == Shape::Nested && !erased {
            let (index, ty) = (self.nested.len(), field.ty);
            let ones = (0..index).map(|_| quote_spanned!(here=> .1));
            let required = required.then(|| quote_spanned!(here=> ?));
            self.values
                .push(quote_spanned!(here=> __nested #(#ones)* .0 #required));
            self.nested
                .push(quote_spanned!(span=> _derive::Option<#ty>));
            let index = number(index, here);
            self.slots
                .push(quote_spanned!(here=> _derive::Slot::Nested(#index)));
            self.patterns.push(quote_spanned!(here=> _));
            return;
        }
        if shape == Shape::Usual {
            let (index, ty) = (self.slots.len(), field.ty);
            let local = Ident::new(&format!("__value{index}"), here);
            self.slots
                .push(quote_spanned!(span=> _derive::slot::<#ty>()));
            if required {
                self.checks
                    .push(quote_spanned!(span=> _derive::holds::<#ty>(#local)));
            }
            // A `?` for each field would take rustc longer.
            self.values.push(match required {
                true => quote_spanned!(here=> _derive::held(#local)),
                false => quote_spanned!(here=> _derive::take(#local)),
            });
            self.patterns.push(quote_spanned!(here=> #local));
            return;
        }
        let index = self.starts.len();
        let place = Index {
            index: u32::try_from(index).unwrap_or(u32::MAX),
            span,
        };
        self.starts.push(start(field, here));
        self.slots
            .push(quote_spanned!(span=> _derive::Slot::Other(&mut __held.#place)));
        self.patterns.push(quote_spanned!(here=> _));
        self.needs_end |= required;
        let local = Ident::new(&format!("__{index}"), here);
        let end = match required {
            true => quote_spanned!(here=> _derive::Some(#local)),
            false => quote_spanned!(here=> #local),
        };
        self.ends.push(match &field.options.with {
            Some(_) => quote_spanned!(here=> _derive::With { held: #end, .. }),
            None => end,
        });
        self.values.push(quote_spanned!(here=> #local));
    }
}

/// An empty place.
fn start(field: &Field<'_>, here: Span) -> TokenStream {
    let ty = field.ty;
    match &field.options.with {
        Some(function) => quote_spanned! {here=>
            _derive::With::<'de, #ty>::new(|__value: _derive::Erased<'_, 'de>| #function(__value))
        },
        None => quote_spanned!(here=> _derive::None::<#ty>),
    }
}

/// What a field is made of.
fn value(field: &Field<'_>, held: Option<&TokenStream>, container: &Container) -> TokenStream {
    let here = container.here;
    let ident = field.ident;
    let missing = match (&field.options.default, &container.default) {
        (Missing::Required, Missing::Required) => default(&Missing::Default, here),
        (Missing::Required, _) => quote_spanned!(here=> __whole.#ident),
        (own, _) => default(own, here),
    };
    let Some(held) = held else {
        return missing;
    };
    if !field.has_default(container) {
        return held.clone();
    }
    quote_spanned! {here=>
        match #held {
            _derive::Some(__held) => __held,
            _derive::None => #missing,
        }
    }
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

//! Where the values of a struct's fields are while it is read, and what the struct is made of.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;
use syn::spanned::Spanned;
use syn::{DeriveInput, Index};

use crate::fields::Field;
use crate::options::{Container, Missing};
use crate::shape::{self, Shape};
use crate::span::number;

/// Where the values of fields are while a struct is read. Those of usual types are where the keys are read. Other ones are
/// in one tuple, `__held`; what holds configs is in `__nested`.
#[derive(Default)]
pub(crate) struct Places {
    /// The empty places of the tuple.
    pub(crate) starts: Vec<TokenStream>,
    /// What the loop over the keys is given.
    pub(crate) slots: Vec<TokenStream>,
    /// A pattern for each value that the loop returns.
    pub(crate) patterns: Vec<TokenStream>,
    /// Whether the loop returned each value that is required. All are asked before the first is taken, so that none has to be
    /// dropped.
    pub(crate) checks: Vec<TokenStream>,
    /// Whether a field in the tuple is required.
    pub(crate) needs_end: bool,
    /// A pattern for each place of the tuple. A required field must be there.
    pub(crate) ends: Vec<TokenStream>,
    /// The types of the places of what holds configs.
    pub(crate) nested: Vec<TokenStream>,
    /// The value of each field; an option if the field has a default.
    pub(crate) values: Vec<TokenStream>,
}

impl Places {
    pub(crate) fn add(
        &mut self,
        field: &Field<'_>,
        input: &DeriveInput,
        container: &Container,
        erased: bool,
    ) {
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
                .push(quote_spanned!(span=> _derive::SlotOf::<#ty>::slot()));
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
pub(crate) fn value(
    field: &Field<'_>,
    held: Option<&TokenStream>,
    container: &Container,
) -> TokenStream {
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

pub(crate) fn default(missing: &Missing, here: Span) -> TokenStream {
    match missing {
        Missing::Path(path) => quote_spanned!(here=> #path()),
        Missing::Default | Missing::Required => {
            quote_spanned!(here=> ::core::default::Default::default())
        }
    }
}

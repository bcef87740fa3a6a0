//! The spans of what the derive writes, by which rustc knows that it has not changed.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream};
use syn::{Data, DataStruct, Fields};

use crate::options::Container;

/// Where the derive is written, with the hygiene of the struct's own tokens. If rustc knows that tokens come from a macro,
/// it keeps the line of that macro with each of them, and checks them again when lines before it come or go.
pub(crate) fn here(data: &Data) -> Span {
    let Data::Struct(of) = data else {
        return Span::call_site();
    };
    Span::call_site().resolved_at(of.struct_token.span)
}

/// The body of an item, which ends where the struct ends: rustc keeps a place in an item as the distance from its start,
/// unless the place is outside.
pub(crate) fn block(container: &Container, body: TokenStream) -> Group {
    let mut block = Group::new(Delimiter::Brace, body);
    block.set_span(container.end);
    block
}

/// The fields of a struct, with their braces.
pub(crate) fn end(data: &Data) -> Span {
    match data {
        Data::Struct(DataStruct {
            fields: Fields::Named(named),
            ..
        }) => named.brace_token.span.join(),
        _ => here(data),
    }
}

/// A text.
pub(crate) fn text_at(text: &str, here: Span) -> Literal {
    let mut literal = Literal::string(text);
    literal.set_span(here);
    literal
}

/// A number without a type.
pub(crate) fn number(number: usize, here: Span) -> Literal {
    let mut literal = Literal::usize_unsuffixed(number);
    literal.set_span(here);
    literal
}

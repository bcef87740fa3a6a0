//! How a field is read, by the text of its type. The text decides only how fast a field is read: where it guesses wrong,
//! as with `type String = ...`, the runtime reads the type as any other.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericArgument, Generics, PathArguments, Type};

/// How a field is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Straight from the format, by the runtime.
    Usual,
    /// Where the format is known: it holds configs.
    Nested,
    /// Through a trait object.
    Other,
}

/// The types that the runtime reads straight from a format.
const USUAL: [&str; 14] = [
    "bool", "i8", "i16", "i32", "i64", "isize", "u8", "u16", "u32", "u64", "usize", "f32", "f64",
    "String",
];

/// The names of generated enums.
const CONFIGS: [&str; 2] = ["Config", "Module"];

pub(crate) fn of(ty: &Type, generics: &Generics) -> Shape {
    let is_parameter = |ident: &Ident| generics.type_params().any(|param| param.ident == *ident);
    let has_parameters = generics.type_params().next().is_some();
    if has_parameters && mentions(ty.to_token_stream(), &is_parameter) {
        return Shape::Nested;
    }
    if is_usual(ty, true) {
        return Shape::Usual;
    }
    let is_config = |ident: &Ident| CONFIGS.iter().any(|name| ident == name);
    if mentions(ty.to_token_stream(), &is_config) {
        return Shape::Nested;
    }
    Shape::Other
}

/// Whether a type is called as a usual one, or as an option or a list of one. The runtime has the common ones of these.
/// Such a type holds no lifetime, whatever it is: the runtime asks for its `TypeId`.
fn is_usual(ty: &Type, is_outer: bool) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    let mut segments = path.path.segments.iter();
    let Some(last) = segments.next_back() else {
        return false;
    };
    // `<T as Trait>::String` may hold one.
    if path.qself.is_some() || segments.any(|segment| !segment.arguments.is_none()) {
        return false;
    }
    match &last.arguments {
        PathArguments::None => USUAL.iter().any(|name| last.ident == name),
        PathArguments::AngleBracketed(held) => {
            let mut held = held.args.iter();
            let (Some(GenericArgument::Type(item)), None) = (held.next(), held.next()) else {
                return false;
            };
            let is_container = last.ident == "Option" || last.ident == "Vec";
            is_outer && is_container && is_usual(item, false)
        }
        PathArguments::Parenthesized(_) => false,
    }
}

/// Whether a type contains such a name.
pub(crate) fn mentions(tokens: TokenStream, is_it: &dyn Fn(&Ident) -> bool) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => is_it(&ident),
        TokenTree::Group(group) => mentions(group.stream(), is_it),
        _ => false,
    })
}

//! The shape of a field, read off its type as written: what `defaults` of a manifest are compared with.
//!
//! `u8`, `bool`, `f32`, `char` and so on are themselves, `str` is a text, `[X]` a list, `{X}` a map, and `?` anything else.

use syn::{GenericArgument, Path, PathArguments, PathSegment, Type};

use crate::fields::Field;

const NUMBERS: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32",
    "u64", "u128", "usize",
];
const TEXTS: &[&str] = &["String", "PathBuf", "Path", "str"];
const LISTS: &[&str] = &[
    "Vec",
    "VecDeque",
    "LinkedList",
    "BinaryHeap",
    "HashSet",
    "BTreeSet",
];
const MAPS: &[&str] = &["HashMap", "BTreeMap"];
/// What is read as what it holds.
const HOLDERS: &[&str] = &["Option", "Box", "Rc", "Arc"];

/// The shapes of all fields, with commas between them.
pub(crate) fn shapes(fields: &[&Field<'_>]) -> String {
    let shapes = fields.iter().map(|field| match field.options.with {
        Some(_) => "?".to_owned(),
        None => shape(field.ty),
    });
    let shapes = shapes.collect::<Vec<_>>().join(",");
    // None is known.
    if shapes.contains(|c| !"?,".contains(c)) {
        shapes
    } else {
        String::new()
    }
}

fn shape(ty: &Type) -> String {
    let known = match ty {
        Type::Group(group) => Some(shape(&group.elem)),
        Type::Paren(paren) => Some(shape(&paren.elem)),
        Type::Array(array) => Some(format!("[{}]", shape(&array.elem))),
        // Of slices only these are borrowed from a config: `&[u8]` is bytes.
        Type::Reference(reference) => Some(shape(&reference.elem)).filter(|shape| shape == "str"),
        Type::Slice(slice) => Some(format!("[{}]", shape(&slice.elem))),
        Type::Tuple(tuple) if !tuple.elems.is_empty() => Some("[?]".to_owned()),
        Type::Path(path) if path.qself.is_none() => of_path(&path.path),
        _ => None,
    };
    known.unwrap_or_else(|| "?".to_owned())
}

fn of_path(path: &Path) -> Option<String> {
    let (first, last) = (path.segments.first()?, path.segments.last()?);
    // A type of the same name in another crate may be read otherwise.
    let is_std = ["std", "core", "alloc"]
        .iter()
        .any(|root| first.ident == root);
    if path.segments.len() > 1 && !is_std {
        return None;
    }
    let name = last.ident.to_string();
    let is_in = |names: &[&str]| names.contains(&name.as_str());
    let types = types(last);
    match types.as_slice() {
        [] if is_in(NUMBERS) => Some(name),
        [] if is_in(TEXTS) => Some("str".to_owned()),
        [held] if is_in(HOLDERS) => Some(shape(held)),
        [held] if name == "Cow" => Some(shape(held)).filter(|shape| shape == "str"),
        [item, ..] if is_in(LISTS) => Some(format!("[{}]", shape(item))),
        [_, value, ..] if is_in(MAPS) => Some(format!("{{{}}}", shape(value))),
        _ => None,
    }
}

/// The types between the angle brackets.
fn types(segment: &PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

//! Whether an argument of a new type reads every value that the old type read.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

/// Whether configs that were right for the old type are right for the new one. Types that are not known must be the same.
pub(super) fn accepts(now: &str, before: &str) -> bool {
    let parsed = |text: &str| syn::parse_str::<Type>(text).map(|found| values(&found));
    match (parsed(now), parsed(before)) {
        (Ok(now), Ok(before)) => now.accepts(&before),
        _ => now == before,
    }
}

/// What a type reads.
#[derive(Debug, PartialEq, Eq)]
enum Values {
    /// From, to, and whether 0 is left out.
    Integer(i128, u128, bool),
    /// With how many bits it holds integers exactly.
    Float(u32),
    Char,
    Text,
    Optional(Box<Self>),
    /// With its length, if that is given.
    List(Box<Self>, Option<String>),
    Tuple(Vec<Self>),
    Map(Box<Self>, Box<Self>),
    Other(String),
}

impl Values {
    fn accepts(&self, before: &Self) -> bool {
        match (self, before) {
            // Whether a config may leave an argument out is another question.
            (Self::Optional(now), before) => now.accepts(before),
            (now, Self::Optional(before)) => now.accepts(before),
            (Self::Integer(least, most, nonzero), Self::Integer(from, to, without)) => {
                least <= from && to <= most && (!nonzero || *without)
            }
            (Self::Float(now), Self::Float(before)) => now >= before,
            (Self::Float(bits), Self::Integer(from, to, _)) => {
                *to <= 1 << bits && from.unsigned_abs() <= 1 << bits
            }
            (Self::Text, Self::Text | Self::Char) | (Self::Char, Self::Char) => true,
            (Self::List(now, length), Self::List(before, old)) => {
                (length.is_none() || length == old) && now.accepts(before)
            }
            (Self::List(now, None), Self::Tuple(parts)) => {
                parts.iter().all(|part| now.accepts(part))
            }
            (Self::Tuple(now), Self::Tuple(before)) => {
                now.len() == before.len()
                    && now
                        .iter()
                        .zip(before)
                        .all(|(now, before)| now.accepts(before))
            }
            (Self::Map(key, now), Self::Map(old, before)) => {
                key.accepts(old) && now.accepts(before)
            }
            (now, before) => now == before,
        }
    }
}

fn values(found: &Type) -> Values {
    let other = || Values::Other(found.to_token_stream().to_string());
    match found {
        Type::Paren(inner) => values(&inner.elem),
        Type::Group(inner) => values(&inner.elem),
        Type::Reference(inner) => values(&inner.elem),
        Type::Slice(inner) => Values::List(Box::new(values(&inner.elem)), None),
        Type::Array(inner) => {
            let length = inner.len.to_token_stream().to_string();
            Values::List(Box::new(values(&inner.elem)), Some(length))
        }
        Type::Tuple(tuple) => Values::Tuple(tuple.elems.iter().map(values).collect()),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else {
                return other();
            };
            let given = match &last.arguments {
                PathArguments::AngleBracketed(given) => given.args.iter().collect(),
                _ => Vec::new(),
            };
            let given = given.into_iter().filter_map(|argument| match argument {
                GenericArgument::Type(found) => Some(values(found)),
                _ => None,
            });
            named(&last.ident.to_string(), given.collect()).unwrap_or_else(other)
        }
        _ => other(),
    }
}

/// `None` if the name is not one of the standard library's.
fn named(name: &str, mut given: Vec<Values>) -> Option<Values> {
    let signed = |bits: u32| Values::Integer(-(1 << (bits - 1)), (1 << (bits - 1)) - 1, false);
    let unsigned = |bits: u32| Values::Integer(0, (1 << bits) - 1, false);
    if let Some(number) = name
        .strip_prefix("NonZero")
        .filter(|number| !number.is_empty())
    {
        return match named(&number.to_lowercase(), Vec::new())? {
            Values::Integer(least, most, _) => Some(Values::Integer(least, most, true)),
            _ => None,
        };
    }
    Some(match (name, given.len()) {
        ("i8", 0) => signed(8),
        ("i16", 0) => signed(16),
        ("i32", 0) => signed(32),
        ("i64" | "isize", 0) => signed(64),
        ("i128", 0) => Values::Integer(i128::MIN, i128::MAX as u128, false),
        ("u8", 0) => unsigned(8),
        ("u16", 0) => unsigned(16),
        ("u32", 0) => unsigned(32),
        ("u64" | "usize", 0) => unsigned(64),
        ("u128", 0) => Values::Integer(0, u128::MAX, false),
        ("f32", 0) => Values::Float(24),
        ("f64", 0) => Values::Float(53),
        ("char", 0) => Values::Char,
        ("String" | "str" | "PathBuf" | "Path", 0) => Values::Text,
        ("Box" | "Arc" | "Rc" | "Cow", 1) => given.pop()?,
        ("Option", 1) => Values::Optional(Box::new(given.pop()?)),
        ("Vec" | "VecDeque" | "HashSet" | "BTreeSet", 1) => {
            Values::List(Box::new(given.pop()?), None)
        }
        ("HashMap" | "BTreeMap", 2) => {
            let value = given.pop()?;
            Values::Map(Box::new(given.pop()?), Box::new(value))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_types() {
        for (before, now) in [
            ("u8", "u32"),
            ("u8", "i16"),
            ("NonZeroU8", "u8"),
            ("u32", "Option<u32>"),
            ("Option<u32>", "u64"),
            ("u32", "f64"),
            ("f32", "f64"),
            ("char", "String"),
            ("String", "std::path::PathBuf"),
            ("[u8; 2]", "Vec<u16>"),
            ("(u8, u8)", "Vec<u8>"),
            ("Box<Net>", "Net"),
            ("HashMap<String, u8>", "BTreeMap<String, u16>"),
            ("Vec<Net<'a>>", "Vec<Option<Net<'a>>>"),
            ("dyn Fn(", "dyn Fn("),
        ] {
            assert!(accepts(now, before), "{before} {now}");
        }
    }

    #[test]
    fn narrower_and_other_types() {
        for (before, now) in [
            ("u32", "u8"),
            ("u8", "i8"),
            ("u8", "NonZeroU8"),
            ("u64", "f64"),
            ("f64", "f32"),
            ("f64", "u8"),
            ("String", "char"),
            ("Vec<u8>", "[u8; 2]"),
            ("[u8; 2]", "[u8; 3]"),
            ("Vec<u16>", "Vec<u8>"),
            ("(u8, u8)", "(u8, u8, u8)"),
            ("HashMap<String, u8>", "Vec<u8>"),
            ("Net", "a::Net"),
            ("dyn Fn(", "dyn Fn"),
        ] {
            assert!(!accepts(now, before), "{before} {now}");
        }
    }
}

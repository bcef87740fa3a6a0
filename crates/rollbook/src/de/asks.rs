//! What a kept value is for the type that asks for it. Compiled once: it knows neither the type nor the format.

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::arena::Token;
use super::content::Content;
use super::manner::Manner;

/// What a type asks for.
#[derive(Clone, Copy)]
pub(super) enum Ask {
    Bool,
    Integer,
    I128,
    U128,
    Float,
    Text,
    Bytes,
    Unit(&'static str),
    Newtype(&'static str),
    List(&'static str),
    Table(&'static str, &'static [&'static str]),
}

/// Why a type cannot be read from a kept value.
pub(super) const PRIVATE: &str = "this type asks its format for more than a value, so it cannot be read before the name of its \
     module: write that name first";
const OUT_OF_RANGE: &str = "number out of range";

/// Whether a type of this name asks its format for something that no value holds: its place, its text, an anchor.
pub(super) fn is_private(name: &str) -> bool {
    name.starts_with("__yaml_")
        || name.ends_with("private::RawValue")
        || name == "$__serde_spanned_private_Spanned"
}

/// Whether [`convert`] could change the value.
#[inline]
pub(super) fn is_changed(token: Token<'_>, manner: Manner) -> bool {
    match token {
        Token::Digits(..) | Token::Variant | Token::Bytes(_) | Token::OwnBytes(..) => true,
        Token::List(..) | Token::Table(_) => manner.is_ron(),
        _ => manner.has_quirk(),
    }
}

/// The value converted to what is asked for. Unchanged if it cannot be converted.
pub(super) fn convert<'de>(
    content: Content<'de>,
    ask: Ask,
    manner: Manner,
) -> Result<Content<'de>, &'static str> {
    let content = match content {
        // YAML's tags: only an enum looks at them.
        Content::Variant(variant) => {
            // ciborium's tag of a number of many bytes, whose sign is in the tag.
            if matches!(
                (ask, &variant.1),
                (Ask::I128 | Ask::U128, Content::Bytes(_))
            ) {
                return Err(PRIVATE);
            }
            return convert(variant.1, ask, manner);
        }
        content if manner.is_ron() => from_ron(content, ask),
        content => content,
    };
    match (ask, content) {
        (Ask::Integer | Ask::I128 | Ask::U128 | Ask::Float, Content::Digits(digits)) => {
            number(&digits, ask).ok_or(OUT_OF_RANGE)
        }
        (Ask::I128 | Ask::U128, Content::Bytes(bytes)) => {
            // As the writer of MessagePack does it.
            let Ok(bytes) = <[u8; 16]>::try_from(bytes.as_ref()) else {
                return Ok(Content::Bytes(bytes));
            };
            let bits = u128::from_be_bytes(bytes);
            Ok(match ask {
                Ask::I128 => Content::signed(bits as i128),
                _ => Content::unsigned(bits),
            })
        }
        (Ask::Unit(_), Content::None) => Ok(Content::Unit),
        // MessagePack writes a unit struct as an empty list, and RON `()` as well.
        (Ask::Unit(name), Content::List(items))
            if items.is_empty() && (!name.is_empty() || manner.is_ron()) =>
        {
            Ok(Content::Unit)
        }
        (Ask::Unit(name), Content::Table(entries)) if entries.is_empty() && !name.is_empty() => {
            Ok(Content::Unit)
        }
        // Binary formats give a list of bytes to a type that asks for a list, such as `Vec<u8>`.
        (Ask::List(_), Content::Bytes(bytes)) if !manner.is_human_readable() => {
            let items = bytes.iter().map(|byte| Content::U64((*byte).into()));
            Ok(Content::List(items.collect()))
        }
        (Ask::Bytes, Content::Str(text)) if manner.has_hex_bytes() => hex(&text)
            .map(|bytes| Content::Bytes(Cow::Owned(bytes)))
            .ok_or("expected bytes as pairs of hexadecimal digits"),
        (ask, content) if manner.is_lenient() => Ok(lenient(content, ask)),
        (_, content) => Ok(content),
    }
}

fn number<'de>(digits: &str, ask: Ask) -> Option<Content<'de>> {
    match ask {
        Ask::I128 => digits.parse().ok().map(Content::signed),
        Ask::U128 => digits.parse().ok().map(Content::unsigned),
        _ => None,
    }
    .or_else(|| {
        let number = digits.parse::<f64>().ok()?;
        number.is_finite().then_some(Content::F64(number))
    })
}

/// In RON a variant is kept as a text or a table of one entry, and so is all else with a name; brackets without a name are
/// kept as a list.
fn from_ron<'de>(content: Content<'de>, ask: Ask) -> Content<'de> {
    let is_name = |key: &Content<'_>, name: &str| !name.is_empty() && key.as_str() == Some(name);
    let (name, fields): (_, &[_]) = match ask {
        Ask::Unit(name) | Ask::Newtype(name) | Ask::List(name) => (name, &[]),
        Ask::Table(name, fields) => (name, fields),
        _ => return content,
    };
    let content = match content {
        Content::Table(mut entries)
            if entries.len() == 1 && is_name(&entries[0].0, name) && !fields.contains(&name) =>
        {
            match entries.pop() {
                // The name is written, and so the newtype's own brackets are read.
                Some((_, held)) => {
                    if let Ask::Newtype(_) = ask {
                        return held;
                    }
                    held
                }
                None => Content::Unit,
            }
        }
        content if is_name(&content, name) => Content::Unit,
        content => content,
    };
    match (ask, content) {
        (Ask::Newtype(_), Content::List(mut items)) if items.len() == 1 => {
            items.pop().unwrap_or(Content::Unit)
        }
        (Ask::List(_), Content::Unit) => Content::List(Vec::new()),
        (Ask::Table(..), Content::Unit) => Content::Table(Vec::new()),
        (_, content) => content,
    }
}

/// As config-rs converts.
fn lenient<'de>(content: Content<'de>, ask: Ask) -> Content<'de> {
    let converted = match ask {
        Ask::Bool => as_bool(&content).map(Content::Bool),
        Ask::Integer | Ask::I128 | Ask::U128 => as_integer(&content),
        Ask::Float => as_float(&content).map(Content::F64),
        Ask::Text => as_text(&content),
        _ => None,
    };
    converted.unwrap_or(content)
}

fn word(text: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(&["true", "on", "yes"]) {
        return Some(true);
    }
    is(&["false", "off", "no"]).then_some(false)
}

fn as_bool(content: &Content<'_>) -> Option<bool> {
    match content {
        Content::Str(text) if text == "1" => Some(true),
        Content::Str(text) if text == "0" => Some(false),
        Content::Str(text) => word(text),
        Content::U64(value) => Some(*value != 0),
        Content::I64(value) => Some(*value != 0),
        Content::F64(value) => Some(*value != 0.0),
        _ => None,
    }
}

fn as_integer<'de>(content: &Content<'_>) -> Option<Content<'de>> {
    match content {
        Content::Str(text) => {
            integer(text).or_else(|| word(text).map(|value| Content::U64(value.into())))
        }
        Content::Bool(value) => Some(Content::U64((*value).into())),
        // Rounded, half away from zero; `f64::round` needs std.
        Content::F64(value) if value.abs() < 9e15 => {
            let half = if *value < 0.0 { -0.5 } else { 0.5 };
            Some(Content::I64((value + half) as i64))
        }
        _ => None,
    }
}

/// A whole number from a text.
pub(super) fn integer<'de>(text: &str) -> Option<Content<'de>> {
    if let Ok(value) = text.parse() {
        return Some(Content::U64(value));
    }
    if let Ok(value) = text.parse() {
        return Some(Content::I64(value));
    }
    if let Ok(value) = text.parse() {
        return Some(Content::unsigned(value));
    }
    text.parse().ok().map(Content::signed)
}

fn as_float(content: &Content<'_>) -> Option<f64> {
    match content {
        Content::Str(text) => text
            .parse()
            .ok()
            .or_else(|| word(text).map(|value| u8::from(value).into())),
        Content::Bool(value) => Some(u8::from(*value).into()),
        _ => None,
    }
}

fn as_text<'de>(content: &Content<'_>) -> Option<Content<'de>> {
    let text = match content {
        Content::Bool(value) => value.to_string(),
        Content::U64(value) => value.to_string(),
        Content::I64(value) => value.to_string(),
        Content::F64(value) => value.to_string(),
        _ => return None,
    };
    Some(Content::Str(Cow::Owned(text)))
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |digit: u8| char::from(digit).to_digit(16);
    text.as_bytes()
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_a_list_in_binary_formats() {
        let ask = |manner| {
            let bytes = Content::Bytes(Cow::Borrowed(&[7]));
            convert(bytes, Ask::List(""), manner)
        };
        let list = Content::List(Vec::from([Content::U64(7)]));
        assert_eq!(ask(Manner::of::<()>(false)), Ok(list));
        assert_eq!(ask(Manner::PLAIN), Ok(Content::Bytes(Cow::Borrowed(&[7]))));
    }

    #[test]
    fn an_empty_list_is_a_unit_struct_but_not_a_unit() {
        let ask = |name| convert(Content::List(Vec::new()), Ask::Unit(name), Manner::PLAIN);
        assert_eq!(ask("Marker"), Ok(Content::Unit));
        assert_eq!(ask(""), Ok(Content::List(Vec::new())));
    }
}

//! What the readers of XML share.

use quick_xml::events::BytesRef;

use crate::error::shown;

/// The character that `&amp;` or `&#38;` stands for. Entities that a file defines itself are not expanded.
pub(super) fn character(entity: &BytesRef<'_>) -> Result<char, String> {
    let resolved = entity.resolve_char_ref();
    if let Some(character) = resolved.map_err(|error| error.to_string())? {
        return Ok(character);
    }
    match entity.decode().map_err(|error| error.to_string())?.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        name => Err(format!(
            "the entity `&{};` is not one of XML's own",
            shown(name)
        )),
    }
}

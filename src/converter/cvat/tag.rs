//! The attributes of an XML element.

use quick_xml::events::BytesStart;

use crate::converter::collected::Collected;
use crate::error::shown;

/// The value of an attribute, if the element has it.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        if attribute.key.as_ref() == name.as_bytes() {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            return Ok(Some(value.map_err(|error| error.to_string())?.into_owned()));
        }
    }
    Ok(None)
}

/// A finite number.
pub(super) fn number(text: &str) -> Result<f64, String> {
    let number = text
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| format!("`{}` is not a number", shown(text)))
}

/// Counts the attributes of an element that are not carried, if they say anything.
pub(super) fn count_others(
    collected: &mut Collected,
    tag: &BytesStart<'_>,
    of: &'static str,
    known: &[&str],
) -> Result<(), String> {
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let says_nothing = match name.as_str() {
            "source" => &*attribute.value == b"manual",
            "z_order" | "keyframe" => &*attribute.value == b"0",
            _ => attribute.value.is_empty(),
        };
        if !says_nothing && !known.contains(&name.as_str()) {
            collected.fields.see(of, &name);
        }
    }
    Ok(())
}

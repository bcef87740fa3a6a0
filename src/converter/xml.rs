//! What the readers of XML share.

use std::path::Path;

use quick_xml::events::BytesRef;

use crate::error::{Error, shown};
use crate::input;

/// The text of an XML file.
///
/// # Errors
///
/// It cannot be read, is not UTF-8, or says that it is in another encoding and holds more than ASCII: its letters would
/// become others.
pub(super) fn read(path: &Path) -> Result<String, Error> {
    let text = input::read_text(path)?;
    match encoding(&text) {
        Some(encoding) if !is_utf8(encoding) && !text.is_ascii() => {
            let what = format!("says that it is in the encoding `{}`", shown(encoding));
            Err(Error::content(path, what)
                .with_help("save it as UTF-8, with `encoding=\"utf-8\"` in its first line"))
        }
        _ => Ok(text),
    }
}

fn is_utf8(encoding: &str) -> bool {
    ["utf-8", "utf8", "us-ascii", "ascii"]
        .iter()
        .any(|name| encoding.eq_ignore_ascii_case(name))
}

/// What `<?xml encoding="..."?>` says.
fn encoding(text: &str) -> Option<&str> {
    let head = text.trim_start().strip_prefix("<?xml")?;
    let head = &head[..head.find("?>")?];
    let after = head.split_once("encoding")?.1.trim_start();
    let value = after.strip_prefix('=')?.trim_start();
    let quote = value
        .chars()
        .next()
        .filter(|quote| ['"', '\''].contains(quote))?;
    value[1..].split(quote).next()
}

/// The character that `&amp;` or `&#38;` means. Entities that a file defines itself are not expanded.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    #[test]
    fn encodings() {
        for (head, fits) in [
            ("", true),
            ("<?xml version='1.0'?>", true),
            ("<?xml version='1.0' encoding='UTF-8'?>", true),
            (
                "<?xml version=\"1.0\" encoding = \"utf8\" standalone='yes'?>",
                true,
            ),
            ("<?xml version='1.0' encoding='gbk'?>", false),
            ("<?xml version='1.0' encoding=\"ISO-8859-1\"?>", false),
        ] {
            for (text, letters) in [("猫", true), ("cat", false)] {
                let file = format!("{head}<a>{text}</a>");
                let place = folder(&[("a.xml", file.as_bytes())]);
                let read = read(&place.path().join("a.xml"));
                assert_eq!(read.is_ok(), fits || !letters, "{file}");
            }
        }
    }
}

//! How texts from outside are shown: characters that a terminal obeys, ends of characters, paths of keys.

use alloc::string::String;

/// Whether a character must not be shown as it is: a terminal obeys it, or it changes the direction or the lines of the
/// text around it.
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        // Marks, embeddings, overrides and isolates of direction; separators of lines and paragraphs.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // The byte order mark, which has no width.
        | '\u{feff}'
    )
}

/// A text from outside, fit for one line of a message: characters that a terminal obeys, or that change the direction or
/// the lines of the text around them, are escaped.
///
/// These are the control characters, the marks of direction (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069),
/// the separators of lines and paragraphs (U+2028, U+2029) and the byte order mark (U+FEFF). All other text stays as it
/// is, in every script. rollbook's own errors show names with this function.
///
/// ```
/// use rollbook::printable;
///
/// assert_eq!(printable("ResNet 网络"), "ResNet 网络");
/// assert_eq!(printable("a\n\u{1b}[31mb\u{202e}c"), r"a\n\u{1b}[31mb\u{202e}c");
/// ```
#[must_use]
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// The end of the last character that ends at or before this byte.
#[must_use]
pub const fn boundary(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if at >= bytes.len() {
        return bytes.len();
    }
    let mut end = at;
    // A byte inside of a character. (`is_char_boundary` is not a `const fn` in Rust 1.85.)
    while bytes[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    end
}

/// Adds a key or an index to a path: `model` and `depth` as `model.depth`, `layers` and `[2]` as `layers[2]`.
#[must_use]
pub fn join(outer: &str, inner: &str) -> String {
    let mut path = String::with_capacity(outer.len() + 1 + inner.len());
    path.push_str(outer);
    if !outer.is_empty() && !inner.is_empty() && !inner.starts_with('[') {
        path.push('.');
    }
    path.push_str(inner);
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped() {
        assert_eq!(printable("Net网\u{301}"), "Net网\u{301}");
        assert_eq!(
            printable("a\u{1b}[31m\n\u{85}\u{202e}\u{2066}\u{2028}\u{61c}\u{feff}"),
            "a\\u{1b}[31m\\n\\u{85}\\u{202e}\\u{2066}\\u{2028}\\u{61c}\\u{feff}"
        );
        assert!(('\0'..=char::MAX).all(|c| !c.is_control() || is_hidden(c)));
    }

    #[test]
    fn ends_of_characters() {
        let check = |at, expect| assert_eq!(boundary("a网b", at), expect);
        check(0, 0);
        check(2, 1);
        check(3, 1);
        check(4, 4);
        check(99, 5);
    }

    #[test]
    fn paths() {
        assert_eq!(join("", "a"), "a");
        assert_eq!(join("a", "b.c"), "a.b.c");
        assert_eq!(join("a", "[2].b"), "a[2].b");
        assert_eq!(join("a", ""), "a");
    }
}

//! A short text that a `const fn` can write: the same words at run time and in rustc's errors.

use core::fmt;

use crate::agreed::show::{boundary, is_hidden};

/// The longest text, in bytes. The rest is left out.
const CAPACITY: usize = 640;

/// Names longer than this are cut where they are quoted.
const QUOTED: usize = 60;

/// A text without an allocation.
#[derive(Clone, Copy)]
pub struct Text {
    bytes: [u8; CAPACITY],
    length: usize,
}

impl Text {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; CAPACITY],
            length: 0,
        }
    }

    /// The text.
    #[must_use]
    pub const fn as_str(&self) -> &str {
        let (written, _) = self.bytes.split_at(self.length);
        whole(written)
    }

    /// Adds a text. If it does not fit, adds as many of its characters as fit.
    pub(crate) const fn push(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut end = bytes.len();
        let room = CAPACITY - self.length;
        if end > room {
            end = boundary(text, room);
        }
        let mut at = 0;
        while at < end {
            self.bytes[self.length] = bytes[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    /// Adds a text with its hidden characters as `\u{202e}`.
    pub(crate) const fn push_printable(mut self, text: &str) -> Self {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        let mut bytes = text.as_bytes();
        while !bytes.is_empty() {
            let mut plain = 0;
            while plain < bytes.len() && !is_hidden(character(bytes, plain).0) {
                plain += character(bytes, plain).1;
            }
            let (head, rest) = bytes.split_at(plain);
            self = self.push(whole(head));
            bytes = rest;
            if !rest.is_empty() {
                let (hidden, length) = character(rest, 0);
                self = self.push("\\u{");
                // All hidden characters have at most four digits.
                let mut shift = 16;
                let mut started = false;
                while shift > 0 {
                    shift -= 4;
                    let digit = [HEX[(hidden as usize >> shift) & 15]];
                    if started || digit[0] != b'0' || shift == 0 {
                        started = true;
                        self = self.push(whole(&digit));
                    }
                }
                self = self.push("}");
                let (_, after) = rest.split_at(length);
                bytes = after;
            }
        }
        self
    }

    /// Adds a name in backticks, cut if it is very long.
    pub(crate) const fn quote(self, name: &str) -> Self {
        if name.len() <= QUOTED {
            return self.push("`").push_printable(name).push("`");
        }
        let (head, _) = name.as_bytes().split_at(boundary(name, QUOTED));
        self.push("`").push_printable(whole(head)).push("…`")
    }
}

/// The character that starts at a byte, and its length.
const fn character(bytes: &[u8], at: usize) -> (char, usize) {
    let (mut code, length) = match bytes[at] {
        first @ ..0x80 => (first as u32, 1),
        first @ ..0xE0 => (first as u32 & 0x1F, 2),
        first @ ..0xF0 => (first as u32 & 0x0F, 3),
        first => (first as u32 & 0x07, 4),
    };
    let mut next = at + 1;
    while next < at + length {
        code = code << 6 | bytes[next] as u32 & 0x3F;
        next += 1;
    }
    match char::from_u32(code) {
        Some(c) => (c, length),
        None => (char::REPLACEMENT_CHARACTER, length),
    }
}

/// Bytes that are whole characters, as text. (`str::split_at` is not a `const fn` in Rust 1.85.)
pub(crate) const fn whole(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped_also_by_rustc() {
        const TEXT: Text = Text::new().quote("é网😀\u{1b}[2J\n\u{202e}\0");
        assert_eq!(TEXT.as_str(), r"`é网😀\u{1b}[2J\u{a}\u{202e}\u{0}`");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        const NAME: &str = "网络网络网络网络网络网络网络网络网络网络网络网络网络网络";
        const { assert!(NAME.len() > QUOTED) };
        let text = Text::new().quote(NAME);
        assert!(text.as_str().ends_with("…`"), "{text}");
        let mut full = Text::new();
        for _ in 0..60 {
            full = full.push(NAME);
        }
        assert!(full.as_str().len() > CAPACITY - 4);
    }
}

//! A short text that a `const fn` can write: the same words at run time and in rustc's errors.

use core::fmt;

/// The longest text, in bytes; what is written beyond it is left out.
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

    /// Adds a text; if it does not fit whole, as many of its characters as do.
    pub(crate) const fn push(mut self, text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut end = bytes.len();
        let room = CAPACITY - self.length;
        if end > room {
            end = boundary(bytes, room);
        }
        let mut at = 0;
        while at < end {
            self.bytes[self.length] = bytes[at];
            self.length += 1;
            at += 1;
        }
        self
    }

    /// Adds a name in backticks, cut if it is very long.
    pub(crate) const fn quote(self, name: &str) -> Self {
        let bytes = name.as_bytes();
        if bytes.len() <= QUOTED {
            return self.push("`").push(name).push("`");
        }
        let (head, _) = bytes.split_at(boundary(bytes, QUOTED));
        self.push("`").push(whole(head)).push("…`")
    }
}

/// Bytes that are whole characters, as text. (`str::split_at` is no `const fn` in Rust 1.85.)
pub(crate) const fn whole(bytes: &[u8]) -> &str {
    match core::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// The last character boundary at or before `at`.
const fn boundary(bytes: &[u8], at: usize) -> usize {
    let mut end = at;
    while end > 0 && end < bytes.len() && bytes[end] & 0xC0 == 0x80 {
        end -= 1;
    }
    end
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

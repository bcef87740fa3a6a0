//! Schemas as text, and the words that all of them use.

use serde_json::{Value, json};

/// With a head. The keys are sorted, so that the text is the same whatever features serde_json has.
pub(super) fn text(title: &str, mut schema: Value) -> String {
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["$comment"] = json!("Made by `cargo rollbook schema`.");
    schema["title"] = json!(title);
    schema.sort_all_objects();
    format!("{schema:#}\n")
}

pub(super) fn definition(name: &str) -> Value {
    // As RFC 6901 and a URL want it.
    let mut out = String::from("#/$defs/");
    for byte in name.bytes() {
        match byte {
            b'~' => out.push_str("~0"),
            b'/' => out.push_str("~1"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => out.push(byte.into()),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    json!({ "$ref": out })
}

/// A text as a regular expression that matches only it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if "\\^$.|?*+()[]{}/".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

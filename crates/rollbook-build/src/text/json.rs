//! JSON strings, written.

/// Adds a JSON string.
pub(crate) fn string(text: &str, out: &mut String) {
    out.push('"');
    escape(text, out);
    out.push('"');
}

/// A JSON string. TOML reads it, too.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::new();
    string(text, &mut out);
    out
}

/// Adds the text between the quotes of a JSON string.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
}

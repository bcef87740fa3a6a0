//! Small helpers for writing Rust text.

use proc_macro2::TokenStream;
use rollbook::__private::build::printable;

use crate::model::Module;
use crate::text::Place;

/// Items that the file has once, formatted, with a blank line between them.
pub(super) fn items(tokens: &TokenStream) -> String {
    let Ok(mut file) = syn::parse2::<syn::File>(tokens.clone()) else {
        // Unformatted text is still the right text.
        return format!("{tokens}\n");
    };
    let items = std::mem::take(&mut file.items).into_iter().map(|item| {
        file.items = vec![item];
        prettyplease::unparse(&file)
    });
    items.collect::<Vec<_>>().join("\n")
}

/// A path or type from the manifest as tokens. The model holds only what syn has parsed.
pub(super) fn tokens(path: &str) -> TokenStream {
    path.parse().unwrap_or_default()
}

/// The text, four blanks further in for each level. No line of it may lie inside a literal.
pub(super) fn indent(text: &str, levels: usize) -> String {
    let blanks = "    ".repeat(levels);
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        if !line.is_empty() {
            out.push_str(&blanks);
            out.push_str(line);
        }
        out.push('\n');
    }
    out
}

/// `head {`, a line for each module, `}`.
pub(super) fn block<'a>(
    head: &str,
    modules: impl Iterator<Item = &'a Module>,
    line: impl Fn(&'a Module) -> String,
) -> String {
    let mut out = format!("{head} {{\n");
    for module in modules {
        out.push_str(&indent(&line(module), 1));
    }
    out.push_str("}\n");
    out
}

/// Doc comment lines: a text of ours, and one from the manifest.
pub(super) fn docs(ours: &str, theirs: Option<&str>) -> String {
    let mut out = format!("/// {}\n", printable(ours));
    if let Some(theirs) = theirs {
        out.push_str("///\n");
        for line in theirs.lines() {
            out.push_str(format!("/// {}", printable(line)).trim_end());
            out.push('\n');
        }
    }
    out
}

/// A text that is not Markdown for its author, as one line of documentation. Code between backticks stays code.
pub(super) fn prose(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let code = text.matches('`').count() % 2 == 0 && !text.contains("``");
    let mut inside = false;
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        inside ^= code && c == '`';
        // rustdoc warns of a URL that is not in angle brackets.
        let special = r"\*_[]<>#~|&".contains(c) || text[at..].starts_with("://");
        if !inside && (special || (c == '`' && !code)) {
            out.push('\\');
        }
        out.push(c);
    }
    printable(&out)
}

/// A string literal.
pub(super) fn literal(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
}

/// `registry.toml:11`.
pub(super) fn place(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_not_markdown() {
        let check = |text: &str, expect: &str| assert_eq!(prose(text), expect, "{text}");
        check("use `Vec<u8>`\n  instead", "use `Vec<u8>` instead");
        check("use Vec<u8> or [x]", r"use Vec\<u8\> or \[x\]");
        check("```", r"\`\`\`");
        check("(see https://a.b/c)", r"(see https\://a.b/c)");
        check("snake_case *x*", r"snake\_case \*x\*");
        check("a\u{202e}b", r"a\u{202e}b");
    }
}

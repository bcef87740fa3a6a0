//! Small helpers for writing Rust text.

use proc_macro2::TokenStream;
use quote::quote;
use rollbook::__private::build::printable;

use crate::model::Module;
use crate::text::Place;

/// Items without comments on their lines, formatted.
pub(super) fn items(tokens: &TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        // Text that is not formatted is still the right text.
        Err(_) => format!("{tokens}\n"),
    }
}

/// Rust text as tokens. Text that is not Rust becomes an error of the generated file.
pub(super) fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error: proc_macro2::LexError| {
        let message = error.to_string();
        quote!(::core::compile_error!(#message))
    })
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

/// Doc comment lines: a fixed text, and one from the manifest.
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

/// A text that its author did not write as Markdown, as one line of documentation. Code between backticks stays code.
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

/// Words with a blank between them: on one line if they fit, else on lines of their own, one level further in.
pub(super) fn wrapped_list(words: &[&str], levels: usize) -> String {
    const WIDTH: usize = 100;
    let one = words.join(" ");
    if one.len() + 4 * levels < WIDTH {
        return one;
    }
    let (outer, inner) = ("    ".repeat(levels), "    ".repeat(levels + 1));
    let mut out = String::new();
    let mut column = WIDTH;
    for word in words {
        if column + word.len() >= WIDTH {
            out.push('\n');
            out.push_str(&inner);
            column = inner.len();
        } else {
            out.push(' ');
        }
        out.push_str(word);
        column += word.len() + 1;
    }
    out.push('\n');
    out.push_str(&outer);
    out
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

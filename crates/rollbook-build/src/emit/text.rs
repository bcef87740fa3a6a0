//! Small helpers for writing Rust text.

use rollbook::__private::build::printable;

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
pub(super) fn wrapped<'a>(words: impl Iterator<Item = &'a str>) -> String {
    const WIDTH: usize = 100;
    let words = words.collect::<Vec<_>>();
    let one = words.join(" ");
    if one.len() < WIDTH {
        return one;
    }
    let mut out = String::new();
    let mut column = WIDTH;
    for word in words {
        if column + word.len() >= WIDTH {
            out.push_str("\n    ");
            column = 4;
        } else {
            out.push(' ');
        }
        out.push_str(word);
        column += word.len() + 1;
    }
    out.push('\n');
    out
}

/// A string literal.
pub(super) fn literal(text: &str) -> String {
    format!("\"{}\"", text.escape_default())
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

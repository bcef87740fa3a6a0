//! Draws the line of an error.

use alloc::format;
use alloc::string::String;
use core::ops::Range;

use crate::agreed::show::{boundary, is_hidden};

/// How many characters of a line are shown, around the place.
const WIDTH: usize = 100;

/// The line and the column, from 1, and the picture of the line with its carets. A column counts characters; the carets
/// stand right where each is one cell wide.
pub(super) fn draw(text: &str, span: Range<usize>) -> (usize, usize, String) {
    let start = boundary(text, span.start);
    let end = boundary(text, span.end).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let number = text[..line_start].matches('\n').count() + 1;
    let before = text[line_start..start].chars().count();
    let marked = text[start..end.min(line_start + line.len()).max(start)]
        .chars()
        .count();

    let skipped = before.saturating_sub(WIDTH / 2);
    let shown = line.chars().skip(skipped).take(WIDTH);
    let shown = shown.map(visible).collect::<String>();
    let (head, indent) = if skipped > 0 { ("…", 1) } else { ("", 0) };
    let tail = if line.chars().nth(skipped + WIDTH).is_some() {
        "…"
    } else {
        ""
    };
    let blanks = shown
        .chars()
        .chain(core::iter::repeat(' '))
        .take(before - skipped)
        .map(|c| if c == '\t' { '\t' } else { ' ' })
        .collect::<String>();
    let room = WIDTH + 1 - (before - skipped);
    let carets = "^".repeat(marked.clamp(1, room));
    let digits = format!("{number}");
    let gutter = " ".repeat(digits.len());
    let picture = format!(
        "{gutter} |\n{digits} | {head}{shown}{tail}\n{gutter} | {}{blanks}{carets}",
        " ".repeat(indent)
    );
    (number, before + 1, picture)
}

/// A character for a terminal. Control characters are replaced, so that each character takes one cell.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' | '\n' => c,
        c if is_hidden(c) => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, span: Range<usize>, line: usize, column: usize, expect: &str) {
        assert_eq!(draw(text, span), (line, column, expect.into()), "{text:?}");
    }

    #[test]
    fn lines() {
        check("a = 1\nb = 2", 10..11, 2, 5, "  |\n2 | b = 2\n  |     ^");
        check(
            "a = 1\r\nb = 2\r\n",
            4..5,
            1,
            5,
            "  |\n1 | a = 1\n  |     ^",
        );
        check("", 0..0, 1, 1, "  |\n1 | \n  | ^");
        check("\ta = 1", 5..6, 1, 6, "  |\n1 | \ta = 1\n  | \t    ^");
        check("é = 1", 5..6, 1, 5, "  |\n1 | é = 1\n  |     ^");
        check("a = 1\n", 99..100, 2, 1, "  |\n2 | \n  | ^");
    }

    #[test]
    fn a_value_of_several_lines_is_marked_to_the_end_of_the_first() {
        check("a = [\n1,\n]", 4..10, 1, 5, "  |\n1 | a = [\n  |     ^");
    }

    #[test]
    fn controls_are_replaced() {
        let picture = "  |\n1 | a = \"\u{fffd}[31m\u{fffd}\"\n  |      ^";
        check("a = \"\u{1b}[31m\u{202e}\"", 5..6, 1, 6, picture);
    }

    #[test]
    fn a_megabyte_of_a_line() {
        let text = format!("a = '{}'", "x".repeat(1 << 20));
        let (_, _, picture) = draw(&text, 4..text.len());
        assert!(picture.len() < 400);
        let (_, column, picture) = draw(&text, text.len() - 1..text.len());
        assert_eq!(column, text.len());
        assert!(picture.len() < 400);
    }
}

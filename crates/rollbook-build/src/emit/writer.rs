//! The writer of generated code. It indents, so that code can be written without knowing how deep it lies.

use std::fmt::{Arguments, Display, Write as _};

use rollbook::__private::build::printable;

/// Rust text, and how deep its end lies.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// What `write!` and `writeln!` call. No line may begin inside a literal.
    pub(super) fn write_fmt(&mut self, text: Arguments<'_>) {
        Lines(self)
            .write_fmt(text)
            .expect("a `String` takes all text");
    }

    /// A line without parts to fill in.
    pub(super) fn line(&mut self, text: &str) {
        writeln!(self, "{text}");
    }

    /// `head {`, the body one level further in, `}`.
    pub(super) fn block(&mut self, head: impl Display, body: impl FnOnce(&mut Self)) {
        self.nest(format_args!("{head} {{"), "}", body);
    }

    /// A line, the body one level further in, a line.
    pub(super) fn nest(
        &mut self,
        open: impl Display,
        close: impl Display,
        body: impl FnOnce(&mut Self),
    ) {
        writeln!(self, "{open}");
        self.depth += 1;
        body(self);
        self.depth -= 1;
        writeln!(self, "{close}");
    }

    /// Documentation: a fixed text.
    pub(super) fn docs(&mut self, text: impl Display) {
        writeln!(self, "/// {}", printable(&text.to_string()));
    }

    /// Documentation: the second part, which the manifest has.
    pub(super) fn manifest_docs(&mut self, text: Option<&str>) {
        let Some(text) = text else {
            return;
        };
        writeln!(self, "///");
        for line in text.lines() {
            writeln!(self, "{}", format!("/// {}", printable(line)).trim_end());
        }
    }
}

/// Indents each line that is not empty.
struct Lines<'a>(&'a mut Writer);

impl std::fmt::Write for Lines<'_> {
    fn write_str(&mut self, part: &str) -> std::fmt::Result {
        let Writer { text, depth } = &mut *self.0;
        for line in part.split_inclusive('\n') {
            if line != "\n" && text.ends_with('\n') {
                text.extend(std::iter::repeat_n("    ", *depth));
            }
            text.push_str(line);
        }
        Ok(())
    }
}

//! A diagnostic in the form of rustc's `--error-format=json`, which Cargo, `cargo fix` and rust-analyzer read.

use super::diagnostic::{Diagnostic, FOLDER, Label};
use crate::text::json::{escape, string};

impl Diagnostic {
    /// As rustc writes its own with `--error-format=json`, in one line without its end, for tools that read those.
    /// `folder` as for [`Diagnostic::drawing`]; `rendered` is shown to people: a drawing, or a short line.
    #[must_use]
    pub fn json(&self, folder: &str, rendered: &str) -> String {
        let mut path = String::new();
        escape(folder, &mut path);
        let mut line = message(self).replace(FOLDER, &path);
        line.push_str(",\"rendered\":");
        string(rendered, &mut line);
        line.push('}');
        line
    }
}

/// The object without its `rendered` and without its end. Paths of files in the package start with `FOLDER`.
pub(super) fn message(diagnostic: &Diagnostic) -> String {
    let mut out = String::from("{\"$message_type\":\"diagnostic\",\"message\":");
    string(&diagnostic.message, &mut out);
    out.push_str(&format!(
        ",\"code\":{{\"code\":\"rollbook::{}\",\"explanation\":null}},\"level\":\"{}\",\"spans\":[",
        diagnostic.code, diagnostic.level
    ));
    let inside = diagnostic.labels.iter().enumerate();
    let inside = inside.filter(|(_, label)| label.in_package);
    for (count, (index, label)) in inside.enumerate() {
        if count > 0 {
            out.push(',');
        }
        span(label, index == 0, None, &mut out);
    }
    out.push_str("],\"children\":[");
    let mut children = Vec::new();
    for label in diagnostic.labels.iter().filter(|label| !label.in_package) {
        let text = if label.text.is_empty() {
            "here"
        } else {
            &label.text
        };
        let note = format!("{text}: {}:{}:{}", label.file, label.line, label.column);
        children.push(child("note", &note, ""));
    }
    if let Some(help) = &diagnostic.help {
        let mut edit = String::new();
        if let Some(given) = &diagnostic.edit {
            span(
                &given.place,
                true,
                Some((&given.replacement, given.sure)),
                &mut edit,
            );
        }
        children.push(child("help", help, &edit));
    }
    out.push_str(&children.join(","));
    out.push(']');
    out
}

/// As `escape`, but the character for the folder stays.
pub(super) fn escape_template(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split(FOLDER).enumerate() {
        if index > 0 {
            out.push(FOLDER);
        }
        escape(part, &mut out);
    }
    out
}

fn child(level: &str, message: &str, span: &str) -> String {
    let mut out = String::from("{\"message\":");
    string(message, &mut out);
    out.push_str(&format!(
        ",\"code\":null,\"level\":\"{level}\",\"spans\":[{span}],\"children\":[],\"rendered\":null}}"
    ));
    out
}

fn span(label: &Label, primary: bool, replace: Option<(&str, bool)>, out: &mut String) {
    out.push_str(&format!("{{\"file_name\":\"{FOLDER}"));
    escape(&label.file, out);
    out.push_str(&format!(
        "\",\"byte_start\":{},\"byte_end\":{},\"line_start\":{},\"line_end\":{},\"column_start\":{},\"column_end\":{},\"is_primary\":{primary},\"text\":[",
        label.bytes.start, label.bytes.end, label.line, label.line, label.column, label.end_column
    ));
    if !label.line_text.is_empty() {
        out.push_str("{\"text\":");
        string(&label.line_text, out);
        out.push_str(&format!(
            ",\"highlight_start\":{},\"highlight_end\":{}}}",
            label.column, label.end_column
        ));
    }
    out.push_str("],\"label\":");
    match label.text.as_str() {
        "" => out.push_str("null"),
        text => string(text, out),
    }
    out.push_str(",\"suggested_replacement\":");
    match replace {
        Some((text, sure)) => {
            string(text, out);
            let applicability = if sure {
                "MachineApplicable"
            } else {
                "MaybeIncorrect"
            };
            out.push_str(&format!(
                ",\"suggestion_applicability\":\"{applicability}\""
            ));
        }
        None => out.push_str("null,\"suggestion_applicability\":null"),
    }
    out.push_str(",\"expansion\":null}");
}

//! The arguments of a module, as a line of a lock holds them, and what changed in them for configs.
//!
//! ```text
//! model NetA args: depth: u32, width?: Option<u32>
//! ```

use super::file::{quoted, word};
use super::wider::accepts;
use crate::arguments::Arguments;

/// The line of a module without arguments. One whose arguments are not known has none of this.
const NONE: &str = "none";

/// An argument of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Locked {
    name: String,
    required: bool,
    type_text: String,
}

/// A change that a config may trip over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ArgumentChange {
    pub(super) argument: String,
    /// What happened: `is required now`.
    pub(super) what: String,
    /// The edit that keeps old configs right, if there is one.
    pub(super) edit: Option<String>,
}

/// The arguments as a line holds them.
pub(super) fn written(arguments: &Arguments) -> String {
    if arguments.fields.is_empty() {
        return NONE.to_owned();
    }
    let fields = arguments.fields.iter().map(|field| {
        let optional = if field.required { "" } else { "?" };
        format!(
            "{}{optional}: {}",
            quoted(&field.name),
            one_line(&field.type_text)
        )
    });
    fields.collect::<Vec<_>>().join(", ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `None` if the text is not in the form that [`written`] gives.
fn read(text: &str) -> Option<Vec<Locked>> {
    let mut fields = Vec::new();
    let mut rest = text.trim();
    if rest == NONE {
        return Some(fields);
    }
    while !rest.is_empty() {
        let (name, required, after) = match rest.starts_with('"') {
            true => {
                let (name, after) = word(rest).ok()?;
                let (optional, after) = match after.strip_prefix('?') {
                    Some(after) => (true, after),
                    None => (false, after),
                };
                (name, !optional, after.strip_prefix(':')?)
            }
            false => {
                let (name, after) = rest.split_once(": ")?;
                let plain = name.strip_suffix('?');
                (plain.unwrap_or(name).to_owned(), plain.is_none(), after)
            }
        };
        let (type_text, after) = up_to_comma(after.trim_start());
        fields.push(Locked {
            name,
            required,
            type_text: type_text.trim().to_owned(),
        });
        rest = after.trim_start();
    }
    Some(fields)
}

/// A type, and what follows the comma behind it. A comma between brackets belongs to the type.
fn up_to_comma(text: &str) -> (&str, &str) {
    let mut depth = 0_i32;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '<' | '(' | '[' => depth += 1,
            // The arrow of a function type closes nothing.
            '>' if before == '-' => {}
            '>' | ')' | ']' => depth -= 1,
            ',' if depth <= 0 => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
        before = c;
    }
    (text, "")
}

/// What changed since the line was written. Nothing if the line cannot be read, as it is by another version.
pub(super) fn changes(line: &str, now: &Arguments) -> Vec<ArgumentChange> {
    let Some(before) = read(line) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    let mut add = |argument: &str, what: String, edit: Option<String>| {
        changes.push(ArgumentChange {
            argument: argument.to_owned(),
            what,
            edit,
        });
    };
    for old in &before {
        let found = now
            .fields
            .iter()
            .find(|field| field.name == old.name || field.aliases.contains(&old.name));
        let Some(field) = found else {
            let edit = format!(
                "keep it as another name of an argument: `#[serde(alias = {:?})]`",
                old.name
            );
            add(&old.name, "is gone".to_owned(), Some(edit));
            continue;
        };
        if field.required && !old.required {
            let edit = "give it a default: `#[serde(default)]`, or `defaults` in the manifest";
            add(
                &old.name,
                "is required now".to_owned(),
                Some(edit.to_owned()),
            );
        }
        let is = one_line(&field.type_text);
        if !accepts(&is, &old.type_text) {
            add(
                &old.name,
                format!("is of the type `{is}`, and was of `{}`", old.type_text),
                None,
            );
        }
    }
    for field in now.fields.iter().filter(|field| field.required) {
        let known = before
            .iter()
            .any(|old| old.name == field.name || field.aliases.contains(&old.name));
        if !known {
            let edit = "give it a default: `#[serde(default)]`, or `defaults` in the manifest";
            add(
                &field.name,
                "is new and required".to_owned(),
                Some(edit.to_owned()),
            );
        }
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_are_written() {
        let field = |name: &str, required, type_text: &str| Locked {
            name: name.to_owned(),
            required,
            type_text: type_text.to_owned(),
        };
        let text = "depth: u32, \"a: b\"?: HashMap<String, (u8, u8)>, f?: fn(u8, u8) -> Vec<u8>, g: [u8; 2]";
        let expect = [
            field("depth", true, "u32"),
            field("a: b", false, "HashMap<String, (u8, u8)>"),
            field("f", false, "fn(u8, u8) -> Vec<u8>"),
            field("g", true, "[u8; 2]"),
        ];
        assert_eq!(read(text).unwrap(), expect);
        assert_eq!(read(NONE).unwrap(), []);
        for bad in ["depth", "\"a", "\"a\" b: u32"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}

//! One layer as a table, at its place.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use toml::Spanned;
use toml::de::DeValue;

use super::error::LayersError;
use super::sources::{Kind, Sources};
use crate::agreed::show::printable;
use crate::merge::{self, BASE, JsonFault, Node, Path, PathFault, Step, StepKind, Table};
use crate::toml::error::cut;
use crate::toml::tree;

/// The table of a file, without what lies below it.
pub(super) fn of_file(file: usize, sources: &Sources) -> Result<Table<'_>, LayersError> {
    let file = &sources.files.list[file];
    if file.json {
        return of_json(&file.text, file.start, sources);
    }
    of_toml(&file.text, file.start, sources)
}

fn of_toml<'a>(text: &'a str, start: usize, sources: &Sources) -> Result<Table<'a>, LayersError> {
    match tree::parse(text) {
        Ok(table) => Ok(merge::moved(table, start)),
        Err(error) => {
            let span = error.span().unwrap_or(0..0);
            let place = span.start + start..span.end + start;
            Err(LayersError::new(error.message().to_string()).at(&place, "", sources))
        }
    }
}

fn of_json<'a>(text: &'a str, start: usize, sources: &Sources) -> Result<Table<'a>, LayersError> {
    let at = |place: core::ops::Range<usize>| place.start + start..place.end + start;
    let error = |message: String| LayersError::new(message);
    match merge::json(text) {
        Ok(node) => {
            let place = at(node.span());
            match node.into_inner() {
                DeValue::Table(table) => Ok(merge::moved(table, start)),
                _ => Err(error("a config is an object".to_string()).at(&place, "", sources)),
            }
        }
        Err(JsonFault::Syntax(place, what)) => Err(error(what).at(&at(place), "", sources)),
        Err(JsonFault::Twice(key, first, second)) => {
            let message = format!("the key `{}` is written twice", printable(&cut(&key)));
            Err(error(message)
                .at(&at(second), "", sources)
                .at(&at(first), "and here", sources))
        }
        Err(JsonFault::TooDeep(place, _)) => {
            let message = "objects and arrays are nested too deep here".to_string();
            Err(error(message).at(&at(place), "", sources))
        }
    }
}

/// The content of a layer that is not a file.
pub(super) enum Said<'a> {
    /// A whole table.
    Table(Table<'a>),
    /// One value, at the end of a path.
    Value(Path<'a>, Node<'a>),
}

/// A layer that is not a file.
pub(super) fn of_text<'a>(text: usize, sources: &'a Sources) -> Result<Said<'a>, LayersError> {
    let source = &sources.texts[text];
    let (text, start) = (source.text.as_str(), source.start);
    match &source.kind {
        Kind::Document(_) => {
            let table = of_toml(text, start, sources)?;
            match table.get(BASE) {
                None => Ok(Said::Table(table)),
                Some(base) => {
                    let message = "`_base_` is for files: this text is in no folder".to_string();
                    Err(LayersError::new(message).at(&base.span(), "", sources))
                }
            }
        }
        Kind::Flag => {
            let (path, value) = flag(text, start, sources)?;
            Ok(Said::Value(path, value))
        }
        Kind::Variable { name, prefix } => {
            let path = variable_path(&name[*prefix..], start..start + text.len());
            // Never an error, which would have to show the value.
            let value = loose(text, start).unwrap_or_else(|| bare(text, start));
            Ok(Said::Value(path, value))
        }
    }
}

/// Reads `key = value`.
fn flag<'a>(
    text: &'a str,
    start: usize,
    sources: &Sources,
) -> Result<(Path<'a>, Node<'a>), LayersError> {
    let fault = |what: &str, place: core::ops::Range<usize>| {
        let place = place.start + start..place.end + start;
        LayersError::new(what.to_string()).at(&place, "", sources)
    };
    let parsed = Step::parse(text);
    let (mut path, equals) = parsed.map_err(|PathFault { what, place }| fault(what, place))?;
    let Some(equals) = equals else {
        return Err(fault(
            "expected `=` and a value: `key = value`",
            text.len()..text.len(),
        ));
    };
    for step in &mut path {
        step.place = step.place.start + start..step.place.end + start;
    }
    let value = &text[equals + 1..];
    let begin = equals + 1 + (value.len() - value.trim_start().len());
    let value = value.trim();
    if let Some(value) = loose(value, start + begin) {
        return Ok((path, value));
    }
    // A text that looks like TOML but is not TOML is a mistake. Any other text is a word.
    if value.starts_with(['[', '{', '"', '\'']) || value.contains('\n') {
        let error = match tree::parse_value(value) {
            Err(error) => error,
            Ok(_) => return Err(fault("expected a value", begin..text.len())),
        };
        let span = error.span().unwrap_or(0..value.len());
        return Err(fault(error.message(), span.start + begin..span.end + begin));
    }
    Ok((path, bare(value, start + begin)))
}

/// A text as it is. An empty one is at the place behind the flag or variable, which belongs to no other text: errors take a
/// place without a character for none.
fn bare(text: &str, start: usize) -> Node<'_> {
    let value = DeValue::String(Cow::Borrowed(text));
    Spanned::new(start..start + text.len().max(1), value)
}

/// A text as a value of TOML, if it is one.
fn loose(text: &str, start: usize) -> Option<Node<'_>> {
    let value = tree::parse_value(text.trim()).ok()?;
    Some(merge::node_moved(
        value,
        start + text.len() - text.trim_start().len(),
    ))
}

/// `MODEL__DEPTH` as a path.
fn variable_path(name: &str, place: merge::Place) -> Path<'_> {
    let steps = name.split(SEPARATOR).map(|step| Step {
        kind: StepKind::AnyCase(Cow::Owned(step.to_lowercase())),
        place: place.clone(),
    });
    steps.collect::<Vec<_>>()
}

/// What is between the keys in a variable's name.
pub(super) const SEPARATOR: &str = "__";

/// A value at the end of a path as tables in tables, whose indices are keys.
pub(super) fn nested<'a>(path: &[Step<'a>], value: Node<'a>) -> Table<'a> {
    let mut table = Table::new();
    let Some((first, rest)) = path.split_first() else {
        return table;
    };
    let key = match &first.kind {
        StepKind::Key(key) | StepKind::AnyCase(key) => key.clone(),
        StepKind::Index(index) => Cow::Owned(index.to_string()),
    };
    let value = match rest {
        [] => value,
        rest => Spanned::new(first.place.clone(), DeValue::Table(nested(rest, value))),
    };
    table.insert(Spanned::new(first.place.clone(), key), value);
    table
}

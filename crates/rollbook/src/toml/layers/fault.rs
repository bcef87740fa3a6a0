//! From an error of reading to one that says which layer is at fault.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use toml::de::DeValue;

use super::Layers;
use super::error::LayersError;
use super::explain::{find, looked_through, written};
use super::sources::{Shown, Sources};
use crate::merge::{Node, Place, Step, StepKind, Table};
use crate::toml::Error;

/// An error of reading the merged config.
pub(super) fn of_reading(error: &Error, layers: &Layers) -> LayersError {
    let Ok(table) = layers.merged() else {
        return LayersError::new(error.message().to_string()).under(error.path());
    };
    let place = error.span().unwrap_or(0..0);
    let sources = &layers.sources;
    let found = if place.is_empty() {
        None
    } else {
        find(&table, &place)
    };
    let (path, is_key) = found.unwrap_or_default();
    let secret = secrecy(&table, &path, &place, layers);
    let message = match secret {
        Secrecy::None => error.message().to_string(),
        Secrecy::Inside => without_values(error),
        Secrecy::Itself => without_value(error, &path, sources),
    };
    let shown = match secret {
        Secrecy::Itself => written(&path[..named_steps(&path, sources)]),
        _ => error.path().to_string(),
    };
    let mut drawn = LayersError::new(message).under(&shown);
    if !place.is_empty() {
        drawn = drawn.at(&place, "", sources);
    }
    let words = error.message();
    if words.starts_with("missing ") {
        let around = match is_tag(&path, layers) {
            true => &path[..path.len() - 1],
            false => &path[..],
        };
        let settings = layers.explained(around).unwrap_or_default();
        let module = (around.len() < path.len() && !is_secret(&place, sources))
            .then(|| value_at(&table, &path)?.get_ref().as_str())
            .flatten();
        return looked_through(drawn, module, &settings);
    }
    if is_key {
        drawn = other_layers(drawn, &path, &place, &table, layers);
    }
    drawn
}

/// Other layers that set the key that is refused, and the one that names the module.
fn other_layers(
    mut error: LayersError,
    path: &[Step<'_>],
    place: &Place,
    table: &Table<'_>,
    layers: &Layers,
) -> LayersError {
    let start = |place: &Place| layers.sources.at(place.start).map(|source| source.start);
    let own = start(place);
    let settings = layers.explained(path).unwrap_or_default();
    for setting in settings
        .iter()
        .rev()
        .filter(|setting| start(&setting.at) != own)
    {
        error = error.at(&setting.at, "set here too", &layers.sources);
    }
    let Some((_, around)) = path.split_last() else {
        return error;
    };
    let table = match around {
        [] => Some(table),
        around => value_at(table, around).and_then(|node| node.get_ref().as_table()),
    };
    let mut tags = layers.rules.tags.iter();
    let tag = table.and_then(|table| tags.find_map(|tag| table.get(tag.as_str())));
    match tag.map(|tag| tag.span()).filter(|tag| start(tag) != own) {
        Some(tag) => error.at(&tag, "the module is named here", &layers.sources),
        None => error,
    }
}

/// How many steps of a path come from the names of variables, not from their values.
fn named_steps(path: &[Step<'_>], sources: &Sources) -> usize {
    let from_value = |step: &Step<'_>| {
        let source = sources.at(step.place.start);
        source.is_some_and(|source| {
            source.shown == Shown::Nothing && step.place.len() < source.text.len()
        })
    };
    path.iter().position(from_value).unwrap_or(path.len())
}

fn is_tag(path: &[Step<'_>], layers: &Layers) -> bool {
    let last = path.last().map(|step| &step.kind);
    matches!(last, Some(StepKind::Key(key)) if layers.rules.tags.iter().any(|tag| tag == key))
}

fn value_at<'t, 'a>(table: &'t Table<'a>, path: &[Step<'_>]) -> Option<&'t Node<'a>> {
    let (first, rest) = path.split_first()?;
    let StepKind::Key(key) = &first.kind else {
        return None;
    };
    let mut node = table.get(key.as_ref())?;
    for step in rest {
        node = match (&step.kind, node.get_ref()) {
            (StepKind::Key(key), DeValue::Table(table)) => table.get(key.as_ref())?,
            (StepKind::Index(index), DeValue::Array(list)) => list.get(*index)?,
            _ => return None,
        };
    }
    Some(node)
}

/// Whether an error may quote the value of a variable.
enum Secrecy {
    None,
    /// The value that is at fault holds one.
    Inside,
    /// It is one itself.
    Itself,
}

fn secrecy(table: &Table<'_>, path: &[Step<'_>], place: &Place, layers: &Layers) -> Secrecy {
    let sources = &layers.sources;
    if !place.is_empty() && is_secret(place, sources) {
        return Secrecy::Itself;
    }
    let around = if is_tag(path, layers) {
        &path[..path.len() - 1]
    } else {
        path
    };
    let inside = match value_at(table, around) {
        Some(node) => holds_secret(node, sources),
        None => table.iter().any(|(_, node)| holds_secret(node, sources)),
    };
    if inside {
        Secrecy::Inside
    } else {
        Secrecy::None
    }
}

fn is_secret(place: &Place, sources: &Sources) -> bool {
    sources
        .at(place.start)
        .is_some_and(|source| source.shown == Shown::Nothing)
}

fn holds_secret(node: &Node<'_>, sources: &Sources) -> bool {
    is_secret(&node.span(), sources)
        || match node.get_ref() {
            DeValue::Table(table) => table.iter().any(|(_, node)| holds_secret(node, sources)),
            DeValue::Array(list) => list.iter().any(|node| holds_secret(node, sources)),
            _ => false,
        }
}

/// Messages that name keys and types only, or a name that a file holds.
const SAFE: [&str; 6] = [
    "missing field `",
    "missing `",
    "unknown field `",
    "duplicate field `",
    "unexpected key `",
    "no ",
];

/// The message of a value that holds one of a variable somewhere: only what cannot quote it.
fn without_values(error: &Error) -> String {
    let message = error.message();
    if SAFE.iter().any(|start| message.starts_with(start)) || error.expected().is_some() {
        return message.to_string();
    }
    "this is refused; the message is not shown, as it may hold the value of a variable".to_string()
}

/// The message of a value that is one of a variable, without the value.
fn without_value(error: &Error, path: &[Step<'_>], sources: &Sources) -> String {
    let message = error.message();
    if let Some(expected) = error.expected() {
        return format!("this value is not what is expected: {expected}");
    }
    if message.starts_with("missing field `") {
        return message.to_string();
    }
    if let Some(rest) = message.strip_prefix("unknown field `") {
        let named = named_steps(path, sources) == path.len();
        let key = path.last().filter(|_| named).map(|step| &step.kind);
        if matches!(key, Some(StepKind::Key(key)) if rest.starts_with(&format!("{key}`"))) {
            return message.to_string();
        }
    }
    for what in ["unknown variant", "unknown field"] {
        if message.starts_with(&format!("{what} `")) {
            let expected = message
                .rsplit_once("`, expected ")
                .map(|(_, expected)| expected);
            return match expected {
                Some(expected) => format!("{what}, expected {expected}"),
                None => what.to_string(),
            };
        }
    }
    name_hidden(message).unwrap_or_else(|| "this value is refused".to_string())
}

/// `no act `ReLu6`; did you mean `ReLU`?` without the name that was looked up.
fn name_hidden(message: &str) -> Option<String> {
    let (registry, rest) = message.strip_prefix("no ")?.split_once(" `")?;
    let (name, rest) = rest.split_once('`')?;
    let parts = name
        .split('.')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>();
    if registry.contains('`') || parts.iter().any(|part| rest.contains(part)) {
        return None;
    }
    Some(format!("no {registry} has the name in this variable{rest}"))
}

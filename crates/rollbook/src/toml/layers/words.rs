//! Values that are written without quotes, in flags and variables: a number, unless a string is asked for.

use alloc::borrow::Cow;
use alloc::format;

use toml::de::DeValue;

use super::sources::{Kind, Sources};
use crate::merge::{Node, Table};
use crate::toml::word::WORD;

/// Marks them, so that the deserializer can tell them from values of files.
pub(super) fn mark(table: &mut Table<'_>, sources: &Sources) {
    let any = |text: &super::sources::Text| !matches!(text.kind, Kind::Document(_));
    if sources.texts.iter().any(any) {
        table
            .iter_mut()
            .for_each(|(_, value)| mark_value(value, sources));
    }
}

fn mark_value(node: &mut Node<'_>, sources: &Sources) {
    let place = node.span();
    match node.get_mut() {
        DeValue::Table(table) => table
            .iter_mut()
            .for_each(|(_, value)| mark_value(value, sources)),
        DeValue::Array(list) => list.iter_mut().for_each(|value| mark_value(value, sources)),
        DeValue::String(_) => {}
        scalar => {
            let text = sources
                .texts
                .partition_point(|text| text.start <= place.start);
            let text = text.checked_sub(1).and_then(|at| sources.texts.get(at));
            let Some(text) = text.filter(|text| place.end <= text.start + text.text.len()) else {
                return;
            };
            // In a list or a table, what a value is written as counts.
            let whole = match &text.kind {
                Kind::Document(_) => None,
                Kind::Flag => text.text.get(place.start - text.start..).map(str::trim_end),
                Kind::Variable { .. } => Some(text.text.as_str()),
            };
            let Some(whole) = whole.filter(|whole| !whole.trim_start().starts_with(['[', '{']))
            else {
                return;
            };
            if whole.trim().len() == place.len() {
                *scalar = DeValue::String(Cow::Owned(format!("{WORD}{whole}")));
            }
        }
    }
}

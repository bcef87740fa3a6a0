//! Paths that need no parser: the usual case, and those that are resolved.

use crate::text::rust::identifier::is_identifier;

/// The usual case, without any parser: `a::b::C`.
pub(super) fn simple(text: &str) -> Option<String> {
    let global = text.starts_with("::");
    let mut parts = text.trim_start_matches("::").split("::");
    let first = parts.next()?;
    let rest = parts.clone().count();
    if rest == 0 || !parts.all(is_identifier) {
        return None;
    }
    match (first, global) {
        ("crate", false) => Some(text.to_owned()),
        _ if !is_identifier(first) => None,
        (_, true) => Some(text.to_owned()).filter(|text| !text.starts_with("::::")),
        (_, false) => Some(format!("::{text}")),
    }
}

/// The registries that a resolved path nests.
pub(crate) fn nested(path: &str) -> impl Iterator<Item = &str> {
    path.split('$').skip(1).map(|part| {
        let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
        &part[..end.unwrap_or(part.len())]
    })
}

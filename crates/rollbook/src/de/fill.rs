//! `config_with`: the keys that a config leaves out, in each form of a config.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::content::Content;
use crate::agreed::SCOPE_KEY;

type Entries<'de> = Vec<(Content<'de>, Content<'de>)>;

/// Where a registry's configs have the name of the module and its arguments.
pub(crate) struct Places {
    /// The key of the name. Empty if the name is the key of the arguments.
    pub(crate) tag: &'static str,
    /// The key of the arguments, if they are not beside the name.
    pub(crate) content: Option<&'static str>,
}

impl Places {
    /// A config with its missing keys taken from the defaults.
    pub(crate) fn filled<'de>(
        &self,
        config: Content<'de>,
        defaults: &[(Content<'de>, Content<'de>)],
    ) -> Content<'de> {
        if self.tag.is_empty() {
            return under_its_name(config, defaults);
        }
        let mut entries = match config {
            Content::Table(entries) => entries,
            name @ Content::Str(_) => Vec::from([(key(self.tag), name)]),
            other => return other,
        };
        let Some(content) = self.content else {
            fill(&mut entries, defaults);
            return Content::Table(entries);
        };
        let (mut outer, mut arguments, mut given) = (Vec::new(), Vec::new(), Vec::new());
        for (key, value) in defaults.iter().cloned() {
            match key.as_str() {
                Some(name) if name == self.tag || name == SCOPE_KEY => outer.push((key, value)),
                Some(name) if name == content => match value.into_parts() {
                    (manner, Content::Table(table)) => {
                        given.extend(
                            table
                                .into_iter()
                                .map(|(key, value)| (key, value.with(manner))),
                        );
                    }
                    // Not a table: it is the whole of the arguments, or nothing.
                    (manner, other) => fill(&mut entries, &[(key, other.with(manner))]),
                },
                _ => arguments.push((key, value)),
            }
        }
        arguments.append(&mut given);
        fill(&mut entries, &outer);
        if !arguments.is_empty() {
            let known = entries
                .iter_mut()
                .find(|(key, _)| key.as_str() == Some(content));
            match known {
                Some((_, Content::Table(known))) => fill(known, &arguments),
                Some(_) => {}
                None => entries.push((key(content), Content::Table(arguments))),
            }
        }
        Content::Table(entries)
    }
}

/// `{ GELU = { .. } }`, `GELU` or YAML's `!GELU { .. }`.
fn under_its_name<'de>(
    config: Content<'de>,
    defaults: &[(Content<'de>, Content<'de>)],
) -> Content<'de> {
    let all = || Content::Table(defaults.to_vec());
    let arguments = |value: Content<'de>| match value {
        Content::Table(mut entries) => {
            fill(&mut entries, defaults);
            Content::Table(entries)
        }
        Content::Unit | Content::None => all(),
        other => other,
    };
    match config {
        name @ Content::Str(_) if !defaults.is_empty() => {
            Content::Table(Vec::from([(name, all())]))
        }
        Content::Variant(variant) => {
            let (name, value) = *variant;
            Content::Variant(alloc::boxed::Box::new((name, arguments(value))))
        }
        Content::Table(entries) => Content::Table(
            entries
                .into_iter()
                .map(|(key, value)| match key.as_str() {
                    Some(SCOPE_KEY) => (key, value),
                    _ => (key, arguments(value)),
                })
                .collect(),
        ),
        other => other,
    }
}

fn key(key: &'static str) -> Content<'static> {
    Content::Str(Cow::Borrowed(key))
}

fn fill<'de>(entries: &mut Entries<'de>, defaults: &[(Content<'de>, Content<'de>)]) {
    for (key, value) in defaults {
        let mut known = entries.iter();
        if !known.any(|(known, _)| known.as_str() == key.as_str()) {
            entries.push((key.clone(), value.clone()));
        }
    }
}

//! What is wrong with a layered config, drawn in the layer that is at fault.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use super::sources::{Shown, Sources};
use crate::agreed::show::printable;
use crate::merge::{Fault, Place};
use crate::toml::draw::draw;

/// An error in a config that is made of layers. `Display` draws the line in the layer that is at fault, or the lines if
/// two layers disagree, and says how that layer came to be read. The value of a variable is never shown, its name is.
pub struct LayersError(Box<Inner>);

struct Inner {
    message: String,
    path: String,
    places: Vec<Drawn>,
    notes: Vec<String>,
}

/// A place in a layer.
struct Drawn {
    layer: String,
    /// Line and column, if the layer has lines.
    line: Option<(usize, usize)>,
    picture: Option<String>,
    /// What it is, if it is not the first.
    label: String,
}

/// More lines are not drawn, and more notes not written.
const MOST: usize = 6;

impl LayersError {
    pub(super) fn new(message: String) -> Self {
        Self(Box::new(Inner {
            message,
            path: String::new(),
            places: Vec::new(),
            notes: Vec::new(),
        }))
    }

    /// Its path in the config.
    pub(super) fn under(mut self, path: &str) -> Self {
        self.0.path = path.to_string();
        self
    }

    /// One more place, with what it is.
    pub(super) fn at(mut self, place: &Place, label: &str, sources: &Sources) -> Self {
        if self.0.places.len() == MOST {
            return self;
        }
        let Some(source) = sources.at(place.start) else {
            return self;
        };
        let local = place.start - source.start..place.end.saturating_sub(source.start);
        let (line, column, picture) = draw(source.text, local);
        if self.0.places.is_empty() {
            self.0
                .notes
                .extend(chain(source.asked.as_ref(), &source.name, sources));
        }
        self.0.places.push(Drawn {
            layer: source.name,
            line: (source.shown == Shown::Lines).then_some((line, column)),
            picture: (source.shown != Shown::Nothing).then_some(picture),
            label: label.to_string(),
        });
        self
    }

    pub(super) fn note(mut self, note: String) -> Self {
        if self.0.notes.len() < MOST {
            self.0.notes.push(note);
        }
        self
    }

    /// What is wrong, without the place.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// Where in the config: `model.backbone[0].depth`; empty at its top, and for an error in a text that is not read yet.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The layer at fault: a file's path, `--set model.depth`, `the variable APP__MODEL__DEPTH`. `None` if it is no
    /// layer's fault alone.
    #[must_use]
    pub fn layer(&self) -> Option<&str> {
        self.0.places.first().map(|place| place.layer.as_str())
    }

    /// The line in that layer, from 1, if it has lines.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.0.places.first()?.line.map(|(line, _)| line)
    }

    /// The column in that layer, in characters from 1, if it has lines.
    #[must_use]
    pub fn column(&self) -> Option<usize> {
        self.0.places.first()?.line.map(|(_, column)| column)
    }

    pub(super) fn of(fault: Fault, sources: &Sources) -> Self {
        match fault {
            Fault::Unreadable { path, asked, why } => {
                let path = path.display().to_string();
                let error = Self::new(format!("could not read `{}`: {why}", printable(&path)));
                match asked {
                    Some(asked) => error.at(&asked, "", sources),
                    None => error,
                }
            }
            Fault::Format { path, asked } => {
                let path = path.display().to_string();
                let message = format!("`{}` is neither TOML nor JSON", printable(&path));
                match asked {
                    Some(asked) => Self::new(message).at(&asked, "", sources),
                    None => Self::new(message),
                }
            }
            Fault::Cycle { chain } => {
                let first = chain.first().and_then(|place| sources.at(place.start));
                let name = first.map(|source| source.name).unwrap_or_default();
                let error = Self::new(format!("`{name}` is based on itself"));
                let len = chain.len();
                let error = chain
                    .iter()
                    .fold(error, |error, place| error.at(place, "", sources));
                match len.checked_sub(MOST) {
                    Some(left @ 1..) => {
                        error.note(format!("{left} more files are on the way round"))
                    }
                    _ => error,
                }
            }
            Fault::NoPath(place) => Self::new("`_base_` is a path, or a list of paths".to_string())
                .at(&place, "", sources),
            Fault::TwoBases { key, first, second } => {
                let message = format!(
                    "two bases of one file set `{}`, each in its own way",
                    printable(&key)
                );
                Self::new(message)
                    .at(&second, "", sources)
                    .at(&first, "and here", sources)
                    .note(
                        "make one of them the base of the other: then the other one wins"
                            .to_string(),
                    )
            }
            Fault::TableOver {
                key,
                table,
                value,
                kind,
            } => {
                let message = format!(
                    "`{}` is a table here, and {kind} in a layer below",
                    printable(&key)
                );
                Self::new(message)
                    .at(&table, "", sources)
                    .at(&value, &format!("{kind} here"), sources)
                    .note(
                        "write `_delete_ = true` into the table if it should replace that"
                            .to_string(),
                    )
            }
            Fault::KeyIntoList { key, at, list } => {
                let message = format!(
                    "`{}` leads into a list: write an index, such as `[0]`",
                    printable(&key)
                );
                Self::new(message)
                    .at(&at, "", sources)
                    .at(&list, "the list", sources)
            }
            Fault::IndexWithoutList { index, at, value } => match value {
                Some((place, kind)) => {
                    Self::new(format!("`[{index}]` leads into {kind}, not a list"))
                        .at(&at, "", sources)
                        .at(&place, &format!("{kind} here"), sources)
                }
                None => Self::new(format!(
                    "`[{index}]` leads into a list, but there is no value"
                ))
                .at(&at, "", sources),
            },
            Fault::Beyond {
                index,
                at,
                list,
                len,
            } => {
                let items = if len == 1 { "item" } else { "items" };
                Self::new(format!(
                    "there is no item {index}: the list has {len} {items}"
                ))
                .at(&at, "", sources)
                .at(&list, "the list", sources)
                .note("the first item is `[0]`; write the whole list to make it longer".to_string())
            }
            Fault::Mark { key, at } => {
                let also = if key == crate::merge::DELETE {
                    ", or a list of keys to remove"
                } else {
                    ""
                };
                Self::new(format!("`{key}` is `true` or `false`{also}")).at(&at, "", sources)
            }
            Fault::NullItem(place) => {
                Self::new("TOML has no null, and an item of a list cannot be left out".to_string())
                    .at(&place, "", sources)
            }
            Fault::TooDeep(place) => {
                Self::new("tables and lists are nested too deep here".to_string())
                    .at(&place, "", sources)
            }
        }
    }
}

/// Why a file was read: `base.toml` is a base of `coco.toml:1:10`, and so on.
fn chain(asked: Option<&Place>, name: &str, sources: &Sources) -> Vec<String> {
    let mut notes = Vec::new();
    let (mut asked, mut name) = (asked.cloned(), name.to_string());
    let mut left = 0;
    while let Some(place) = asked {
        let Some(source) = sources.at(place.start) else {
            break;
        };
        if notes.len() < MOST {
            notes.push(format!(
                "`{name}` is a base of `{}`",
                source.place(place.start)
            ));
        } else {
            left += 1;
        }
        (asked, name) = (source.asked.clone(), source.name);
    }
    if left > 0 {
        notes.pop();
        notes.push(format!("{} more files lead to `{name}`", left + 1));
    }
    notes
}

impl fmt::Display for LayersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        if !self.0.path.is_empty() {
            write!(f, "\nin `{}`", self.0.path)?;
        }
        for place in &self.0.places {
            let gutter = place
                .picture
                .as_deref()
                .and_then(|picture| picture.find('|'));
            let gutter = " ".repeat(gutter.unwrap_or(2) - 1);
            write!(f, "\n{gutter}--> {}", place.layer)?;
            if let Some((line, column)) = place.line {
                write!(f, ":{line}:{column}")?;
            }
            if !place.label.is_empty() {
                write!(f, " ({})", place.label)?;
            }
            if let Some(picture) = &place.picture {
                write!(f, "\n{picture}")?;
            }
        }
        for note in &self.0.notes {
            write!(f, "\n  = {note}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for LayersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LayersError")
            .field("message", &self.0.message)
            .field("path", &self.0.path)
            .field("layer", &self.layer())
            .finish_non_exhaustive()
    }
}

/// What the system says of a file is part of the message, so there is no `source`.
impl core::error::Error for LayersError {}

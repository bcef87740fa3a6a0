//! Where layers come from: files, texts, flags and variables, in one space of places.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::agreed::show::{boundary, printable};
use crate::merge::{Files, Place, Step};
use crate::toml::error::cut;

/// All texts of a config.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) files: Files,
    pub(super) texts: Vec<Text>,
    /// Where the next text starts.
    pub(super) end: usize,
}

/// A text that is not in a file.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) start: usize,
}

#[derive(Debug)]
pub(super) enum Kind {
    /// A document with a name.
    Document(String),
    /// `key = value`.
    Flag,
    /// The value of a variable. Its keys start behind the prefix.
    Variable { name: String, prefix: usize },
}

/// A text, as messages show it.
pub(super) struct Source<'a> {
    /// `base.toml`, `--set model.depth`, `the variable APP__MODEL__DEPTH`.
    pub(super) name: String,
    pub(super) text: &'a str,
    pub(super) start: usize,
    /// The `_base_` that asked for it.
    pub(super) asked: Option<Place>,
    pub(super) shown: Shown,
}

/// How much of a text is shown.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Shown {
    /// With line and column.
    Lines,
    /// One line: the name says where.
    Line,
    /// Nothing: it is secret.
    Nothing,
}

impl Sources {
    /// Adds a text; its index.
    pub(super) fn add(&mut self, kind: Kind, text: String) -> usize {
        let start = self.end;
        self.end += text.len() + 1;
        self.texts.push(Text { kind, text, start });
        self.texts.len() - 1
    }

    /// The text that a place is in.
    pub(super) fn at(&self, place: usize) -> Option<Source<'_>> {
        let file = self.files.list.partition_point(|file| file.start <= place);
        let file = file.checked_sub(1).and_then(|at| self.files.list.get(at));
        let text = self.texts.partition_point(|text| text.start <= place);
        let text = text.checked_sub(1).and_then(|at| self.texts.get(at));
        match (file, text) {
            (Some(file), text) if text.is_none_or(|text| text.start < file.start) => Some(Source {
                name: printable(&file.path.display().to_string()),
                text: &file.text,
                start: file.start,
                asked: file.asked.clone(),
                shown: Shown::Lines,
            }),
            (_, Some(text)) => Some(text.source()),
            _ => None,
        }
    }
}

impl Text {
    fn source(&self) -> Source<'_> {
        let (name, shown) = match &self.kind {
            Kind::Document(name) => (printable(name), Shown::Lines),
            Kind::Flag => {
                let key = match Step::parse(&self.text) {
                    Ok((_, Some(equals))) => &self.text[..equals],
                    _ => self.text.split('=').next().unwrap_or_default(),
                };
                let key = key.trim();
                (format!("--set {}", printable(&cut(key))), Shown::Line)
            }
            Kind::Variable { name, .. } => (
                format!("the variable {}", printable(&cut(name))),
                Shown::Nothing,
            ),
        };
        Source {
            name,
            text: &self.text,
            start: self.start,
            asked: None,
            shown,
        }
    }
}

impl Source<'_> {
    /// Line and column of a place in it, from 1.
    pub(super) fn line_column(&self, place: usize) -> (usize, usize) {
        let before = place.saturating_sub(self.start).min(self.text.len());
        let before = &self.text[..boundary(self.text, before)];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        (line, before[line_start..].chars().count() + 1)
    }

    /// `base.toml:7:3`, `--set model.depth`, `the variable APP__MODEL__DEPTH`.
    pub(super) fn place(&self, place: usize) -> String {
        match self.shown {
            Shown::Lines => {
                let (line, column) = self.line_column(place);
                format!("{}:{line}:{column}", self.name)
            }
            Shown::Line | Shown::Nothing => self.name.clone(),
        }
    }
}

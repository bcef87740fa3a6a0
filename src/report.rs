//! What a conversion did, counted: read, skipped, changed, written, lost.

use std::borrow::Cow;
use std::fmt;

use rollbook::printable;
use serde::Serialize;

use crate::error::shown;

/// What happened to the things that a line of a [`Report`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Read from the source.
    Read,
    /// Left out because `on_error = "skip"` says so.
    Skipped,
    /// Kept as it is, but worth a look.
    Noted,
    /// Changed or removed by a transform.
    Changed,
    /// Written to the target.
    Written,
    /// Not carried over: because no data set holds it, or because the target's format does not.
    Lost,
}

/// One counted line of a [`Report`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// What happened to them.
    pub stage: Stage,
    /// What is counted.
    pub what: Cow<'static, str>,
    /// How many there are; never zero.
    pub count: u64,
    /// The first of them, where one can be named.
    pub first: Option<String>,
}

/// What a conversion did, counted.
///
/// ```
/// use converters::report::{Report, Stage};
///
/// let mut report = Report::default();
/// report.add(Stage::Read, "boxes", 12);
/// report.add(Stage::Lost, "crowd flags", 0);
/// assert_eq!(report.to_string(), "read: boxes: 12");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Counts `count` things. None at all leaves no line; the same thing again adds up.
    pub fn add(&mut self, stage: Stage, what: impl Into<Cow<'static, str>>, count: usize) {
        self.add_tally(
            stage,
            what,
            Tally {
                count: count as u64,
                first: None,
            },
        );
    }

    /// Counts what a [`Tally`] has seen.
    pub fn add_tally(&mut self, stage: Stage, what: impl Into<Cow<'static, str>>, tally: Tally) {
        if tally.count == 0 {
            return;
        }
        let what = what.into();
        match self
            .lines
            .iter_mut()
            .find(|line| line.stage == stage && line.what == what)
        {
            Some(line) => line.count += tally.count,
            None => self.lines.push(Line {
                stage,
                what,
                count: tally.count,
                first: tally.first,
            }),
        }
    }

    /// The lines, in the order in which things happened.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// How many of `what` there were at this stage.
    pub fn count(&self, stage: Stage, what: &str) -> u64 {
        let found = self
            .lines
            .iter()
            .find(|line| line.stage == stage && line.what == what);
        found.map_or(0, |line| line.count)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, line) in self.lines.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            let stage = match line.stage {
                Stage::Read => "read",
                Stage::Skipped => "skipped",
                Stage::Noted => "noted",
                Stage::Changed => "changed",
                Stage::Written => "written",
                Stage::Lost => "lost",
            };
            write!(f, "{stage}: {}: {}", printable(&line.what), line.count)?;
            if let Some(first) = &line.first {
                write!(f, " (first: {})", printable(first))?;
            }
        }
        Ok(())
    }
}

/// Counts the fields of a source that a data set does not carry, by their names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Fields(Vec<Field>);

#[derive(Debug, Clone, PartialEq)]
struct Field {
    name: String,
    of: &'static str,
    count: usize,
}

impl Fields {
    /// More names than this are counted together, so that no file makes a report without end.
    const MOST: usize = 40;

    /// Counts one more; `of` says what has the field: `annotations`, `images`.
    pub fn see(&mut self, of: &'static str, name: &str) {
        self.count(of, name, 1);
    }

    /// Counts this many more.
    pub fn count(&mut self, of: &'static str, name: &str, count: usize) {
        if count == 0 {
            return;
        }
        let known = |field: &&mut Field| field.of == of && field.name == name;
        if let Some(field) = self.0.iter_mut().find(known) {
            field.count += count;
        } else if self.0.len() < Self::MOST {
            let name = name.to_owned();
            self.0.push(Field { name, of, count });
        } else {
            let others = |field: &&mut Field| field.of.is_empty();
            match self.0.iter_mut().find(others) {
                Some(field) => field.count += count,
                None => self.0.push(Field {
                    name: "other fields".to_owned(),
                    of: "",
                    count,
                }),
            }
        }
    }

    /// Counts what another one has seen.
    pub fn add(&mut self, later: Fields) {
        for field in later.0 {
            self.count(field.of, &field.name, field.count);
        }
    }

    /// A line for each name: "`license` of images".
    pub fn report(self, report: &mut Report) {
        for Field { name, of, count } in self.0 {
            let what = match of {
                "" => name,
                _ => format!("`{}` of {of}", shown(&name)),
            };
            report.add(Stage::Lost, what, count);
        }
    }
}

/// Counts things of one kind and remembers the first, so that a report can name one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    count: u64,
    first: Option<String>,
}

impl Tally {
    /// Counts one more; `name` is asked only for the first.
    pub fn see(&mut self, name: impl FnOnce() -> String) {
        if self.count == 0 {
            self.first = Some(name());
        }
        self.count += 1;
    }

    /// How many there are, and the name of the first.
    pub fn into_parts(self) -> (u64, Option<String>) {
        (self.count, self.first)
    }

    /// Counts what another one has seen behind it.
    pub fn add(&mut self, later: Tally) {
        self.count += later.count;
        if self.first.is_none() {
            self.first = later.first;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_thing_adds_up() {
        let mut report = Report::default();
        report.add(Stage::Read, "boxes", 2);
        report.add(Stage::Written, "boxes", 3);
        report.add(Stage::Read, "boxes", 5);
        assert_eq!(report.count(Stage::Read, "boxes"), 7);
        assert_eq!(report.to_string(), "read: boxes: 7\nwritten: boxes: 3");
    }

    #[test]
    fn the_first_one_is_named() {
        let mut tally = Tally::default();
        tally.see(|| "`a.png`".to_owned());
        tally.see(|| unreachable!("only the first is named"));
        let mut report = Report::default();
        report.add_tally(Stage::Noted, "boxes without area", tally);
        assert_eq!(
            report.to_string(),
            "noted: boxes without area: 2 (first: `a.png`)"
        );
    }

    #[test]
    fn fields_by_name_and_not_without_end() {
        let mut fields = Fields::default();
        fields.see("images", "license");
        fields.see("images", "license");
        fields.see("annotations", "a\n\u{202e}");
        for number in 0..100 {
            fields.see("annotations", &number.to_string());
        }
        let mut report = Report::default();
        fields.report(&mut report);
        assert_eq!(report.count(Stage::Lost, "`license` of images"), 2);
        assert_eq!(
            report.count(Stage::Lost, "`a\\n\\u{202e}` of annotations"),
            1
        );
        assert_eq!(report.count(Stage::Lost, "other fields"), 62);
        assert_eq!(report.lines().len(), 41);
    }
}

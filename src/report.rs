//! What a conversion did, counted: read, skipped, changed, written, lost.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

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
    /// Not written, because the target's format cannot hold it.
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
            write!(f, "{stage}: {}: {}", line.what, line.count)?;
            if let Some(first) = &line.first {
                write!(f, " (first: {first})")?;
            }
        }
        Ok(())
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
}

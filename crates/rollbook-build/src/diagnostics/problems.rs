//! Problems: a message of the table, its arguments and its places; and the list of them.

use std::collections::HashSet;

use super::messages::Message;
use super::suggest;
use super::text::names;
use crate::text::{Source, SourceId, Span};

/// One problem: a message of the table, texts for its placeholders, and places. The first place is the main one.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) message: &'static Message,
    arguments: Vec<(&'static str, String)>,
    pub(crate) labels: Vec<(Span, String)>,
    pub(crate) rename: Option<Rename>,
}

/// Another name to write at the main place, which fixes the problem.
#[derive(Clone, Debug)]
pub(crate) struct Rename {
    /// What is written there, without quotes.
    pub(crate) from: String,
    pub(crate) to: String,
    /// Whether it can be written without asking, as `cargo fix` does.
    pub(crate) sure: bool,
}

impl Problem {
    pub(crate) fn new(message: &'static Message, span: Span, label: impl Into<String>) -> Self {
        Self {
            message,
            arguments: Vec::new(),
            labels: vec![(span, label.into())],
            rename: None,
        }
    }

    /// The name to write at the main place.
    pub(crate) fn rename(mut self, from: &str, to: &str, sure: bool) -> Self {
        self.rename = Some(Rename {
            from: from.to_owned(),
            to: to.to_owned(),
            sure,
        });
        self
    }

    /// Known names that are like the unknown one at the main place.
    pub(crate) fn with_similar(self, unknown: &str, similar: &[&str]) -> Self {
        let problem = self.with_any("similar", similar);
        match similar {
            [only] => problem.rename(unknown, only, suggest::slip(unknown, only)),
            _ => problem,
        }
    }

    /// A further place.
    pub(crate) fn and(mut self, span: Span, label: impl Into<String>) -> Self {
        self.labels.push((span, label.into()));
        self
    }

    /// Sets a placeholder to a text of this crate. Pass texts of users through `name` first: it cuts and escapes them.
    pub(crate) fn with(mut self, placeholder: &'static str, text: impl Into<String>) -> Self {
        self.arguments.push((placeholder, text.into()));
        self
    }

    /// Sets a placeholder to a list, unless the list is empty.
    pub(crate) fn with_any(self, placeholder: &'static str, list: &[&str]) -> Self {
        if list.is_empty() {
            return self;
        }
        self.with(placeholder, names(list.iter().copied()))
    }

    pub(crate) fn span(&self) -> Span {
        self.labels[0].0
    }

    pub(crate) fn headline(&self) -> String {
        let headline = self.fill(self.message.headline);
        headline.expect("whoever adds a problem gives all words of its headline")
    }

    /// The first help whose placeholders all have values.
    pub(crate) fn help(&self) -> Option<String> {
        self.message.help.iter().find_map(|help| self.fill(help))
    }

    /// Fills in the placeholders. Returns `None` if one of them has no value.
    fn fill(&self, template: &str) -> Option<String> {
        let mut out = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            let (placeholder, after) = after.split_once("}}")?;
            let (_, text) = self
                .arguments
                .iter()
                .find(|(known, _)| *known == placeholder)?;
            out.push_str(before);
            out.push_str(text);
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// All that was found, in no order.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    pub(crate) list: Vec<Problem>,
    /// Legal, but probably a mistake.
    pub(crate) warnings: Vec<Problem>,
    /// Lines that are not TOML, by source. Other problems of such a line follow from that.
    pub(crate) broken_lines: HashSet<(SourceId, usize)>,
    /// Whether a text is so broken that most other problems may be consequences. They are then left out.
    pub(crate) suppress_rest: bool,
}

/// After this many problems we do not search for similar names: few problems are drawn, and each search takes long.
const PATIENCE: usize = 200;

impl Problems {
    /// Adds a problem: to the warnings if its message is one.
    pub(crate) fn add(&mut self, problem: Problem) {
        if problem.message.is_warning() {
            self.warnings.push(problem);
        } else {
            self.list.push(problem);
        }
    }

    /// The known names most like the unknown one.
    pub(crate) fn similar<'a>(
        &self,
        unknown: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Vec<&'a str> {
        if self.list.len() > PATIENCE {
            return Vec::new();
        }
        suggest::similar(unknown, known)
    }

    /// Most important first, then in the order of the text; without what follows from a broken text.
    pub(crate) fn settled(mut self, sources: &[Source]) -> Self {
        self.list.retain(|problem| {
            let span = problem.span();
            let line = span.within(sources).line(span.start);
            let follows = self.suppress_rest || self.broken_lines.contains(&(span.source, line));
            problem.message.rank == 0 || !follows
        });
        self.list
            .sort_by_key(|problem| (problem.message.rank, problem.span()));
        self.warnings.sort_by_key(Problem::span);
        self
    }

    /// The warnings, a line each.
    pub(crate) fn warning_lines(&self, sources: &[Source]) -> Vec<String> {
        let line = |warning: &Problem| {
            let span = warning.span();
            let place = span.place(sources);
            let text = warning.headline();
            let help = warning
                .help()
                .map_or_else(String::new, |help| format!("; {help}"));
            format!(
                "{}:{}:{}: {text}{help}",
                place.file, place.line, place.column
            )
        };
        self.warnings.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::messages;

    /// So the work does not grow with the number of problems times the number of names.
    #[test]
    fn names_are_compared_for_the_first_problems_only() {
        let mut problems = Problems::default();
        let mut compared = 0;
        for _ in 0..1_000 {
            let known = ["name"; 100].into_iter().inspect(|_| compared += 1);
            problems.similar("nmae", known);
            let span = SourceId::MANIFEST.span(0..0);
            problems.add(Problem::new(&messages::TOO_DEEP, span, ""));
        }
        assert_eq!(compared, 100 * (PATIENCE + 1));
    }
}

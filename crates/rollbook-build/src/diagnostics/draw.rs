//! Draws problems as rustc draws its own: headline, place, line, carets, help. Plain text, without colour.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Renderer, Snippet};
use rollbook::__private::build::boundary;

use super::messages::CONFIG;
use super::problems::{Problem, Problems};
use crate::text::{PackageId, Source, Span};

/// This many are drawn. The others are counted.
const DRAWN: usize = 20;
/// rustc sets it seven columns further in.
const WIDTH: usize = 100;
/// Carets under more characters than this say nothing more.
const CARETS: usize = 60;
/// The number of lines between two places of one problem that are still shown.
const NEAR: usize = 6;

/// All problems as one text, which rustc shows after its own `error: `. Empty without problems.
pub(crate) fn draw(problems: &Problems, sources: &[Source]) -> String {
    if problems.list.is_empty() {
        return String::new();
    }
    let mut out = drawings(&problems.list, sources);
    out.push_str(&counted(problems, ""));
    out
}

/// Problems one after the other, and how many more there are.
pub(crate) fn drawings(list: &[Problem], sources: &[Source]) -> String {
    let mut out = String::new();
    for (index, problem) in list.iter().take(DRAWN).enumerate() {
        if index > 0 {
            out.push_str("\n\nerror: ");
        }
        out.push_str(&drawing(problem, sources, After::Level));
    }
    if !list.is_empty() {
        out.push_str("\n\n");
    }
    if list.len() > DRAWN {
        out.push_str(&format!("and {} more\n", list.len() - DRAWN));
    }
    out
}

/// How many problems there are, and their effect. Not for an empty list.
pub(super) fn counted(problems: &Problems, shown: &str) -> String {
    let count = problems.list.len();
    let entries = problems.list.iter();
    let entries = entries
        .filter(|problem| problem.message.rank < CONFIG)
        .count();
    let problems = if count == 1 { "problem" } else { "problems" };
    let outcome = match entries {
        0 => "",
        1 => "; the registry is generated without this entry",
        _ => "; the registry is generated without these entries",
    };
    let place = if entries == 0 {
        " in the config files"
    } else {
        ""
    };
    format!("{count} {problems}{place}{shown}{outcome}")
}

/// What a drawing follows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// The words `error: `.
    Level,
    /// Nothing, and each path follows this character, which stands for the folder of the package.
    Nothing { folder: char, color: bool },
}

pub(super) fn drawing(problem: &Problem, sources: &[Source], after: After) -> String {
    let headline = format!("{} [{}]", problem.headline(), problem.message.id);
    let level = if problem.message.is_warning() {
        Level::WARNING
    } else {
        Level::ERROR
    };
    let level = match after {
        After::Level => level.with_name(None::<&str>),
        After::Nothing { .. } => level,
    };
    let mut group = Group::with_title(level.primary_title(headline));
    for labels in by_snippet(problem, sources) {
        group = group.element(snippet(&labels, problem.span(), sources, after));
    }
    if let Some(help) = problem.help() {
        group = group.element(Level::HELP.message(help));
    }
    let renderer = match after {
        After::Nothing { color: true, .. } => Renderer::styled(),
        _ => Renderer::plain(),
    };
    let text = renderer.term_width(WIDTH).render(&[group]);
    let lines = text.lines().map(str::trim_end);
    lines.collect::<Vec<_>>().join("\n")
}

type Label<'a> = &'a (Span, String);

/// The places that one snippet shows: those of a file, unless they are on one line too far from each other.
fn by_snippet<'a>(problem: &'a Problem, sources: &[Source]) -> Vec<Vec<Label<'a>>> {
    let mut groups: Vec<Vec<Label<'a>>> = Vec::new();
    for label in &problem.labels {
        let fits = |group: &&mut Vec<Label<'a>>| {
            group.iter().all(|(known, _)| {
                let source = label.0.within(sources);
                let far = known.start.abs_diff(label.0.start) > WIDTH / 2;
                known.source == label.0.source
                    && !(far && source.line(known.start) == source.line(label.0.start))
            })
        };
        match groups.iter_mut().find(fits) {
            Some(group) => group.push(label),
            None => groups.push(vec![label]),
        }
    }
    groups
}

fn snippet<'a>(
    labels: &[Label<'a>],
    primary: Span,
    sources: &'a [Source],
    after: After,
) -> Element<'a> {
    let source = labels[0].0.within(sources);
    let mut lines = labels
        .iter()
        .map(|(span, _)| source.line(span.start))
        .collect::<Vec<_>>();
    lines.sort_unstable();
    lines.dedup();
    let (text, starts) = excerpt(source, &lines);

    let annotations = labels.iter().map(|(span, label)| {
        let line = source.line(span.start);
        let from = source.line_range(line);
        let carets = carets(source, *span);
        let found = lines.binary_search(&line);
        let start = starts[found.expect("`lines` holds the line of every label")];
        let kind = if *span == primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        kind.span(start + carets.start - from.start..start + carets.end - from.start)
            .label(label.as_str())
    });
    let path = match after {
        After::Nothing { folder, .. } if source.package == PackageId::BUILT => {
            format!("{folder}{}", source.name)
        }
        _ => source.name.clone(),
    };
    Snippet::source(text)
        .path(path)
        .line_start(lines[0] + 1)
        .annotations(annotations)
        .into()
}

/// The text from the first to the last of these lines, and where each line starts in it. Lines far from both are left
/// empty: it is folded away.
fn excerpt(source: &Source, lines: &[usize]) -> (String, Vec<usize>) {
    let mut text = String::new();
    let mut starts = Vec::new();
    let mut next = lines[0];
    for line in lines {
        let near = line - next <= NEAR;
        for between in next..*line {
            if near {
                text.push_str(&source.text[source.line_range(between)]);
            }
            text.push('\n');
        }
        starts.push(text.len());
        text.push_str(&source.text[source.line_range(*line)]);
        text.push('\n');
        next = line + 1;
    }
    (text, starts)
}

/// What to underline: no more than the first line of the span, and not much of a long one.
fn carets(source: &Source, span: Span) -> Range<usize> {
    let Range { start, end } = first_line(source, span);
    let cut = source.text[start..end]
        .char_indices()
        .nth(CARETS)
        .map_or(end, |(at, _)| start + at);
    start..cut
}

/// What of a span lies on its first line.
pub(super) fn first_line(source: &Source, span: Span) -> Range<usize> {
    let line = source.line_range(source.line(span.start));
    let start = boundary(&source.text, span.start.clamp(line.start, line.end));
    let end = boundary(&source.text, span.end.clamp(start, line.end));
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::messages;
    use crate::text::SourceId;

    fn problem(start: usize, end: usize) -> Problem {
        let span = SourceId::MANIFEST.span(start..end);
        Problem::new(&messages::UNKNOWN_SCOPE, span, "no such scope")
            .with("name", "`x`")
            .with("similar", "`y`")
    }

    fn drawn(text: &str, list: Vec<Problem>) -> String {
        let sources = [Source::new("r.toml", text.to_owned())];
        let problems = Problems {
            list,
            ..Problems::default()
        };
        draw(&problems, &sources)
    }

    #[test]
    fn nothing_where_nothing_is_wrong() {
        assert_eq!(drawn("", Vec::new()), "");
    }

    #[test]
    fn every_span_of_awkward_texts() {
        for text in [
            "",
            "\n",
            "a\r\nb\r\n",
            "\u{feff}网 = 络\n",
            "\t\u{202e}x\0",
            "a\n\n\n\n\n\n\n\n\nb",
        ] {
            for start in 0..=text.len() {
                for end in start..=text.len() {
                    let far = SourceId::MANIFEST.span(text.len()..text.len());
                    drawn(text, vec![problem(start, end).and(far, "")]);
                }
            }
        }
    }

    #[test]
    fn a_line_of_a_megabyte_is_not_drawn_whole() {
        let text = "x".repeat(1 << 20);
        let far = SourceId::MANIFEST.span(1_000_000..1_000_010);
        let drawing = drawn(&text, vec![problem(500_000, 1 << 20).and(far, "here too")]);
        assert!(drawing.contains("r.toml:1:500001\n"), "{drawing}");
        assert!(drawing.contains("r.toml:1:1000001\n"), "{drawing}");
        assert!(drawing.len() < 1000, "{drawing}");
    }

    #[test]
    fn at_most_twenty_are_drawn() {
        let drawing = drawn("abc\n", (0..30).map(|_| problem(0, 1)).collect());
        assert_eq!(drawing.matches("unknown scope").count(), DRAWN);
        assert!(drawing.contains("and 10 more\n30 problems; "), "{drawing}");
    }
}

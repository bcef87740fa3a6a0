//! Errors of toml, in this project's words.

use std::ops::Range;

use rollbook::__private::build::toml_tree;
use toml::de::{DeTable, DeValue, Error};

use super::messages;
use super::problems::{Problem, Problems};
use super::text::{name, plain};
use crate::text::{Source, SourceId};

/// Beyond this many errors of one file, the rest says nothing new.
const MOST: usize = 50;

pub(crate) fn report(
    source: &Source,
    id: SourceId,
    file: &DeTable<'_>,
    errors: &[Error],
    problems: &mut Problems,
) {
    for (range, text) in relevant(source, errors) {
        let line = source.line(range.start);
        problems.broken_lines.insert((id, line));
        problems.suppress_rest |= hides_more(source, line, text);
    }
    for problem in toml_problems(source, id, file, errors) {
        problems.add(problem);
    }
}

/// One problem for each line that is not TOML.
pub(crate) fn toml_problems(
    source: &Source,
    id: SourceId,
    file: &DeTable<'_>,
    errors: &[Error],
) -> Vec<Problem> {
    let mut lines = Vec::new();
    let mut reported = Vec::new();
    for (range, text) in relevant(source, errors) {
        let line = source.line(range.start);
        if reported.len() < MOST && !lines.contains(&line) {
            lines.push(line);
            reported.push(problem(source, id, file, range, text));
        }
    }
    reported
}

/// In the order of the text. After a bracket that is never closed, other errors mean little.
fn relevant<'e>(source: &Source, errors: &'e [Error]) -> Vec<(Range<usize>, &'e str)> {
    let end = source.text.len();
    let mut sorted = errors
        .iter()
        .map(|error| {
            let range = error.span().unwrap_or_default();
            (range.start.min(end)..range.end.min(end), error.message())
        })
        .collect::<Vec<_>>();
    sorted.sort_by_key(|(range, _)| range.start);
    let unclosed = |text: &str| text.starts_with("unclosed");
    if sorted.iter().any(|(_, text)| unclosed(text)) {
        let first = sorted
            .iter()
            .position(|(_, text)| unclosed(text) || text.starts_with("missing comma"));
        sorted.truncate(first.map_or(MOST, |first| first + 1));
    }
    sorted
}

/// Whether other problems may be mere consequences of this one.
fn hides_more(source: &Source, line: usize, text: &str) -> bool {
    let header = source.text[source.line_range(line)]
        .trim_start()
        .starts_with('[');
    let local = [
        NO_VALUE,
        "string values must be quoted",
        "invalid basic string",
        "invalid literal string",
        "invalid boolean",
        "missing escaped value",
        "unexpected key or value",
    ];
    let local = !header && local.iter().any(|start| text.starts_with(start));
    !local && text != DUPLICATE
}

/// toml stops reading at such a line.
const NO_VALUE: &str = "key with no value";

/// The text with spaces instead of the lines at which toml stops, and toml's errors about them. `None` without such lines.
pub(crate) fn without_stops(source: &Source, errors: &[Error]) -> Option<(String, Vec<Error>)> {
    /// After this many, the file is not a manifest.
    const MOST: usize = 20;
    let stops = |errors: &[Error]| -> Vec<Error> {
        let stops = errors
            .iter()
            .filter(|error| error.message().starts_with(NO_VALUE));
        stops.cloned().collect()
    };
    let mut found = stops(errors);
    let mut next = found.clone();
    let mut text = source.text.clone();
    for _ in 0..MOST {
        for stop in &next {
            let at = stop.span().unwrap_or_default().start.min(text.len());
            let line = source.line_range(source.line(at));
            text.replace_range(line.clone(), &" ".repeat(line.len()));
        }
        next = stops(&toml_tree::parse(&text).errors);
        if next.is_empty() {
            break;
        }
        found.extend(next.clone());
    }
    (!found.is_empty()).then_some((text, found))
}

const DUPLICATE: &str = "duplicate key";

fn problem(
    source: &Source,
    id: SourceId,
    file: &DeTable<'_>,
    range: Range<usize>,
    text: &str,
) -> Problem {
    let span = |range| id.span(range);
    let written = source.text.get(range.clone()).unwrap_or_default();
    if text == DUPLICATE {
        let key = written.trim_matches(['"', '\'']);
        let mut problem = Problem::new(&messages::DUPLICATE_KEY, span(range.clone()), "again")
            .with("key", name(key));
        if header(source, source.line(range.start)).is_some() {
            problem = problem.with("tables", "two tables");
        }
        return match first_place(source, file, range, key) {
            Some(first) => problem.and(span(first), "first"),
            None => problem,
        };
    }
    let what = match text.split(',').next().unwrap_or_default() {
        "invalid basic string" | "invalid literal string" => "the string is not closed",
        "invalid multi-line basic string" | "invalid multi-line literal string" => {
            "the string of several lines is not closed"
        }
        NO_VALUE => "a key without a value",
        "string values must be quoted" if written.trim().is_empty() => "a key without a value",
        "string values must be quoted" => "a string must be in quotes",
        _ => text,
    };
    let line = source.line_range(source.line(range.start));
    let markers = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
    if markers
        .iter()
        .any(|marker| source.text[line.clone()].starts_with(marker))
    {
        return Problem::new(&messages::SYNTAX, span(line), "")
            .with("what", "a conflict marker of a merge")
            .with(
                "edit",
                "keep the lines that are right, and delete the markers",
            );
    }
    let problem = Problem::new(&messages::SYNTAX, span(range), "").with("what", what);
    match edit(text, written).or_else(|| unquoted_key(source, line, text)) {
        Some(edit) => problem.with("edit", edit),
        None => problem,
    }
}

fn edit(text: &str, written: &str) -> Option<String> {
    let known = [
        ("unclosed table", "write the missing `]`"),
        ("unclosed array", "write the missing `]`"),
        ("unclosed inline table", "write the missing `}`"),
        (
            "missing comma",
            "write a comma between them, or the bracket that ends them before",
        ),
        (
            "missing escaped value",
            "write `\\\\` for a backslash, or the text between single quotes",
        ),
        ("invalid basic string", "write the closing `\"`"),
        ("invalid literal string", "write the closing `'`"),
        ("invalid multi-line", "write the three closing quotes"),
        ("invalid boolean", "write `true` or `false`"),
        (
            "unquoted keys cannot be empty",
            "write a name there, in quotes unless it is of letters, digits, `-` and `_`",
        ),
        (
            "invalid unquoted key",
            "put the name in quotes: `\"any name\" = ...`",
        ),
        (
            "unexpected key or value",
            "a line holds one key with its value: begin a new one",
        ),
        ("carriage return", "end the line as the others end"),
        ("cannot extend", "write all its keys in one place"),
    ];
    if text.starts_with("string values must be quoted") {
        return Some(match written.trim() {
            "" => "write its value: `name = ...`".to_owned(),
            value => format!("write `\"{}\"`", plain(value)),
        });
    }
    let found = known.iter().find(|(start, _)| text.starts_with(start));
    found.map(|(_, edit)| (*edit).to_owned())
}

fn unquoted_key(source: &Source, line: Range<usize>, text: &str) -> Option<String> {
    if !text.starts_with(NO_VALUE) {
        return None;
    }
    let key = source.text[line]
        .split_once('=')
        .map(|(key, _)| plain(key.trim()));
    Some(match key {
        Some(key) => format!("put the name in quotes: `\"{key}\" = ...`"),
        None => "write its value: `name = ...`".to_owned(),
    })
}

/// The first place of a key that a table has twice: toml does not say.
fn first_place(
    source: &Source,
    file: &DeTable<'_>,
    again: Range<usize>,
    key: &str,
) -> Option<Range<usize>> {
    let line = source.line(again.start);
    if let Some(header) = header(source, line) {
        let earlier =
            (0..line).find(|earlier| self::header(source, *earlier).as_ref() == Some(&header))?;
        let range = source.line_range(earlier);
        let text = source.text[range.clone()].trim();
        let start = range.start + source.text[range].find('[')?;
        return Some(start..start + text.len());
    }
    let mut found = Found {
        key,
        again: again.start,
        innermost: None,
        places: Vec::new(),
    };
    search(source, file, None, &mut found);
    let places = found.places.into_iter().filter(|(place, inline)| {
        *inline == found.innermost
            && place.start < again.start
            && section(source, place.start) == section(source, again.start)
    });
    places
        .map(|(place, _)| place)
        .max_by_key(|place| place.start)
}

struct Found<'a> {
    key: &'a str,
    again: usize,
    /// The start of the inline table that the second place is in.
    innermost: Option<usize>,
    /// Every place of such a key, with the start of the inline table around it.
    places: Vec<(Range<usize>, Option<usize>)>,
}

fn search(source: &Source, table: &DeTable<'_>, inline: Option<usize>, found: &mut Found<'_>) {
    for (key, value) in table {
        if key.get_ref() == found.key {
            found.places.push((key.span(), inline));
        }
        search_value(source, value.get_ref(), value.span(), inline, found);
    }
}

fn search_value(
    source: &Source,
    value: &DeValue<'_>,
    span: Range<usize>,
    inline: Option<usize>,
    found: &mut Found<'_>,
) {
    match value {
        DeValue::Table(table) => {
            let is_inline = source.text[..span.end]
                .get(span.start..)
                .is_some_and(|text| text.starts_with('{'));
            let inline = if is_inline { Some(span.start) } else { inline };
            if is_inline && span.contains(&found.again) {
                found.innermost = found.innermost.max(inline);
            }
            search(source, table, inline, found);
        }
        DeValue::Array(list) => {
            for item in list.iter() {
                search_value(source, item.get_ref(), item.span(), inline, found);
            }
        }
        _ => {}
    }
}

/// The line of the header above a place.
fn section(source: &Source, at: usize) -> Option<usize> {
    (0..=source.line(at))
        .rev()
        .find(|line| header(source, *line).is_some())
}

/// The text between the brackets of a header, without spaces and quotes.
fn header(source: &Source, line: usize) -> Option<String> {
    let text = source.text[source.line_range(line)]
        .trim_start()
        .strip_prefix('[')?;
    let path = text.trim_start_matches('[').split(']').next()?;
    let plain = path
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\''));
    Some(plain.collect())
}

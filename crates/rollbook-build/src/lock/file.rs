//! The text of a lock: read with its places, and written. Every line says what it is, and is complete without the others,
//! so that a merge of two locks is a lock.
//!
//! ```text
//! model mmdet.NetA
//! model mmdet.net-a alias of NetA until 2.0.0
//! model mmdet.OldNet reserved: use `NetA`
//! scope mmdet below mmengine
//! ```

use std::collections::BTreeMap;

use rollbook::__private::build::is_hidden;
use toml::de::DeTable;

use super::names::{Key, Names, SCOPE, What};
use crate::diagnostics::{Problem, messages, name};
use crate::model::Model;
use crate::text::json;
use crate::text::{Source, SourceId, Span};

/// How each lock of names starts.
const START: &str = "# rollbook names, version ";
const VERSION: u32 = 1;

/// A line of a lock.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) what: What,
    /// The arguments of a module, as they are written.
    pub(super) arguments: Option<String>,
    pub(super) span: Span,
}

/// The lines of a lock, sorted.
pub(super) type Lines = BTreeMap<Key, Line>;

/// Reads a lock. What cannot be read is a problem.
pub(super) fn read(
    source: &Source,
    id: SourceId,
    model: &Model,
    problems: &mut Vec<Problem>,
) -> Lines {
    let own = &model.scope(model.viewer).key;
    let mut lines = Lines::new();
    let mut has_start = false;
    let mut at = 0;
    for written in source.text.split_inclusive('\n') {
        let start = at;
        at += written.len();
        let text = written.trim_end_matches(['\n', '\r']);
        let mark = if start == 0 && text.starts_with('\u{feff}') {
            3
        } else {
            0
        };
        let text = &text[mark..];
        let start = start + mark;
        let span = id.span(start..start + text.len());
        let problem = |message, label: &str| {
            Problem::new(message, span, label).with("file", name(&source.name))
        };
        if is_marker(text) {
            problems.push(problem(&messages::LOCK_CONFLICT, "here"));
            // One of them says it.
            return lines;
        }
        if let Some(rest) = text.strip_prefix(START) {
            let digits = rest.split(|c: char| !c.is_ascii_digit()).next();
            match digits.and_then(|digits| digits.parse::<u32>().ok()) {
                Some(version) if version <= VERSION => has_start = true,
                Some(_) => {
                    problems.push(problem(&messages::LOCK_VERSION, "a later version"));
                    return lines;
                }
                None => {}
            }
        }
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        if !has_start {
            problems.push(problem(
                &messages::LOCK_HEADER,
                "before this, a line `# rollbook names, version 1`",
            ));
            return lines;
        }
        let (key, what, arguments) = match line(text, own) {
            Ok(line) => line,
            Err(why) => {
                problems.push(problem(&messages::LOCK_LINE, "").with("why", why));
                continue;
            }
        };
        let new = Line {
            what,
            arguments,
            span,
        };
        match lines.get(&key) {
            // A merge may leave a line twice.
            Some(known) if known.what == new.what && known.arguments == new.arguments => {}
            Some(known) => problems.push(
                problem(&messages::LOCK_DUPLICATE, "again")
                    .and(known.span, "first")
                    .with("name", name(&key.name)),
            ),
            None => {
                lines.insert(key, new);
            }
        }
    }
    if !has_start && problems.is_empty() {
        let span = id.span(0..0);
        let label = "a line `# rollbook names, version 1` is missing";
        let problem = Problem::new(&messages::LOCK_HEADER, span, label);
        problems.push(problem.with("file", name(&source.name)));
    }
    lines
}

/// A line that git writes between the two sides of a merge.
fn is_marker(text: &str) -> bool {
    let marks = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
    let rest = marks.iter().find_map(|mark| text.strip_prefix(mark));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

type Parts = (Key, What, Option<String>);

fn line(text: &str, own: &str) -> Result<Parts, &'static str> {
    let (kind, rest) = text.split_once(' ').ok_or("the name is missing")?;
    let (written, rest) = word(rest.trim_start())?;
    if kind == SCOPE {
        let (named, rest) = after(rest, "named")?;
        let (parent, rest) = after(rest, "below")?;
        let key = Key {
            kind: kind.to_owned(),
            scope: String::new(),
            name: written,
        };
        return match rest {
            "" => Ok((key, What::Scope { named, parent }, None)),
            _ => Err("something is left after the scope"),
        };
    }
    let (scope, bare) = match written.split_once('.') {
        Some((scope, bare)) => (scope, bare),
        None => (own, written.as_str()),
    };
    let key = Key {
        kind: kind.to_owned(),
        scope: scope.to_owned(),
        name: bare.to_owned(),
    };
    if let Some(note) = rest.strip_prefix("reserved: ") {
        return Ok((key, What::Reserved(unquoted(note)?), None));
    }
    if let Some(arguments) = rest.strip_prefix("args: ") {
        return Ok((key, What::Module, Some(arguments.to_owned())));
    }
    if rest.is_empty() {
        return Ok((key, What::Module, None));
    }
    let (of, rest) = match rest.strip_prefix("alias of ") {
        Some(rest) => word(rest)?,
        None => return Err("a module, `alias of`, or `reserved:` is expected"),
    };
    let (since, rest) = after(rest, "since")?;
    let (until, rest) = after(rest, "until")?;
    match rest {
        "" => Ok((key, What::Alias { of, since, until }, None)),
        _ => Err("something is left after the alias"),
    }
}

/// The word after a keyword, if the text starts with that.
fn after<'t>(text: &'t str, keyword: &str) -> Result<(Option<String>, &'t str), &'static str> {
    match text
        .strip_prefix(keyword)
        .and_then(|rest| rest.strip_prefix(' '))
    {
        Some(rest) => word(rest).map(|(word, rest)| (Some(word), rest)),
        None => Ok((None, text)),
    }
}

/// A word, or a text between quotes; and what follows it.
pub(super) fn word(text: &str) -> Result<(String, &str), &'static str> {
    let end = match text.strip_prefix('"') {
        None => text.find(' ').unwrap_or(text.len()),
        Some(inside) => {
            let mut escaped = false;
            let end = inside.find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.ok_or("a quote is missing")? + 2
        }
    };
    let (word, rest) = text.split_at(end);
    if word.is_empty() {
        return Err("the name is missing");
    }
    Ok((unquoted(word)?, rest.trim_start()))
}

fn unquoted(text: &str) -> Result<String, &'static str> {
    if !text.starts_with('"') {
        return Ok(text.to_owned());
    }
    const WHY: &str = "the text between the quotes cannot be read";
    let text = format!("x = {text}");
    let table = DeTable::parse(&text).map_err(|_| WHY)?;
    let value = table
        .get_ref()
        .get("x")
        .and_then(|value| value.get_ref().as_str());
    value.map(str::to_owned).ok_or(WHY)
}

/// The text of a lock. `arguments` are those of modules, which a manifest does not have.
pub(super) fn write(names: &Names, arguments: &BTreeMap<Key, String>) -> String {
    let mut out = format!(
        "{START}{VERSION}. Written by `cargo rollbook lock`: a name that vanishes fails `cargo test`.\n"
    );
    for (key, named) in &names.all {
        let arguments = arguments.get(key).map(String::as_str);
        out.push_str(&text_of(key, &named.what, arguments, names.scoped));
        out.push('\n');
    }
    out
}

/// A line without its end.
fn text_of(key: &Key, what: &What, arguments: Option<&str>, scoped: bool) -> String {
    let name = match (scoped, key.scope.as_str()) {
        (true, scope) if !scope.is_empty() => format!("{scope}.{}", key.name),
        _ => key.name.clone(),
    };
    let mut out = format!("{} {}", key.kind, quoted(&name));
    let mut add = |keyword: &str, word: &Option<String>| {
        if let Some(word) = word {
            out.push_str(&format!(" {keyword} {}", quoted(word)));
        }
    };
    match what {
        What::Scope { named, parent } => {
            add("named", named);
            add("below", parent);
        }
        What::Module => {
            if let Some(arguments) = arguments {
                out.push_str(&format!(" args: {arguments}"));
            }
        }
        What::Alias { of, since, until } => {
            add("alias of", &Some(of.clone()));
            add("since", since);
            add("until", until);
        }
        What::Reserved(note) => {
            let plain = !note.starts_with('"') && !note.contains(is_hidden);
            let note = if plain { note.clone() } else { string(note) };
            out.push_str(&format!(" reserved: {note}"));
        }
    }
    out
}

/// A word as it is written: between quotes if it is not a plain one.
pub(super) fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-+/.:@".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text.to_owned()
    } else {
        string(text)
    }
}

/// A string of JSON, without characters that a review would not show.
fn string(text: &str) -> String {
    let mut out = String::new();
    for c in json::quoted(text).chars() {
        // All hidden characters have at most four digits.
        match is_hidden(c) {
            true => out.push_str(&format!("\\u{:04x}", c as u32)),
            false => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(kind: &str, scope: &str, name: &str) -> Key {
        Key {
            kind: kind.to_owned(),
            scope: scope.to_owned(),
            name: name.to_owned(),
        }
    }

    #[test]
    fn each_line_is_read_as_it_is_written() {
        let some = |text: &str| Some(text.to_owned());
        let alias = |of: &str, until: Option<&str>| What::Alias {
            of: of.to_owned(),
            since: None,
            until: until.map(str::to_owned),
        };
        let scope = |named, parent| What::Scope { named, parent };
        let cases = [
            (key("model", "det", "NetA"), What::Module),
            (key("model", "det", "a b\"\u{202e}\n#"), What::Module),
            (key("model", "det", "网/络+1"), alias("a b", Some("2.0.0"))),
            (key("model", "det", ""), alias("NetA", None)),
            (
                key("model", "det", "Old"),
                What::Reserved("use `NetA`; \"x\"".to_owned()),
            ),
            (
                key("model", "det", "Old"),
                What::Reserved("\"x\" \u{202e}".to_owned()),
            ),
            (key(SCOPE, "", "det"), scope(some("a b"), some("core"))),
            (key(SCOPE, "", "named"), scope(None, None)),
        ];
        for (key, what) in cases {
            let text = text_of(&key, &what, None, true);
            assert!(!text.contains(is_hidden), "{text:?}");
            assert_eq!(line(&text, "own"), Ok((key, what, None)), "{text}");
        }
    }

    #[test]
    fn lines_that_are_none() {
        for text in [
            "model",
            "model ",
            "model \"a",
            "model a alias",
            "model a alias of",
            "model a alias of b c",
            "scope a named",
            "scope a below b c",
            "model a args",
            "model \"\\q\"",
            "model a reserved: \"x",
        ] {
            assert!(line(text, "own").is_err(), "{text}");
        }
    }
}

//! The record that `include_registry!` prints from: a line for each file with problems, then one for each problem.
//!
//! `rollbook-macros` reads it, in `report.rs`. Parts of a line are separated by tabs, which JSON strings do not hold:
//!
//! ```text
//! rollbook report 1
//! file       <bytes> <hash> <hash of the mended text> <path>
//! error      <index of its file> <"fixable" or nothing> <JSON without its end> <drawing> <with colours> <short>
//! elsewhere  error
//! ```
//!
//! The hashes say whether a file is still what it was when it was read: an edit at a place of another text would
//! garble it, and `cargo fix` runs rustc several times for one run of the build script.

use super::diagnostic::{Diagnostic, Level};
use super::draw::{After, counted, drawing};
use super::json::{escape_template, message};
use super::problems::Problems;
use crate::text::Source;

/// Of more problems and warnings, the rest is counted.
const MOST: usize = 200;

/// All problems and then all warnings, up to a limit.
pub(crate) fn diagnostics(problems: &Problems, sources: &[Source]) -> Vec<Diagnostic> {
    let all = problems.list.iter().chain(&problems.warnings).take(MOST);
    all.map(|problem| Diagnostic::new(problem, sources))
        .collect()
}

/// The record; empty if there is nothing to print.
pub(crate) fn record(diagnostics: &[Diagnostic], sources: &[Source]) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    let mut out = String::from("rollbook report 1\n");
    let mut files = Vec::new();
    for diagnostic in diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.in_package())
    {
        let file = diagnostic.labels[0].file.as_str();
        if !files.contains(&file) {
            files.push(file);
        }
    }
    for file in &files {
        let source = sources
            .iter()
            .find(|source| source.on_disk && source.name == **file);
        let text = source.map_or("", |source| &source.text);
        let mended = mended(file, text, diagnostics);
        let mended = mended.map_or_else(String::new, |text| format!("{:016x}", fnv(&text)));
        out.push_str(&format!(
            "file\t{}\t{:016x}\t{mended}\t{file}\n",
            text.len(),
            fnv(text)
        ));
    }
    for diagnostic in diagnostics {
        let file = files
            .iter()
            .position(|file| *file == diagnostic.labels[0].file);
        let file = match (diagnostic.in_package(), diagnostic.level) {
            (true, _) => {
                let file = file.expect("`files` holds the file of each problem in the package");
                file.to_string()
            }
            (false, Level::Warning) => String::new(),
            // The drawing is in the error of `include_registry!`.
            (false, level) => {
                out.push_str(&format!("elsewhere\t{level}\n"));
                continue;
            }
        };
        let fixable = diagnostic.edit.as_ref().is_some_and(|edit| edit.sure);
        let rendered = [
            diagnostic.drawing_template(false),
            diagnostic.drawing_template(true),
            diagnostic.short_template(),
        ];
        out.push_str(&format!(
            "{}\t{file}\t{}\t{}\t{}\n",
            diagnostic.level,
            if fixable { "fixable" } else { "" },
            message(diagnostic),
            rendered.map(|text| escape_template(&text)).join("\t"),
        ));
    }
    out
}

/// The error of `include_registry!` if problems are printed at their places: how many there are, and those
/// that have no place in this package. Empty if there are none.
pub(crate) fn rest(problems: &Problems, sources: &[Source]) -> String {
    if problems.list.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    let shown = problems.list.iter().take(MOST);
    for problem in shown.filter(|problem| !problem.span().within(sources).on_disk) {
        if !out.is_empty() {
            out.push_str("error: ");
        }
        out.push_str(&drawing(problem, sources, After::Level));
        out.push_str("\n\n");
    }
    let more = problems.list.len().saturating_sub(MOST);
    if more > 0 {
        out.push_str(&format!("and {more} more\n"));
    }
    let shown = match out.is_empty() {
        true => ", each shown at its place",
        false => ", each shown here or at its place",
    };
    out.push_str(&counted(problems, shown));
    out
}

/// A file's text after all sure edits, as `cargo fix` makes them. `None` if there are none, or if two overlap.
fn mended(file: &str, text: &str, diagnostics: &[Diagnostic]) -> Option<String> {
    let edits = diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.edit.as_ref());
    let edits = edits.filter(|edit| edit.sure && edit.place.file == file);
    let mut edits = edits
        .map(|edit| {
            (
                edit.place.bytes.start,
                edit.place.bytes.end,
                edit.replacement.as_str(),
            )
        })
        .collect::<Vec<_>>();
    edits.sort_unstable();
    edits.dedup();
    let overlap = edits.windows(2).any(|pair| pair[0].1 > pair[1].0);
    if edits.is_empty() || overlap {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, end, replacement) in edits {
        out.push_str(text.get(at..start)?);
        out.push_str(replacement);
        at = end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The hash of Fowler, Noll and Vo, in 64 bits: `rollbook-macros` computes the same.
pub(crate) fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::diagnostic::FOLDER;
    use crate::diagnostics::{Problem, messages};
    use crate::text::{PackageId, SourceId};

    /// One unknown scope at these bytes of a source, with another name for it.
    fn problem(source: usize, range: std::ops::Range<usize>, from: &str, sure: bool) -> Problem {
        let span = SourceId::new(source).span(range);
        Problem::new(&messages::UNKNOWN_SCOPE, span, "no such\tscope")
            .with("name", "`x`")
            .with("similar", "`yy`")
            .rename(from, "yy", sure)
    }

    fn said(sources: &[Source], list: Vec<Problem>) -> (String, String) {
        let problems = Problems {
            list,
            ..Problems::default()
        };
        let diagnostics = diagnostics(&problems, sources);
        (record(&diagnostics, sources), rest(&problems, sources))
    }

    #[test]
    fn nothing() {
        assert_eq!(said(&[], Vec::new()), Default::default());
    }

    #[test]
    fn a_line_for_each_file_and_problem() {
        let sources = [Source::new(
            "r.toml",
            "a = \"x\"\r\nb = 'x' # \u{1}\t\r\n".to_owned(),
        )];
        let list = vec![problem(0, 4..7, "x", true), problem(0, 13..16, "x", true)];
        let (record, rest) = said(&sources, list);
        let lines = record.lines().collect::<Vec<_>>();
        let fixed = "a = \"yy\"\r\nb = 'yy' # \u{1}\t\r\n";
        assert_eq!(lines[0], "rollbook report 1");
        let text = &sources[0].text;
        let file = format!(
            "file\t{}\t{:016x}\t{:016x}\tr.toml",
            text.len(),
            fnv(text),
            fnv(fixed)
        );
        assert_eq!(lines[1], file);
        assert_eq!(lines.len(), 4, "{record}");
        for line in &lines[2..] {
            let parts = line.split('\t').collect::<Vec<_>>();
            assert_eq!(parts.len(), 7, "{line}");
            assert_eq!(parts[..3], ["error", "0", "fixable"]);
            let json = format!("{},\"rendered\":\"{}\"}}", parts[3], parts[4]);
            let json = json.replace(FOLDER, "");
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            let span = &json["spans"][0];
            assert_eq!(span["file_name"], "r.toml");
            assert_eq!(span["label"], "no such\tscope");
            let edit = &json["children"][0]["spans"][0];
            assert_eq!(edit["suggestion_applicability"], "MachineApplicable");
        }
        assert_eq!(
            rest,
            "2 problems, each shown at its place; the registry is generated without these entries"
        );
    }

    #[test]
    fn no_edit_where_the_text_is_not_the_name() {
        let sources = [Source::new("r.toml", "a = \"x\\u0079\"".to_owned())];
        for (range, from) in [(4..12, "xy"), (4..12, "x"), (0..1, "x"), (3..12, "x")] {
            let (record, _) = said(&sources, vec![problem(0, range, from, true)]);
            assert!(!record.contains("MachineApplicable"), "{record}");
            assert!(record.contains("\t\tr.toml\n"), "{record}");
        }
    }

    #[test]
    fn overlapping_edits_leave_no_mended_text() {
        let sources = [Source::new("r.toml", "x".to_owned())];
        let mut other = problem(0, 0..1, "x", true);
        other.rename.as_mut().unwrap().to = "zz".to_owned();
        let twice = vec![problem(0, 0..1, "x", true), problem(0, 0..1, "x", true)];
        assert!(!said(&sources, twice).0.contains("\t\tr.toml\n"));
        let differing = vec![problem(0, 0..1, "x", true), other];
        assert!(said(&sources, differing).0.contains("\t\tr.toml\n"));
    }

    #[test]
    fn a_place_in_another_crate_or_in_a_path_that_is_no_text() {
        let sources = [
            Source::of(PackageId::new(1), "base/registry.toml", "x".to_owned()),
            Source::new("a\tb\u{fffd}.toml", "x".to_owned()),
        ];
        for source in 0..2 {
            let (record, rest) = said(&sources, vec![problem(source, 0..1, "x", true)]);
            assert_eq!(record, "rollbook report 1\nelsewhere\terror\n");
            assert!(
                rest.starts_with("unknown scope `x` [R027]\n --> "),
                "{rest}"
            );
            assert!(rest.ends_with(
                "1 problem, each shown here or at its place; the registry is generated without this entry"
            ));
        }
    }
}

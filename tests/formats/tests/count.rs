//! The records counted, by format and by kind of value: the table in the documentation.

use std::fs;
use std::path::Path;

/// The page that holds the table, between two lines.
const PAGE: &str = "../../crates/rollbook/docs/reading.md";
const START: &str = "<!-- counted by tests/formats/tests/count.rs -->\n";
const END: &str = "<!-- end of the count -->\n";

/// The goal of the project for all formats together.
const MOST: usize = 600;

struct Record {
    format: String,
    cases: usize,
    differ: usize,
    silent: usize,
    /// What differs, each kind once: the places and readers are in the record.
    kinds: Vec<String>,
}

fn record(text: &str) -> Record {
    let mut lines = text.lines();
    let (format, counts) = lines.next().unwrap().split_once(": ").unwrap();
    let mut numbers = counts.split(' ').filter_map(|word| word.parse().ok());
    let mut number = || numbers.next().unwrap();
    let kinds = lines
        .filter(|line| line.starts_with(char::is_alphabetic))
        .map(|line| format!("`{}`", line.split(": ").next().unwrap()));
    Record {
        format: format.to_owned(),
        cases: number(),
        differ: number(),
        silent: number(),
        kinds: kinds.collect(),
    }
}

#[test]
fn few_values_differ_and_none_in_silence() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut records = fs::read_dir(here.join("records"))
        .unwrap()
        .map(|entry| record(&fs::read_to_string(entry.unwrap().path()).unwrap()))
        .collect::<Vec<_>>();
    records.sort_by(|a, b| (b.differ, &a.format).cmp(&(a.differ, &b.format)));
    let sum = |of: fn(&Record) -> usize| records.iter().map(of).sum::<usize>();
    let (cases, differ) = (sum(|record| record.cases), sum(|record| record.differ));
    assert_eq!(sum(|record| record.silent), 0);
    assert!(differ <= MOST, "{differ}");

    let mut table = format!(
        "{START}\n| format | cases | differ | kinds of values |\n| --- | --- | --- | --- |\n"
    );
    for record in records.iter().filter(|record| record.differ > 0) {
        let Record {
            format,
            cases,
            differ,
            kinds,
            ..
        } = record;
        table += &format!("| {format} | {cases} | {differ} | {} |\n", kinds.join(", "));
    }
    let same = records.iter().filter(|record| record.differ == 0);
    let same = same
        .map(|record| record.format.as_str())
        .collect::<Vec<_>>();
    table += &format!(
        "| all {} formats | {cases} | {differ} | |\n\nNothing differs in: {}.\n\n{END}",
        records.len(),
        same.join(", ")
    );

    let path = here.join(PAGE);
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once(START).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let expect = format!("{before}{table}{after}");
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::write(&path, &expect).unwrap();
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), expect);
}

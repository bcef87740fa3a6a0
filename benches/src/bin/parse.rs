//! Reads one config a hundred times, under valgrind: `parse CASE PEER`. Without arguments it lists all cases. `parse times`
//! prints how long each takes.

#[path = "../print.rs"]
mod print;

use std::hint::black_box;
use std::time::Instant;

use print::{Row, table};

include!(concat!(env!("OUT_DIR"), "/parse.rs"));

const TIMES: u32 = 100;

/// What valgrind counts: nothing but this function and what it calls.
#[inline(never)]
fn measured<T, E>(text: &str, read: fn(&str) -> Result<T, E>) -> u32 {
    let mut failed = 0;
    for _ in 0..TIMES {
        failed += u32::from(black_box(read(black_box(text))).is_err());
    }
    failed
}

struct Case {
    name: &'static str,
    peer: &'static str,
    run: fn() -> u32,
}

macro_rules! case {
    ($cases:ident, $name:expr, $peer:literal, $text:expr, $read:expr) => {
        $cases.push(Case {
            name: $name,
            peer: $peer,
            run: || measured($text, $read),
        });
    };
}

macro_rules! format {
    ($cases:ident, $name:literal, $family:ident, $text:ident, $from_str:path $(, $ours:path)?) => {
        case!($cases, $name, "bare", $family::$text, |text: &str| -> Result<$family::Bare, _> { $from_str(text) });
        format!(@ours $cases, $name, $family, $text, $from_str $(, $ours)?);
        case!($cases, $name, "serde", $family::$text, |text: &str| -> Result<$family::Tagged, _> { $from_str(text) });
        case!($cases, $name, "typetag", $family::$text, |text: &str| -> Result<Box<dyn $family::Object>, _> { $from_str(text) });
    };
    (@ours $cases:ident, $name:literal, $family:ident, $text:ident, $from_str:path) => {
        format!(@ours $cases, $name, $family, $text, $from_str, $from_str);
    };
    (@ours $cases:ident, $name:literal, $family:ident, $text:ident, $from_str:path, $ours:path) => {
        case!($cases, $name, "ours", $family::$text, |text: &str| -> Result<$family::ours::registry::Config, _> { $ours(text) });
        case!($cases, $name, "derived", $family::$text, |text: &str| -> Result<$family::derived::registry::Config, _> { $ours(text) });
    };
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    format!(
        cases,
        "JSON, 4 fields, tag first",
        f4,
        JSON_FIRST,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 4 fields, tag in the middle",
        f4,
        JSON_MIDDLE,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 4 fields, tag last",
        f4,
        JSON_LAST,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 12 fields, tag first",
        f12,
        JSON_FIRST,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 12 fields, tag in the middle",
        f12,
        JSON_MIDDLE,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 12 fields, tag last",
        f12,
        JSON_LAST,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 4 levels of 4 fields, tag first",
        n4,
        JSON_FIRST,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 4 levels of 4 fields, tag last",
        n4,
        JSON_LAST,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 4 levels of 12 fields, tag first",
        n12,
        JSON_FIRST,
        serde_json::from_str
    );
    format!(
        cases,
        "JSON, 4 levels of 12 fields, tag last",
        n12,
        JSON_LAST,
        serde_json::from_str
    );
    format!(
        cases,
        "TOML by rollbook::toml, 4 fields, tag first",
        f4,
        TOML_FIRST,
        toml::from_str,
        rollbook::toml::from_str
    );
    format!(
        cases,
        "TOML by rollbook::toml, 4 fields, tag last",
        f4,
        TOML_LAST,
        toml::from_str,
        rollbook::toml::from_str
    );
    format!(
        cases,
        "TOML by rollbook::toml, 12 fields, tag first",
        f12,
        TOML_FIRST,
        toml::from_str,
        rollbook::toml::from_str
    );
    format!(
        cases,
        "TOML by toml, 4 fields",
        f4,
        TOML_FIRST,
        toml::from_str
    );
    format!(
        cases,
        "TOML by toml, 12 fields",
        f12,
        TOML_FIRST,
        toml::from_str
    );
    format!(
        cases,
        "YAML, 4 fields, tag first",
        f4,
        YAML_FIRST,
        serde_yaml_ng::from_str
    );
    format!(
        cases,
        "YAML, 4 fields, tag last",
        f4,
        YAML_LAST,
        serde_yaml_ng::from_str
    );
    format!(
        cases,
        "YAML, 12 fields, tag first",
        f12,
        YAML_FIRST,
        serde_yaml_ng::from_str
    );
    let known = "JSON, 4 fields, a name known at compile time, no tag";
    case!(cases, known, "bare", f4::JSON_NONE, |text: &str| -> Result<
        f4::Bare,
        _,
    > {
        serde_json::from_str(text)
    });
    case!(cases, known, "ours", f4::JSON_NONE, |text: &str| -> Result<
        f4::Known,
        _,
    > {
        serde_json::from_str(text)
    });
    cases
}

/// Nanoseconds of one parse: the least of interleaved rounds in one process.
fn times() {
    const ROUNDS: usize = 200;
    const PEERS: [&str; 4] = ["bare", "ours", "derived", "serde"];
    let cases = cases();
    let mut names = cases.iter().map(|case| case.name).collect::<Vec<_>>();
    names.dedup();
    let mut rows = Vec::new();
    for name in names {
        let peers = PEERS.map(|peer| {
            let mut cases = cases.iter();
            cases.find(|case| case.name == name && case.peer == peer)
        });
        let mut least = PEERS.map(|_| f64::INFINITY);
        for round in 0..ROUNDS {
            for turn in 0..PEERS.len() {
                // Another one begins each round.
                let index = (round + turn) % PEERS.len();
                let Some(case) = peers[index] else { continue };
                let start = Instant::now();
                assert_eq!(
                    (case.run)(),
                    0,
                    "{name} {} does not read its text",
                    case.peer
                );
                let taken = start.elapsed().as_nanos() as f64 / f64::from(TIMES);
                least[index] = least[index].min(taken);
            }
        }
        let figures = least.map(|time| time.is_finite().then_some(time));
        let ratio = |one: usize, other: usize| Some(figures[one]? / figures[other]?);
        let ratios = [ratio(1, 0), ratio(1, 3), ratio(2, 3)];
        rows.push(Row::new([name], [&figures[..], &ratios].concat()));
    }
    table(
        "From a config to its module, nanoseconds",
        &["config"],
        &[
            "bare struct",
            "ours",
            "ours, own derive",
            "serde's enum",
            "ours / bare",
            "ours / serde",
            "own derive / serde",
        ],
        &rows,
    );
}

fn main() {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    match arguments.as_slice() {
        [name, peer] => {
            let cases = cases();
            let case = cases
                .iter()
                .find(|case| case.name == name && case.peer == peer);
            let failed = (case.expect("a case of the list").run)();
            assert_eq!(failed, 0, "{name} {peer} does not read its text");
        }
        [mode] if mode == "times" => times(),
        _ => {
            for case in cases() {
                println!("{}\t{}", case.name, case.peer);
            }
        }
    }
}

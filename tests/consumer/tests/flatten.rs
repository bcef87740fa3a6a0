//! Common fields beside a module in one table: by our derive's `flatten`, which keeps nothing and loses no place.

#![allow(dead_code)]

use consumer::registry::loader;

#[derive(Debug, rollbook::Config)]
struct Entry {
    name: String,
    #[serde(default, alias = "n")]
    count: u32,
    #[serde(flatten)]
    model: loader::Config,
}

#[derive(Debug, rollbook::Config)]
struct File {
    entries: Vec<Entry>,
}

fn json(text: &str) -> String {
    match serde_json::from_str::<Entry>(text) {
        Ok(entry) => format!("{entry:?}"),
        Err(error) => format!("error: {error}"),
    }
}

#[test]
fn in_every_order_of_keys() {
    let expect = r#"Entry { name: "a", count: 2, model: Files(Files { path: "p", workers: 3 }) }"#;
    let keys = [
        r#""name": "a""#,
        r#""n": 2"#,
        r#""type": "Files""#,
        r#""path": "p", "workers": 3"#,
    ];
    for order in [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [2, 0, 3, 1],
        [3, 0, 2, 1],
        [0, 3, 1, 2],
        [2, 3, 0, 1],
    ] {
        let text = format!("{{{}}}", order.map(|key| keys[key]).join(", "));
        assert_eq!(json(&text), expect, "{text}");
        let yaml = serde_yaml_ng::from_str::<Entry>(&text);
        assert_eq!(format!("{:?}", yaml.unwrap()), expect, "{text}");
    }
    let toml = rollbook::toml::from_str::<Entry>(
        "workers = 3\nname = 'a'\npath = 'p'\ntype = 'Files'\ncount = 2",
    );
    assert_eq!(format!("{:?}", toml.unwrap()), expect);
    let ron =
        ron::from_str::<Entry>(r#"(workers: 3, name: "a", path: "p", type: "Files", count: 2)"#);
    assert_eq!(format!("{:?}", ron.unwrap()), expect);
}

#[test]
fn what_is_wrong() {
    for (text, expect) in [
        (
            r#"{"type": "Files", "path": "p"}"#,
            "error: missing field `name` at line 1 column 30",
        ),
        (
            r#"{"name": "a", "path": "p"}"#,
            "error: missing `type`: which loader is meant at line 1 column 26",
        ),
        (
            r#"{"type": "Files", "path": "p", "name": "a", "name": "b"}"#,
            "error: duplicate field `name` at line 1 column 50",
        ),
        (
            r#"["a", 2]"#,
            "error: invalid type: sequence, expected struct Entry at line 1 column 1",
        ),
    ] {
        assert_eq!(json(text), expect, "{text}");
    }
}

#[test]
fn toml_keeps_place_and_path() {
    for (text, line, column, path) in [
        (
            "[[entries]]\nname = 'a'\nworkers = 'x'\ntype = 'Files'",
            3,
            11,
            "entries[0].workers",
        ),
        (
            "[[entries]]\nname = 'a'\ntype = 'Filse'\nworkers = 3",
            3,
            8,
            "entries[0].type",
        ),
        (
            "[[entries]]\nworkers = 3\nname = 1\ntype = 'Files'",
            3,
            8,
            "entries[0].name",
        ),
    ] {
        let error = rollbook::toml::from_str::<File>(text).unwrap_err();
        assert_eq!(
            (error.line(), error.column(), error.path()),
            (line, column, path),
            "{text}: {error}"
        );
    }
}

/// `rollbook` under another name, as with `rb = { package = "rollbook" }` or behind a facade.
mod facade {
    pub(crate) use rollbook as inner;
}

#[derive(Debug, facade::inner::Config)]
#[rollbook(crate = "crate::facade::inner")]
struct Renamed {
    depth: u32,
}

#[test]
fn another_name_of_the_library() {
    let read = serde_json::from_str::<Renamed>(r#"{"depth": 1}"#).unwrap();
    assert_eq!(read.depth, 1);
}

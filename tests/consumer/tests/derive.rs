//! Configs by `derive(rollbook::Config)`, alone and among those of serde's.

use consumer::loader::{Files, Zip};
use consumer::registry::loader::{Config, Module};

fn files(path: &str, workers: u32) -> Config {
    Config::Files(Files {
        path: path.into(),
        workers,
    })
}

fn check(read: Config, expect: &Config) {
    assert_eq!(format!("{read:?}"), format!("{expect:?}"));
}

#[test]
fn in_each_order_and_format() {
    for text in [
        r#"{"type": "Files", "path": "a", "workers": 2}"#,
        r#"{"path": "a", "type": "Files", "workers": 2}"#,
        r#"{"workers": 2, "path": "a", "type": "Files"}"#,
    ] {
        check(serde_json::from_str(text).unwrap(), &files("a", 2));
        check(serde_yaml_ng::from_str(text).unwrap(), &files("a", 2));
        let value = serde_json::from_str::<serde_json::Value>(text).unwrap();
        check(serde_json::from_value(value).unwrap(), &files("a", 2));
    }
    let text = "path = 'a'\ntype = 'Files'";
    check(rollbook::toml::from_str(text).unwrap(), &files("a", 0));
    check(toml::from_str(text).unwrap(), &files("a", 0));
    let zip = Config::Zip(Zip {
        path: "a.zip".into(),
    });
    check(serde_json::from_str(r#"{"type": "Zip"}"#).unwrap(), &zip);
}

#[test]
fn nested() {
    let text = r#"{"inner": {"inner": {"path": "a", "type": "Files"}, "type": "Mapped"}, "type": "Mapped", "act": "ReLU"}"#;
    let module = serde_json::from_str::<Module>(text).unwrap();
    let expect = r#"Mapped(Mapped { inner: Mapped(Mapped { inner: Files(Files { path: "a", workers: 0 }), act: None }), act: Some(ReLU"#;
    assert!(format!("{module:?}").starts_with(expect), "{module:?}");
}

#[test]
fn errors_at_their_place() {
    let check = |text: &str, expect: &str| {
        let error = serde_json::from_str::<Config>(text).unwrap_err();
        assert_eq!(error.to_string(), expect);
    };
    check(
        r#"{"type": "Files"}"#,
        "missing field `path` of the loader `Files` at line 1 column 17",
    );
    check(
        r#"{"type": "Files", "path": 3}"#,
        "invalid type: integer `3`, expected a string at line 1 column 27",
    );
    check(
        r#"{"type": "Files", "pth": 3}"#,
        "unknown field `pth`, expected `path` or `workers` at line 1 column 26",
    );
    check(
        r#"{"type": "Mapped", "inner": {"type": "Fils"}}"#,
        "no loader `Fils` as seen from `mmcv`; did you mean `Files`? at line 1 column 43",
    );
    check(
        r#"{"type": "Mapped", "inner": {"path": 3, "type": "Files"}}"#,
        "invalid type: integer `3`, expected a string (in `path`) at line 1 column 56",
    );
    check(
        r#"{"inner": {"path": 3, "type": "Files"}, "type": "Mapped"}"#,
        "invalid type: integer `3`, expected a string (in `inner.path`) at line 1 column 57",
    );
    let error = rollbook::toml::from_str::<Config>("path = 3\ntype = 'Files'").unwrap_err();
    assert_eq!((error.line(), error.column()), (1, 8), "{error}");
}

#[test]
fn a_name_alone_is_refused_where_the_manifest_says_so() {
    let error = serde_json::from_str::<Config>("\"Files\"").unwrap_err();
    assert_eq!(
        error.to_string(),
        "this loader must be a table: write `{ type = \"Files\" }` at line 1 column 7"
    );
}

#[test]
fn toml_keeps_the_place_of_a_nested_argument_whatever_the_order() {
    let text = "[inner]\npath = 3\ntype = 'Files'\n[act]\ntype = 'ReLU'\n";
    let text = format!("type = 'Mapped'\n{text}");
    let error = rollbook::toml::from_str::<Config>(&text).unwrap_err();
    assert_eq!(
        error.to_string().lines().next(),
        Some("TOML error at line 3, column 8"),
        "{error}"
    );
}

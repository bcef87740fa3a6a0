//! Bad input: a clear error that names the place, never a panic, a hang or a partial result.

use std::fmt::Write as _;

use consumer::registry::{Scope, act, backbone, head, model};
use rollbook::Error;

fn json(text: &str) -> String {
    serde_json::from_str::<model::Module>(text)
        .unwrap_err()
        .to_string()
}

#[test]
fn the_format_places_it() {
    let check = |text: &str, expect: &str| assert_eq!(json(text), expect);
    check(
        "{\"type\": \"ResNot\",\n \"depth\": 3}",
        "no model `ResNot` as seen from `mmcv`; did you mean `ResNet`? at line 1 column 17",
    );
    check(
        "{\"depth\": 3}",
        "missing `type`: which model is meant at line 1 column 12",
    );
    check(
        "{\"type\": 3}",
        "invalid type: integer `3`, expected the name of the model at line 1 column 10",
    );
    check(
        "{\"type\": \"ResNet\"}",
        "missing field `depth` of the model `ResNet` at line 1 column 18",
    );
    check(
        "{\"type\": \"ResNet\",\n \"depht\": 3}",
        "unknown field `depht`, expected `depth` at line 2 column 11",
    );
    check(
        "{\"type\": \"ResNet\",\n \"depth\": \"x\"}",
        "invalid type: string \"x\", expected u32 at line 2 column 13",
    );
    check(
        "{\"type\": \"ResNet\", \"depth\": 3, \"type\": \"ResNet\"}",
        "the key `type` is written twice at line 1 column 47",
    );
    check(
        "{\"type\": \"ResNet\", \"depth\": 3, \"depth\": 3}",
        "duplicate field `depth` at line 1 column 38",
    );
    check(
        "{\"type\": \"Old\", \"x\": 1}",
        "unknown argument `x`: `Old` takes none at line 1 column 22",
    );
    check(
        "3",
        "invalid type: integer `3`, expected the model: a table with the key `type`, or a name at line 1 column 1",
    );
    check(
        "\"ResNet\"",
        "missing field `depth` of the model `ResNet` at line 1 column 8",
    );
    check(
        "{\"type\": \"ResNet\", \"depth\": 3",
        "EOF while parsing an object at line 1 column 29",
    );
}

/// What came before the tag has lost its line; its path is named.
#[test]
fn before_the_tag_the_path_is_named() {
    let text =
        r#"{"backbone": {"width": 1, "tags": [1], "type": "Wide"}, "type": "mmdet.Detector"}"#;
    let expect =
        "invalid type: integer `1`, expected a string (in `backbone.tags[0]`) at line 1 column 81";
    assert_eq!(json(text), expect);
    let text = r#"{"depht": 1, "type": "ResNet"}"#;
    assert_eq!(
        json(text),
        "unknown field `depht`, expected `depth` (in `depht`) at line 1 column 30"
    );
}

#[test]
fn the_registry_knows_the_path() {
    let path =
        |text: &str| match model::REGISTRY.build(&mut serde_json::Deserializer::from_str(text)) {
            Err(Error::Read { path, .. }) => path,
            other => panic!("{other:?}"),
        };
    let nested = |inner: &str| {
        format!(r#"{{"type": "mmdet.Detector", "backbone": "Tiny", "neck": {inner}}}"#)
    };
    assert_eq!(path(&nested(r#"{"type": "Tinny"}"#)), "neck.type");
    assert_eq!(
        path(&nested(r#"{"type": "Wide", "width": "x"}"#)),
        "neck.width"
    );
    assert_eq!(path(&nested(r#"{"type": "Wide", "wdth": 1}"#)), "neck.wdth");
    assert_eq!(path(r#"{"type": "ResNet"}"#), "");
}

#[test]
fn toml_keeps_line_and_column_in_every_order() {
    #[derive(serde::Deserialize, Debug)]
    struct Job {
        #[allow(dead_code)]
        model: model::Module,
    }
    let check = |text: &str, expect: &str| {
        let error = rollbook::toml::from_str::<Job>(text).unwrap_err();
        assert_eq!(error.to_string(), expect, "{text}");
    };
    check(
        "[model]\nbackbone = { width = 'x', type = 'Wide' }\ntype = 'mmdet.Detector'\n",
        "TOML error at line 2, column 22\n  |\n2 | backbone = { width = 'x', type = 'Wide' }\n  |                      ^^^\ninvalid type: string \"x\", expected u32\nin `model.backbone.width`",
    );
    check(
        "[model]\ndepth = 3\ntype = 'ResNot'\n",
        "TOML error at line 3, column 8\n  |\n3 | type = 'ResNot'\n  |        ^^^^^^^^\nno model `ResNot` as seen from `mmcv`; did you mean `ResNet`?\nin `model.type`",
    );
    check(
        "[model]\ntype = 'ResNet'\n",
        "TOML error at line 2, column 8\n  |\n2 | type = 'ResNet'\n  |        ^^^^^^^^\nmissing field `depth` of the model `ResNet`\nin `model`",
    );
}

#[test]
fn ten_thousand_levels() {
    let levels = 10_000;
    let open = r#"{"type": "Sequential", "models": ["#;
    let deep = format!("{}{}", open.repeat(levels), "]}".repeat(levels));
    assert!(json(&deep).contains("recursion limit"), "{}", json(&deep));
    let late = format!(
        "{}{}",
        r#"{"models": ["#.repeat(levels),
        r#"], "type": "Sequential"}"#.repeat(levels)
    );
    assert!(json(&late).contains("recursion limit"), "{}", json(&late));

    let mut yaml = String::new();
    for level in 0..2_000 {
        writeln!(yaml, "{:level$}- ", "").unwrap();
    }
    assert!(serde_yaml_ng::from_str::<model::Module>(&yaml).is_err());
    let inline = format!(
        "model = {}{}",
        "{ type = 'Sequential', models = [".repeat(levels),
        "]}".repeat(levels)
    );
    assert!(
        rollbook::toml::from_str::<std::collections::HashMap<String, model::Module>>(&inline)
            .is_err()
    );
    assert!(ron::from_str::<model::Module>(&deep).is_err());
}

/// A tree that is in memory already has no format to limit it. Our limit is reached before the stack ends.
#[test]
fn a_deep_tree_in_memory() {
    let nest = |levels: usize| {
        let mut value = serde_json::json!("Mean");
        for _ in 0..levels {
            value =
                serde_json::json!({"type": "Distill", "teacher": {"type": "Head", "loss": value}});
        }
        serde_json::json!({"type": "Head", "loss": value})
    };
    let read = |levels: usize| {
        let run = move || {
            serde_json::from_value::<head::Module>(nest(levels))
                .map(drop)
                .map_err(|e| e.to_string())
        };
        let builder = std::thread::Builder::new().stack_size(64 << 20);
        builder.spawn(run).unwrap().join().unwrap()
    };
    assert_eq!(read(60), Ok(()));
    assert!(
        read(2_000)
            .unwrap_err()
            .contains("nested deeper than 128 levels")
    );
}

#[test]
fn a_megabyte_of_a_name() {
    let name = "x".repeat(1 << 20);
    let text = json(&format!(r#"{{"type": "{name}"}}"#));
    assert!(text.len() < 300, "{text}");
    let text = json(&format!(r#"{{"type": "{name}.{name}"}}"#));
    assert!(text.len() < 400, "{text}");
    assert!(
        Scope::Mmcv
            .enter(|| json(&format!(r#"{{"_scope_": "{name}", "type": "A"}}"#)))
            .len()
            < 300
    );
}

#[test]
fn an_error_leaves_the_viewer_and_the_depth_as_they_were() {
    for _ in 0..300 {
        assert!(
            json(r#"{"_scope_": "mmdet", "type": "Sequential", "models": ["NetB"]}"#)
                .contains("NetB")
        );
    }
    assert_eq!(Scope::current(), Scope::Mmcv);
    assert!(serde_json::from_str::<act::Config>("\"ReLU\"").is_ok());
}

#[test]
fn deprecated_names_are_told_of() {
    use std::sync::atomic::{AtomicU32, Ordering};
    static TOLD: AtomicU32 = AtomicU32::new(0);
    rollbook::on_deprecated(|registry, info| {
        assert_eq!(
            (registry, info.name, info.deprecated),
            ("model", "Old", Some("use `ResNet`"))
        );
        TOLD.fetch_add(1, Ordering::Relaxed);
    });
    assert!(serde_json::from_str::<model::Config>(r#"{"type": "Old"}"#).is_ok());
    assert!(serde_json::from_str::<backbone::Config>(r#"{"type": "Tiny"}"#).is_ok());
    assert_eq!(TOLD.load(Ordering::Relaxed), 1);
}

//! A registry of one scope: `_scope_` changes nothing, so it may come anywhere.

use quickstart::registry::{Scope, act};

/// The module that a config is of, or the error.
fn read(text: &str) -> String {
    match serde_json::from_str::<act::Config>(text) {
        Ok(config) => format!("{:?}", config.kind()),
        Err(error) => error.to_string(),
    }
}

#[test]
fn scope_before_behind_and_after() {
    let scope = Scope::OWN.name();
    for text in [
        format!(r#"{{"_scope_": "{scope}", "type": "GELU", "approximate": true}}"#),
        format!(r#"{{"type": "GELU", "_scope_": "{scope}", "approximate": true}}"#),
        format!(r#"{{"type": "GELU", "approximate": true, "_scope_": "{scope}"}}"#),
        format!(r#"{{"approximate": true, "type": "GELU", "_scope_": "{scope}"}}"#),
    ] {
        assert_eq!(read(&text), "GELU", "{text}");
    }
}

#[test]
fn wrong_scopes() {
    let scope = Scope::OWN.name();
    let nowhere = "there is no scope `nowhere`; the scopes are `quickstart`";
    for (text, expect) in [
        (
            r#"{"type": "ReLU", "_scope_": "nowhere"}"#.to_owned(),
            format!("{nowhere} at line 1 column 37"),
        ),
        (
            r#"{"_scope_": "nowhere", "type": "ReLU"}"#.to_owned(),
            format!("{nowhere} at line 1 column 21"),
        ),
        (
            format!(r#"{{"type": "ReLU", "_scope_": "{scope}", "_scope_": "{scope}"}}"#),
            "the key `_scope_` is written twice at line 1 column 65".to_owned(),
        ),
        (
            format!(r#"{{"type": "ReLU", "_scope_": "{scope}", "type": "ReLU"}}"#),
            "the key `type` is written twice at line 1 column 56".to_owned(),
        ),
    ] {
        assert_eq!(read(&text), expect, "{text}");
    }
}

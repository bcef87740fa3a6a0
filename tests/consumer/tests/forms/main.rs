//! Configs with the arguments under a key of their own, and under the name: read and written as serde's own enums of that
//! form, in all formats; and configs whose name is unknown.

mod against_serde;

use std::fmt::Debug;

use against_serde::read;
use consumer::form::{Clamp, Filled, Held, Unit};
use consumer::registry::{Scope, adjacent, external, internal, later_adjacent, later_external};
use rollbook::Error;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// The name, the arguments and the scope may come in any order.
#[test]
fn adjacent_in_every_order() {
    let clamp = |low| adjacent::Config::Clamp(Box::new(Clamp { low, kind: None }));
    let read = |text: &str| serde_json::from_str::<adjacent::Config>(text);
    let check = |text: &str, expect| assert_eq!(read(text).unwrap(), expect, "{text}");
    check(r#"{"type": "Clamp", "config": {"low": 1.0}}"#, clamp(1.0));
    check(r#"{"config": {"low": 1.0}, "type": "Clamp"}"#, clamp(1.0));
    check(
        r#"{"_scope_": "mmdet", "type": "Clamp"}"#,
        adjacent::Config::MmdetClamp(Unit),
    );
    check(
        r#"{"type": "Clamp", "_scope_": "mmdet", "config": {}}"#,
        adjacent::Config::MmdetClamp(Unit),
    );
    check(
        r#"{"config": null, "type": "Clamp", "_scope_": "mmdet"}"#,
        adjacent::Config::MmdetClamp(Unit),
    );
    check(
        r#"{"type": "Clamp", "config": {"low": 1.0}, "_scope_": "mmcv"}"#,
        clamp(1.0),
    );
    // Defaults, a name alone, a table without arguments, arguments that are not a table.
    let filled = |low| adjacent::Config::Filled(Filled { low, high: 9 });
    check(r#"{"type": "Filled", "config": {"low": 1}}"#, filled(1));
    check(r#"{"config": {"low": 1}, "type": "Filled"}"#, filled(1));
    check(r#""Unit""#, adjacent::Config::Unit(Unit));
    check(r#"{"type": "Unit"}"#, adjacent::Config::Unit(Unit));
    let pair = adjacent::Config::Pair(consumer::form::Pair(1, "a".into()));
    check(r#"{"type": "Pair", "config": [1, "a"]}"#, pair);
    let said = |text: &str, expect: &str| {
        assert_eq!(read(text).unwrap_err().to_string(), expect, "{text}");
    };
    said(
        r#"{"type": "Clampp", "config": {}}"#,
        "no adjacent `Clampp` as seen from `mmcv`; did you mean `Clamp`? at line 1 column 17",
    );
    said(
        r#"{"type": "Clamp", "low": 1.0}"#,
        "unknown key `low`: the arguments of the adjacent go into `config` at line 1 column 28",
    );
    said(
        r#"{"type": "Clamp", "config": {"low": "x"}}"#,
        "invalid type: string \"x\", expected f64 at line 1 column 39",
    );
    said(
        r#"{"config": {"low": "x"}, "type": "Clamp"}"#,
        "invalid type: string \"x\", expected f64 (in `config.low`) at line 1 column 41",
    );
    said(
        r#"{"type": "Clamp"}"#,
        "missing field `low` of the adjacent `Clamp` at line 1 column 17",
    );
    said(
        r#"{"config": {}}"#,
        "missing `type`: which adjacent is meant at line 1 column 14",
    );
    said(
        r#"{"type": "Clamp", "config": {"low": 1}, "config": {}}"#,
        "the key `config` is written twice at line 1 column 52",
    );
    said(
        r#"{"type": "Unit", "config": {"low": 1}}"#,
        "unknown argument `low`: it takes none at line 1 column 36",
    );
    said(
        r#"{"type": "Clamp", "config": {"low": 1}, "_scope_": "mmdet"}"#,
        "`_scope_` comes too late: write it before `config` at line 1 column 59",
    );
}

#[test]
fn external_in_every_form() {
    let clamp = |low| external::Config::Clamp(Box::new(Clamp { low, kind: None }));
    // A table that knows how many entries it has.
    let value = json!({ "Clamp": {}, "_scope_": "mmdet" });
    let scoped = external::Config::deserialize(value).unwrap();
    assert_eq!(scoped, external::Config::MmdetClamp(Unit));
    let unit = || external::Config::Unit(Unit);
    let read = |text: &str| serde_json::from_str::<external::Config>(text);
    let check = |text: &str, expect| assert_eq!(read(text).unwrap(), expect, "{text}");
    check(r#"{"Clamp": {"low": 1.0}}"#, clamp(1.0));
    check(r#""Unit""#, unit());
    check(r#"{"Unit": {}}"#, unit());
    check(r#"{"Unit": null}"#, unit());
    check(r#"{"mmdet.Clamp": {}}"#, external::Config::MmdetClamp(Unit));
    check(
        r#"{"_scope_": "mmdet", "Clamp": {}}"#,
        external::Config::MmdetClamp(Unit),
    );
    check(
        r#"{"Filled": {"low": 1}}"#,
        external::Config::Filled(Filled { low: 1, high: 9 }),
    );
    let said = |text: &str, expect: &str| {
        assert_eq!(read(text).unwrap_err().to_string(), expect, "{text}");
    };
    said(
        r#"{"Clampp": {}}"#,
        "no external `Clampp` as seen from `mmcv`; did you mean `Clamp`? at line 1 column 13",
    );
    said(
        r#"{"Clamp": {"low": "x"}}"#,
        "invalid type: string \"x\", expected f64 at line 1 column 21",
    );
    said(
        "{}",
        "missing a key with the name of the external at line 1 column 2",
    );
    said(
        r#"{"Unit": {}, "Clamp": {}}"#,
        "a second key `Clamp`: the external is a table with one key, its name at line 1 column 24",
    );
    said(
        "3",
        "invalid type: integer `3`, expected the external: a table with its name as the key, or a name at line 1 column 1",
    );
}

/// YAML's tags, and RON's variants.
#[test]
fn external_as_variants() {
    let clamp = external::Config::Clamp(Box::new(Clamp {
        low: 1.0,
        kind: None,
    }));
    let all = |text: &str, expect: &external::Config| {
        for (reader, read) in read::<external::Config>("yaml", text.as_bytes()) {
            assert_eq!(read.as_ref(), Ok(expect), "{reader}: {text}");
        }
    };
    all("!Clamp\nlow: 1.0\n", &clamp);
    all("Clamp:\n  low: 1.0\n", &clamp);
    all("!Clamp { low: 1.0 }\n", &clamp);
    all("Unit\n", &external::Config::Unit(Unit));
    all("!Unit\n", &external::Config::Unit(Unit));
    all(
        "_scope_: mmdet\nClamp: {}\n",
        &external::Config::MmdetClamp(Unit),
    );
    let held = Held {
        inner: Some(Box::new(clamp.clone())),
        list: vec![external::Config::Unit(Unit)],
    };
    all(
        "!Holds\ninner: !Clamp { low: 1.0 }\nlist: [Unit]\n",
        &external::Config::Holds(held),
    );
    let ron = |text: &str| ron::from_str::<external::Config>(text).unwrap();
    assert_eq!(ron("Clamp((low: 1.0, type: None))"), clamp);
    assert_eq!(ron(r#"{"Clamp": (low: 1.0, type: None)}"#), clamp);
    assert_eq!(ron("Unit"), external::Config::Unit(Unit));
}

/// The places of rollbook's own reader of TOML.
#[test]
fn places() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code)]
    struct Job {
        adjacent: Option<adjacent::Module>,
        external: Option<external::Module>,
    }
    let said = |text: &str, expect: &str| {
        let error = rollbook::toml::from_str::<Job>(text).unwrap_err();
        assert_eq!(error.to_string(), expect, "{text}");
    };
    said(
        "[adjacent]\nconfig = { low = 'x' }\ntype = 'Clamp'\n",
        "TOML error at line 2, column 18\n  |\n2 | config = { low = 'x' }\n  |                  ^^^\n\
         invalid type: string \"x\", expected f64\nin `adjacent.config.low`",
    );
    said(
        "[adjacent]\nconfg = { low = 1.0 }\ntype = 'Clamp'\n",
        "TOML error at line 2, column 1\n  |\n2 | confg = { low = 1.0 }\n  | ^^^^^\n\
         unknown key `confg`: the arguments of the adjacent go into `config`\nin `adjacent.confg`",
    );
    said(
        "[external.Clampp]\nlow = 1.0\n",
        "TOML error at line 1, column 11\n  |\n1 | [external.Clampp]\n  |           ^^^^^^\n\
         no external `Clampp` as seen from `mmcv`; did you mean `Clamp`?\nin `external.Clampp`",
    );
    said(
        "[external.Holds]\nlist = [{ Clamp = { lw = 1.0 } }]\n",
        "TOML error at line 2, column 21\n  |\n2 | list = [{ Clamp = { lw = 1.0 } }]\n  |                     ^^\n\
         unknown field `lw`, expected `low` or `type`\nin `external.Holds.list[0].Clamp.lw`",
    );
}

#[test]
fn from_a_registry_with_a_path() {
    let value = json!({ "config": { "inner": { "config": { "low": "x" }, "type": "Clamp" }, "list": [] }, "type": "Holds" });
    let Err(Error::Read { path, source }) = adjacent::REGISTRY.config(value) else {
        panic!("it is read");
    };
    assert_eq!(path, "config.inner.config.low");
    assert_eq!(
        source.to_string(),
        "invalid type: string \"x\", expected f64"
    );
    let seen = adjacent::from(Scope::Mmdet)
        .config(json!({ "type": "Clamp" }))
        .unwrap();
    assert_eq!(seen, adjacent::Config::MmdetClamp(Unit));
    let written = Scope::Mmdet.enter(|| serde_json::to_value(&seen).unwrap());
    assert_eq!(written, json!({ "type": "Clamp" }));
    let written = serde_json::to_value(external::Config::MmdetClamp(Unit)).unwrap();
    assert_eq!(written, json!("mmdet.Clamp"));
}

#[test]
fn names_of_the_future_are_kept() {
    fn check<C: DeserializeOwned + Serialize + Clone + PartialEq + Debug>(all: &[Value]) {
        for value in all {
            let read = C::deserialize(value).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), *value);
            let text = serde_json::to_string(&read).unwrap();
            assert_eq!(serde_json::from_str::<C>(&text).unwrap(), read, "{text}");
        }
    }
    let arguments =
        json!({ "n": -1, "list": [1.5, true, null, "x"], "more": { "Clamp": { "low": 1 } } });
    check::<internal::Config>(&[
        json!({ "kind": "Future", "n": -1, "list": [1.5, { "kind": "Clamp" }] }),
        json!({ "kind": "Future" }),
        json!("Future"),
        json!({ "kind": "Future", "_scope_": "mmdet", "n": 1 }),
        json!({ "kind": "mmfuture.Net", "n": 1 }),
        json!({ "kind": "Later", "n": 1 }),
        json!({ "kind": "Holds", "inner": null, "list": [{ "kind": "Future", "deep": [{}] }] }),
    ]);
    check::<later_adjacent::Config>(&[
        json!({ "type": "Future", "config": arguments }),
        json!({ "type": "Future", "config": [1, 2] }),
        json!("Future"),
        json!({ "type": "Future", "_scope_": "mmdet", "config": {} }),
    ]);
    check::<later_external::Config>(&[
        json!({ "Future": arguments }),
        json!({ "Future": 5 }),
        json!("Future"),
        json!({ "_scope_": "mmdet", "Future": {} }),
    ]);
    let late: internal::Config =
        serde_json::from_str(r#"{"n": 1, "kind": "Future", "m": {"2": 3}}"#).unwrap();
    let internal::Config::Later(unknown) = &late else {
        panic!("{late:?}");
    };
    assert_eq!(
        (unknown.name(), unknown.scope(), unknown.is_bare()),
        ("Future", None, false)
    );
    assert_eq!(
        serde_json::to_value(unknown).unwrap(),
        json!({ "n": 1, "m": { "2": 3 } })
    );
    let error = late.build().unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "cannot build the internal `Later`: this program has no module `Future`"
    );
    assert!(internal::REGISTRY.get("Later").is_none());
    assert!(internal::REGISTRY.iter().all(|(name, _)| name != "Later"));
    assert!(internal::REGISTRY.names().all(|(name, _)| name != "Later"));
    assert!(internal::REGISTRY.check_arguments().is_ok());
    let yaml = serde_yaml_ng::from_str::<later_external::Config>("!Future { n: 1 }").unwrap();
    assert_eq!(
        serde_json::to_value(&yaml).unwrap(),
        json!({ "Future": { "n": 1 } })
    );
}

#[test]
fn the_default_of_a_registry() {
    #[derive(Deserialize)]
    struct Job {
        #[serde(default)]
        adjacent: adjacent::Config,
    }
    let job: Job = serde_json::from_str("{}").unwrap();
    assert_eq!(job.adjacent, adjacent::Config::Clamp(Box::default()));
    assert_eq!(external::Config::default(), external::Config::Unit(Unit));
}

#[test]
fn made_from_a_config_and_matched() {
    let clamp = Clamp {
        low: 1.0,
        kind: None,
    };
    let config = adjacent::Config::from(clamp.clone());
    assert_eq!(config, adjacent::Config::Clamp(Box::new(clamp)));
    let written = adjacent::each!(Config: &config, held => serde_json::to_value(held).unwrap());
    assert_eq!(written, json!({ "low": 1.0, "type": null }));
}

#[test]
fn config_with_fills_arguments_where_they_are() {
    let adjacent = |input: Value, defaults: Value| {
        let config = adjacent::REGISTRY.config_with(input, defaults);
        serde_json::to_value(config.unwrap()).unwrap()
    };
    let full = json!({ "type": "Filled", "config": { "low": 1, "high": 2 } });
    for (input, defaults) in [
        (
            json!({ "type": "Filled", "config": { "low": 1 } }),
            json!({ "low": 5, "high": 2 }),
        ),
        (
            json!({ "config": { "low": 1, "high": 2 } }),
            json!({ "type": "Filled", "high": 5 }),
        ),
        (json!("Filled"), json!({ "low": 1, "high": 2 })),
        (
            json!({ "type": "Filled" }),
            json!({ "config": { "low": 1 }, "high": 2 }),
        ),
        (json!({ "config": { "low": 1 } }), full.clone()),
    ] {
        assert_eq!(adjacent(input.clone(), defaults), full, "{input}");
    }
    let pair = json!({ "type": "Pair", "config": [1, "a"] });
    assert_eq!(adjacent(pair.clone(), json!({ "low": 1 })), pair);

    let external = |input: Value, defaults: Value| {
        let config = external::REGISTRY.config_with(input, defaults);
        serde_json::to_value(config.unwrap()).unwrap()
    };
    let full = json!({ "Filled": { "low": 1, "high": 2 } });
    for (input, defaults) in [
        (
            json!({ "Filled": { "low": 1 } }),
            json!({ "low": 5, "high": 2 }),
        ),
        (json!({ "Filled": null }), json!({ "low": 1, "high": 2 })),
        (json!("Filled"), json!({ "low": 1, "high": 2 })),
    ] {
        assert_eq!(external(input.clone(), defaults), full, "{input}");
    }
    assert_eq!(external(json!("Unit"), json!({})), json!("Unit"));
}

//! Whole configs: modules that are not plain structs, what cannot be read or written, wrappers and layered configuration.

use std::collections::BTreeMap;
use std::fmt::{Debug, Display};

use serde::{Deserialize, Serialize};
use whole::registry::odd::{self, Config};

fn shown<T: Debug, E: Display>(result: Result<T, E>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(error) => format!("error: {}", error.to_string().replace('\n', " / ")),
    }
}

fn json(text: &str) -> String {
    shown(serde_json::from_str::<Config>(text))
}

fn table(entries: &[(u32, u32)]) -> String {
    let table = whole::Table(entries.iter().copied().collect());
    format!("{:?}", Config::Table(table))
}

#[test]
fn a_variant_that_messagepack_has_as_a_number() {
    let entry = |key: &str, value: &[u8]| {
        let mut bytes = vec![0xa0 | key.len() as u8];
        bytes.extend(key.as_bytes());
        bytes.extend(value);
        bytes
    };
    let tag = entry("type", b"\xa5Picks");
    let mode = entry("mode", &[1]);
    for entries in [[&tag, &mode], [&mode, &tag]] {
        let bytes = [&[0x82], entries[0].as_slice(), entries[1]].concat();
        let read = shown(rmp_serde::from_slice::<Config>(&bytes));
        assert_eq!(read, "Picks(Picks { mode: Slow })");
    }
    assert!(json(r#"{"mode": 1, "type": "Picks"}"#).starts_with("error"));
}

#[test]
fn a_module_that_is_a_map_with_numbers_as_keys() {
    let expect = table(&[(1, 2), (30, 4)]);
    for text in [
        "{type: Table, 1: 2, 30: 4}",
        "{1: 2, type: Table, 30: 4}",
        "{1: 2, 30: 4, type: Table}",
    ] {
        assert_eq!(
            shown(serde_yaml_ng::from_str::<Config>(text)),
            expect,
            "{text}"
        );
        assert_eq!(
            shown(serde_saphyr::from_str::<Config>(text)),
            expect,
            "{text}"
        );
    }
    for text in [
        r#"{"type": "Table", "1": 2, "30": 4}"#,
        r#"{"1": 2, "type": "Table", "30": 4}"#,
        r#"{"1": 2, "30": 4, "type": "Table"}"#,
    ] {
        assert_eq!(json(text), expect, "{text}");
        assert_eq!(shown(json5::from_str::<Config>(text)), expect, "{text}");
    }
    for text in ["type='Table'\n1=2\n30=4", "1=2\n30=4\ntype='Table'"] {
        assert_eq!(shown(toml::from_str::<Config>(text)), expect, "{text}");
        assert_eq!(
            shown(rollbook::toml::from_str::<Config>(text)),
            expect,
            "{text}"
        );
    }
    for text in [
        r#"{"type": "Table", 1: 2, 30: 4}"#,
        r#"{1: 2, 30: 4, "type": "Table"}"#,
    ] {
        assert_eq!(shown(ron::from_str::<Config>(text)), expect, "{text}");
    }
    use ciborium::Value;
    let pair = |key: Value, value: Value| (key, value);
    let tag = || pair(Value::Text("type".into()), Value::Text("Table".into()));
    let numbers = || [pair(1.into(), 2.into()), pair(30.into(), 4.into())];
    let [one, two] = numbers();
    for entries in [vec![tag(), one.clone(), two.clone()], vec![one, two, tag()]] {
        let value = Value::Map(entries);
        let mut bytes = Vec::new();
        ciborium::into_writer(&value, &mut bytes).unwrap();
        assert_eq!(
            shown(ciborium::from_reader::<Config, _>(&bytes[..])),
            expect
        );
        assert_eq!(shown(value.deserialized::<Config>()), expect);
        let bytes = rmp_serde::to_vec_named(&value).unwrap();
        assert_eq!(shown(rmp_serde::from_slice::<Config>(&bytes)), expect);
    }
}

#[test]
fn numbers_as_keys_of_a_flattened_map() {
    let rest = BTreeMap::from([(7, BTreeMap::from([(-1, true)]))]);
    let expect = format!("{:?}", Config::Nested(whole::Nested { rest }));
    for text in [
        "{type: Nested, 7: {-1: true}}",
        "{7: {-1: true}, type: Nested}",
    ] {
        assert_eq!(
            shown(serde_yaml_ng::from_str::<Config>(text)),
            expect,
            "{text}"
        );
    }
}

#[test]
fn keys_and_a_name_that_are_bytes() {
    use ciborium::Value;
    let bytes = |text: &str| Value::Bytes(text.as_bytes().to_vec());
    let tag = (bytes("type"), bytes("Env"));
    let depth = (bytes("depth"), Value::from(7));
    for entries in [vec![tag.clone(), depth.clone()], vec![depth, tag]] {
        let packed = rmp_serde::to_vec_named(&Value::Map(entries)).unwrap();
        let read = shown(rmp_serde::from_slice::<Config>(&packed));
        assert!(read.starts_with("Env(Env { depth: 7,"), "{read}");
    }
}

#[derive(Serialize)]
struct Last<T> {
    #[serde(flatten)]
    held: T,
    r#type: &'static str,
}

#[derive(Serialize)]
struct First<T> {
    r#type: &'static str,
    #[serde(flatten)]
    held: T,
}

#[test]
fn what_a_format_says_of_itself() {
    #[derive(Serialize)]
    struct Nothing {}
    for named in [
        rmp_serde::to_vec_named(&First {
            r#type: "Asks",
            held: Nothing {},
        })
        .unwrap(),
        rmp_serde::to_vec_named(&BTreeMap::from([("type", "Asks")])).unwrap(),
    ] {
        assert_eq!(
            shown(rmp_serde::from_slice::<Config>(&named)),
            "Asks(Asks { human: false })"
        );
    }
    assert_eq!(json(r#"{"type": "Asks"}"#), "Asks(Asks { human: true })");
    let host = || whole::Host {
        ip: [1, 2, 3, 4].into(),
        seed: u128::MAX,
    };
    let expect = format!("{:?}", Config::Host(host()));
    for packed in [
        rmp_serde::to_vec_named(&Last {
            held: MapOf(host()),
            r#type: "Host",
        })
        .unwrap(),
        rmp_serde::to_vec_named(&Config::Host(host())).unwrap(),
    ] {
        assert_eq!(shown(rmp_serde::from_slice::<Config>(&packed)), expect);
    }
    let mut packed = Vec::new();
    ciborium::into_writer(
        &Last {
            held: MapOf(host()),
            r#type: "Host",
        },
        &mut packed,
    )
    .unwrap();
    assert_eq!(
        shown(ciborium::from_reader::<Config, _>(&packed[..])),
        expect
    );
    // What the defaults say is in their own form, whatever that of the config is.
    let name = rmp_serde::to_vec("Host").unwrap();
    let mut input = rmp_serde::Deserializer::new(&name[..]);
    let defaults = serde_json::json!({ "ip": "1.2.3.4", "seed": 5 });
    let read = odd::REGISTRY.config_with(&mut input, defaults);
    assert_eq!(shown(read), "Host(Host { ip: 1.2.3.4, seed: 5 })");
}

/// serde's `flatten` has no 128 bits; this has.
struct MapOf(whole::Host);

impl Serialize for MapOf {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("ip", &self.0.ip)?;
        map.serialize_entry("seed", &self.0.seed)?;
        map.end()
    }
}

#[test]
fn what_has_no_place_for_a_name() {
    for (text, expect) in [
        (
            r#"{"type": "One"}"#,
            "the config of `One` is a number, and has no place for `type`: only tables do",
        ),
        (
            r#"{"0": 1, "type": "One"}"#,
            "the config of `One` is a number, and has no place for `type`: only tables do",
        ),
        (
            r#"{"type": "Pair", "0": 1}"#,
            "the config of `Pair` is a list, and has no place for `type`: only tables do",
        ),
        (
            r#"{"type": "Choice", "B": 1, "A": {"x": 1}}"#,
            "a variant is already given, and there can be only one",
        ),
    ] {
        let read = json(text);
        assert!(read.contains(expect), "{text}: {read}");
    }
    assert_eq!(json(r#"{"type": "Choice", "B": 1}"#), "Choice(B(1))");
    assert_eq!(json(r#"{"B": 1, "type": "Choice"}"#), "Choice(B(1))");
    let found = odd::REGISTRY.check_arguments().unwrap_err();
    let lines = found
        .lines()
        .map(|line| line.rsplit_once(" (").unwrap().0)
        .collect::<Vec<_>>();
    assert_eq!(
        lines,
        [
            "the config of `One` is a number, and has no place for `type`: only tables do",
            "the config of `Pair` is a list, and has no place for `type`: only tables do",
            "an argument of `Typed` is called `type`: rename it",
        ]
    );
}

#[test]
fn an_argument_called_as_the_tag_is_not_written() {
    let typed = Config::Typed(whole::Typed {
        r#type: Some("q".into()),
    });
    let free = |key: &str| Config::Free(whole::Free(BTreeMap::from([(key.into(), 1)])));
    for (config, expect) in [
        (typed, "error: an argument of `Typed` is called `type`"),
        (
            free("type"),
            "error: an argument of `Free` is called `type`",
        ),
        (
            free("_scope_"),
            "error: an argument of `Free` is called `_scope_`",
        ),
        (free("types"), r#""{\"type\":\"Free\",\"types\":1}""#),
    ] {
        let written = shown(serde_json::to_string(&config));
        assert!(written.starts_with(expect), "{written}");
    }
}

#[test]
fn config_rs_reads_in_every_order() {
    let source = || {
        let variables = [
            ("M__TYPE", "Env"),
            ("M__DEPTH", "7"),
            ("M__ON", "yes"),
            ("M__RATE", "0.5"),
            ("M__NAME", "12"),
        ];
        let variables = variables.map(|(key, value)| (key.to_owned(), value.to_owned()));
        config::Environment::with_prefix("M")
            .separator("__")
            .source(Some(variables.into()))
    };
    let expect = r#"Env(Env { depth: 7, on: true, rate: 0.5, name: "12" })"#;
    for _ in 0..200 {
        let read = config::Config::builder()
            .add_source(source())
            .build()
            .unwrap();
        assert_eq!(shown(read.try_deserialize::<Config>()), expect);
    }
    #[derive(Debug, Deserialize)]
    struct Settings {
        gx: Config,
        #[allow(dead_code)]
        n: u8,
    }
    for _ in 0..200 {
        let values =
            serde_json::json!({"gx": {"type": "Env", "depth": "1", "on": 0, "name": 12}, "n": "3"});
        let read = config::Config::try_from(&values).unwrap();
        let read = read.try_deserialize::<Settings>().unwrap();
        assert_eq!(
            shown(Ok::<_, String>(read.gx)),
            r#"Env(Env { depth: 1, on: false, rate: 0.0, name: "12" })"#
        );
    }
}

#[test]
fn text_that_is_converted() {
    let text = |pairs: &[(&str, &str)]| {
        let pairs = pairs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).into()));
        serde_json::Value::Object(pairs.collect())
    };
    let variables = text(&[
        ("depth", "7"),
        ("on", "off"),
        ("rate", "1e-3"),
        ("name", "true"),
        ("type", "Env"),
    ]);
    let expect = r#"Env(Env { depth: 7, on: false, rate: 0.001, name: "true" })"#;
    assert_eq!(
        shown(Config::deserialize(rollbook::lenient(&variables))),
        expect
    );
    let wrong = text(&[("depth", "seven"), ("type", "Env")]);
    let error = shown(Config::deserialize(rollbook::lenient(&wrong)));
    assert_eq!(
        error,
        r#"error: invalid type: string "seven", expected u32"#
    );
    assert!(shown(Config::deserialize(&variables)).starts_with("error: invalid type: string"));
}

#[test]
fn figment_in_every_order() {
    use figment::Figment;
    use figment::providers::Serialized;
    let figment = Figment::from(Serialized::default("depth", 7))
        .merge(Serialized::default("type", "Env"))
        .merge(Serialized::default("on", true));
    let expect = r#"Env(Env { depth: 7, on: true, rate: 0.0, name: "" })"#;
    assert_eq!(shown(figment.extract::<Config>()), expect);
}

#[test]
fn wrappers_that_watch() {
    // Round the format they see what follows the name; round `name_first` they see all.
    for (text, by_format) in [
        (r#"{"type": "Env", "depth": 1, "tpyo": 2}"#, vec!["tpyo"]),
        (r#"{"depth": 1, "tpyo": 2, "type": "Env"}"#, vec![]),
    ] {
        let mut seen = Vec::new();
        let mut input = serde_json::Deserializer::from_str(text);
        let read = serde_ignored::deserialize::<_, _, Config>(&mut input, |path| {
            seen.push(path.to_string())
        });
        assert!(read.is_ok() && seen == by_format, "{text}: {seen:?}");
        let mut seen = Vec::new();
        let mut input = serde_json::Deserializer::from_str(text);
        let input = rollbook::name_first(&mut input);
        let read =
            serde_ignored::deserialize::<_, _, Config>(input, |path| seen.push(path.to_string()));
        assert!(read.is_ok() && seen == ["tpyo"], "{text}: {seen:?}");
    }
    for text in [
        "type = 'Env'\ndepth = 1\ntpyo = 2",
        "depth = 1\ntpyo = 2\ntype = 'Env'",
    ] {
        let mut seen = Vec::new();
        let input = rollbook::toml::Deserializer::parse(text).unwrap();
        let read =
            serde_ignored::deserialize::<_, _, Config>(input, |path| seen.push(path.to_string()));
        assert!(read.is_ok() && seen == ["tpyo"], "{text}: {seen:?}");
        let text = text.replace('1', "'x'");
        let input = rollbook::toml::Deserializer::parse(&text).unwrap();
        let error = serde_path_to_error::deserialize::<_, Config>(input).unwrap_err();
        assert_eq!(error.path().to_string(), "depth");
        assert!(error.inner().span().is_some());
    }
    for text in [
        r#"{"type": "Env", "depth": "x"}"#,
        r#"{"depth": "x", "type": "Env"}"#,
    ] {
        let mut input = serde_json::Deserializer::from_str(text);
        let input = rollbook::name_first(&mut input);
        let error = serde_path_to_error::deserialize::<_, Config>(input).unwrap_err();
        assert_eq!(error.path().to_string(), "depth", "{text}");
    }
}

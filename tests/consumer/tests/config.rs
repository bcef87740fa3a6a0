//! Reading configs, in every format and every order of keys.

use consumer::act::{HardSigmoid, ReLU};
use consumer::model::{Model, Wide};
use consumer::registry::{Scope, act, backbone, head, model};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Reads the same config from each format.
fn in_each_format<T: DeserializeOwned>(json: &str, check: impl Fn(&str, T)) {
    let value: serde_json::Value = serde_json::from_str(json).unwrap();
    check("json", serde_json::from_str(json).unwrap());
    check(
        "json reader",
        serde_json::from_reader(json.as_bytes()).unwrap(),
    );
    check("json value", serde_json::from_value(value.clone()).unwrap());
    check("yaml", serde_yaml_ng::from_str(json).unwrap());
    #[cfg(feature = "saphyr")]
    check("yaml saphyr", serde_saphyr::from_str(json).unwrap());
    let ron =
        ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    check("ron map", ron.from_str(json).unwrap());
    let mut cbor = Vec::new();
    ciborium::into_writer(&value, &mut cbor).unwrap();
    check("cbor", ciborium::from_reader(&cbor[..]).unwrap());
    let message_pack = rmp_serde::to_vec_named(&value).unwrap();
    check(
        "message pack",
        rmp_serde::from_slice(&message_pack).unwrap(),
    );
    if value.is_object() {
        let text = toml::to_string(&value).unwrap();
        check("toml", toml::from_str(&text).unwrap());
        check("rollbook::toml", rollbook::toml::from_str(&text).unwrap());
    }
}

#[test]
fn the_tag_first_or_last_in_every_format() {
    let check = |json: &str| {
        in_each_format::<model::Module>(json, |format, module| {
            assert_eq!(module.describe(), "Detector(8, 3)", "{format}");
        });
    };
    let wide = r#"{"width": 3, "tags": [], "inner": {"depth": -2}, "type": "Wide"}"#;
    check(&format!(
        r#"{{"type": "mmdet.Detector", "backbone": {{"type": "Tiny"}}, "neck": {wide}}}"#
    ));
    check(&format!(
        r#"{{"backbone": {{"type": "Tiny"}}, "type": "mmdet.Detector", "neck": {wide}}}"#
    ));
    check(&format!(
        r#"{{"neck": {wide}, "backbone": {{"type": "Tiny"}}, "type": "mmdet.Detector"}}"#
    ));
    check(&format!(
        r#"{{"neck": {wide}, "backbone": "Tiny", "type": "mmdet.Detector"}}"#
    ));
}

#[test]
fn ron_in_its_own_words() {
    let text = r#"(type: "mmdet.Detector", backbone: (type: "Tiny"), neck: Some((width: 3, tags: [], inner: (depth: 1), type: "Wide")))"#;
    let module: model::Module = ron::from_str(text).unwrap();
    assert_eq!(module.describe(), "Detector(8, 3)");
}

#[test]
fn a_bare_string_and_a_list() {
    in_each_format::<act::Config>(r#""ReLU""#, |format, config| {
        assert_eq!(config, act::Config::ReLU(ReLU), "{format}");
    });
    in_each_format::<model::Module>(
        r#"["mmdet.NetA", {"type": "ResNet", "depth": 3}, []]"#,
        |format, module| {
            assert_eq!(module.describe(), "[NetA, ResNet3, []]", "{format}");
        },
    );
    let error = serde_json::from_str::<act::Config>("[1]")
        .unwrap_err()
        .to_string();
    let text = "invalid type: sequence, expected the act: a table with the key `kind`, or a name at line 1 column 1";
    assert_eq!(error.replace("column 0", "column 1"), text);
}

#[test]
fn an_alias_and_another_key() {
    let module: model::Module = serde_json::from_str(r#"{"type": "resnet", "depth": 7}"#).unwrap();
    assert_eq!(module.kind(), model::Kind::ResNet);
    let config: act::Config =
        serde_json::from_str(r#"{"kind": "hard/sigmoid", "slope": 2.0}"#).unwrap();
    assert_eq!(
        config,
        act::Config::HardSigmoid(HardSigmoid { slope: Some(2.0) })
    );
}

#[test]
fn defaults_of_the_manifest_fill_what_is_missing() {
    let check = |json: &str, width: u32, tags: &[&str], depth: i8| {
        in_each_format::<backbone::Config>(json, |format, config| {
            let backbone::Config::Wide(Wide {
                width: w,
                tags: t,
                inner,
            }) = config
            else {
                panic!("{format}: {config:?}");
            };
            assert_eq!(
                (w, t, inner.depth),
                (width, tags.iter().map(|s| (*s).into()).collect(), depth),
                "{format}"
            );
        });
    };
    check(r#"{"type": "Wide"}"#, 64, &["a", "b"], 2);
    check(r#""Wide""#, 64, &["a", "b"], 2);
    check(r#"{"type": "Wide", "width": 1}"#, 1, &["a", "b"], 2);
    check(r#"{"width": 1, "type": "Wide"}"#, 1, &["a", "b"], 2);
    check(
        r#"{"inner": {"depth": 9}, "type": "Wide", "tags": []}"#,
        64,
        &[],
        9,
    );
    let shallow = serde_json::from_str::<backbone::Config>(r#"{"type": "Wide", "inner": {}}"#);
    assert!(
        shallow
            .unwrap_err()
            .to_string()
            .starts_with("missing field `depth`")
    );
}

#[test]
fn defaults_at_run_time() {
    use serde_json::json;
    let build = |config, defaults| {
        model::REGISTRY
            .build_with(config, defaults)
            .map(|m: model::Module| m.describe())
    };
    let check =
        |config, defaults, expect: &str| assert_eq!(build(config, defaults).unwrap(), expect);
    check(json!({"type": "ResNet"}), json!({"depth": 5}), "ResNet5");
    check(
        json!({"type": "ResNet", "depth": 1}),
        json!({"depth": 5}),
        "ResNet1",
    );
    check(json!({"depth": 1}), json!({"type": "ResNet"}), "ResNet1");
    check(json!("ResNet"), json!({"depth": 5}), "ResNet5");
    check(
        json!([{"type": "ResNet"}, {"depth": 2}]),
        json!({"type": "ResNet", "depth": 5}),
        "[ResNet5, ResNet2]",
    );
    check(
        json!({"depth": 18, "type": "ResNet"}),
        json!({"_scope_": "mmdet"}),
        "DetResNet18",
    );
    let null = build(
        json!({"type": "ResNet", "depth": null}),
        json!({"depth": 5}),
    );
    assert!(null.unwrap_err().to_string().contains("invalid type: null"));
}

#[test]
fn the_viewer_by_guard_and_by_key() {
    let read = |json: &str| serde_json::from_str::<model::Module>(json).map(|m| m.describe());
    let json = r#"{"type": "ResNet", "depth": 18}"#;
    assert_eq!(read(json).unwrap(), "ResNet18");
    assert_eq!(Scope::Mmdet.enter(|| read(json)).unwrap(), "DetResNet18");
    assert_eq!(
        read(r#"{"type": "ResNet", "_scope_": "mmdet", "depth": 18}"#).unwrap(),
        "DetResNet18"
    );
    assert_eq!(
        read(r#"{"_scope_": "mmdet", "type": "ResNet", "depth": 18}"#).unwrap(),
        "DetResNet18"
    );
    assert_eq!(
        read(r#"{"depth": 18, "_scope_": "mmdet", "type": "ResNet"}"#).unwrap(),
        "DetResNet18"
    );
    assert_eq!(
        read(r#"{"type": "NetB", "_scope_": "mmcls"}"#).unwrap(),
        "NetB"
    );
    let below = r#"{"type": "mmcv.Sequential", "_scope_": "mmdet", "models": ["NetA", {"type": "ResNet", "depth": 34}]}"#;
    assert_eq!(read(below).unwrap(), "[NetA, DetResNet34]");
    assert_eq!(Scope::current(), Scope::Mmcv);
    assert!(
        serde_json::from_reader::<_, model::Module>(
            r#"{"type": "NetB", "_scope_": "mmcls"}"#.as_bytes()
        )
        .is_ok()
    );

    let check = |json: &str, expect: &str| assert_eq!(read(json).unwrap_err().to_string(), expect);
    check(
        r#"{"type": "ResNet", "depth": 1, "_scope_": "mmdet"}"#,
        "`_scope_` comes too late: write it before `type`, or right after it at line 1 column 49",
    );
    check(
        r#"{"type": "NetB", "_scope_": "mmclz"}"#,
        "there is no scope `mmclz`; the scopes are `mmcv`, `mmdet`, `mmdet3d`, `mmcls` at line 1 column 35",
    );
    check(
        r#"{"type": "NetB", "_scope_": 3}"#,
        "invalid type: integer `3`, expected the name of a scope at line 1 column 29",
    );
}

#[test]
fn the_guard_ends_also_when_it_unwinds_and_on_its_thread_only() {
    let caught = std::panic::catch_unwind(|| {
        Scope::Mmdet.enter(|| {
            let other = std::thread::spawn(Scope::current).join().unwrap();
            assert_eq!(other, Scope::Mmcv);
            std::panic::panic_any(())
        })
    });
    assert!(caught.is_err());
    assert_eq!(Scope::current(), Scope::Mmcv);
}

#[test]
fn written_and_read_again() {
    let check = |config: act::Config, json: &str| {
        assert_eq!(serde_json::to_string(&config).unwrap(), json);
        assert_eq!(serde_json::from_str::<act::Config>(json).unwrap(), config);
        let text = toml::to_string(&config).unwrap();
        assert_eq!(
            rollbook::toml::from_str::<act::Config>(&text).unwrap(),
            config
        );
        let text = ron::to_string(&config).unwrap();
        assert_eq!(ron::from_str::<act::Config>(&text).unwrap(), config);
        let text = serde_yaml_ng::to_string(&config).unwrap();
        assert_eq!(
            serde_yaml_ng::from_str::<act::Config>(&text).unwrap(),
            config
        );
    };
    check(act::Config::ReLU(ReLU), r#"{"kind":"ReLU"}"#);
    check(
        act::Config::HardSigmoid(HardSigmoid { slope: Some(0.5) }),
        r#"{"kind":"hard/sigmoid","slope":0.5}"#,
    );
    let nested = consumer::act::Nested {
        inner: [("a".into(), 1)].into(),
    };
    check(
        act::Config::MmclsNested(nested),
        r#"{"kind":"mmcls.Nested","a":1}"#,
    );
}

#[test]
fn modules_that_hold_each_other() {
    let json = r#"{"type": "Head", "loss": {"type": "Distill", "teacher": {"loss": "Mean", "type": "Head"}}}"#;
    in_each_format::<head::Module>(json, |format, module| {
        let text = "Head(Head { loss: Distill(Distill { teacher: Some(Head(Head { loss: Mean(Mean) })) }) })";
        assert_eq!(format!("{module:?}"), text, "{format}");
    });
}

#[derive(Deserialize, Debug)]
struct Job {
    #[allow(dead_code)]
    model: model::Module,
    acts: Vec<act::Config>,
}

#[test]
fn inside_a_struct_of_the_program() {
    let text = "acts = ['ReLU', { slope = 1.0, kind = 'hard/sigmoid' }]\n[model]\ndepth = 3\ntype = 'ResNet'\n";
    assert_eq!(rollbook::toml::from_str::<Job>(text).unwrap().acts.len(), 2);
    assert_eq!(toml::from_str::<Job>(text).unwrap().acts.len(), 2);
}

#[test]
fn formats_that_cannot_say_what_comes_next_refuse() {
    let compact = rmp_serde::to_vec(&("ResNet", 3)).unwrap();
    let error = rmp_serde::from_slice::<backbone::Config>(&compact)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("expected the backbone: a table with the key `type`, or a name"),
        "{error}"
    );
}

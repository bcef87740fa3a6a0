//! The look-ups that MMEngine answered, and what else is said of look-up.

use consumer::registry::{Scope, act, backbone, empty, model};

macro_rules! worlds {
    ($($world:ident)*) => {
        $(
            #[allow(dead_code, unreachable_pub, clippy::module_inception)]
            mod $world {
                pub use rollbook::__private::registry as __rollbook;
                include!(concat!(env!("OUT_DIR"), "/", stringify!($world), ".rs"));
            }
        )*

        fn resolve(world: &str, from: &str, key: &str) -> Option<String> {
            match world {
                $(stringify!($world) => {
                    let viewer: $world::Scope = from.parse().unwrap();
                    let kind = $world::$world::from(viewer).get(key)?;
                    Some(format!("{}.{}", kind.scope().name(), kind.info().name))
                })*
                other => panic!("no world {other}"),
            }
        }
    };
}

worlds! { kennel kennel_v1 lonely twins tower awkward }

#[test]
fn every_look_up_of_mmengine() {
    let cases: serde_json::Value = serde_json::from_str(include_str!("resolve.json")).unwrap();
    let mut count = 0;
    for world in cases["worlds"].as_array().unwrap() {
        let name = world["name"].as_str().unwrap();
        for query in world["queries"].as_array().unwrap() {
            let (from, key) = (
                query["from"].as_str().unwrap(),
                query["key"].as_str().unwrap(),
            );
            let expect = query["mmengine"].as_str();
            // A module whose name holds a dot is left out of our worlds.
            let expect = expect.filter(|found| found.matches('.').count() == 1);
            assert_eq!(
                resolve(name, from, key).as_deref(),
                expect,
                "{name}: {from} ? {key}"
            );
            count += 1;
        }
    }
    assert_eq!(count, 208);
}

/// The world of the documentation: NetA in mmdet, NetB in mmcls, both under mmcv.
#[test]
fn net_a_and_net_b_from_everywhere() {
    let check = |from: Scope, name: &str, expect: Option<model::Kind>| {
        assert_eq!(model::from(from).get(name), expect, "{from} ? {name}");
    };
    let (net_a, net_b) = (Some(model::Kind::MmdetNetA), Some(model::Kind::MmclsNetB));
    check(Scope::Mmdet, "NetA", net_a);
    check(Scope::Mmcls, "NetB", net_b);
    check(Scope::Mmdet, "mmcls.NetB", net_b);
    check(Scope::Mmcls, "mmdet.NetA", net_a);
    check(Scope::Mmcv, "mmdet.NetA", net_a);
    check(Scope::Mmcv, "mmcls.NetB", net_b);
    check(Scope::Mmdet, "NetB", None);
    check(Scope::Mmcv, "NetA", None);
    check(Scope::Mmdet3d, "NetA", net_a);
    check(Scope::Mmdet3d, "mmdet3d.NetA", None);
    check(
        Scope::Mmcv,
        "mmdet.mmdet3d.Deep",
        Some(model::Kind::Mmdet3dDeep),
    );
    check(Scope::Mmcv, "mmdet3d.Deep", None);
    check(Scope::Mmdet, "", None);
    check(Scope::Mmdet, ".", None);
    check(Scope::Mmdet, "NetA.", None);
}

const RES_NET: Option<model::Kind> = model::REGISTRY.get("resnet");

#[test]
fn look_up_by_rustc() {
    assert_eq!(RES_NET, Some(model::Kind::ResNet));
    const { assert!(model::from(Scope::Mmdet).contains("NetA")) };
    let same: model::type_of!("mmdet.NetA") = consumer::model::NetA { width: None };
    let _: model::types::MmdetNetA = same;
    let _: model::type_of!(Scope::Mmcls, "NetB") = consumer::model::NetB {};
    let _: model::type_of!("resnet") = consumer::model::ResNet { depth: 1 };
}

#[test]
fn a_bare_name_is_the_nearest() {
    assert_eq!(
        model::from(Scope::Mmdet3d).get("ResNet"),
        Some(model::Kind::MmdetResNet)
    );
    assert_eq!(
        model::from(Scope::Mmcls).get("ResNet"),
        Some(model::Kind::ResNet)
    );
}

#[test]
fn listing() {
    assert_eq!(model::REGISTRY.len(), 4);
    assert!(empty::REGISTRY.is_empty());
    let names = model::REGISTRY.iter().map(|(name, _)| name);
    assert_eq!(
        names.collect::<Vec<_>>(),
        ["ResNet", "resnet", "Sequential", "Old"]
    );
    let table = "model in mmcls: 1 name\n  NetB  crate::model::NetB";
    assert_eq!(model::from(Scope::Mmcls).to_string(), table);
    let info = model::Kind::ResNet.info();
    assert_eq!(
        (info.name, info.scope, info.aliases),
        ("ResNet", "mmcv", &["resnet"][..])
    );
    assert_eq!(info.doc, "Residual networks.\nOf any depth.");
    assert!(info.place.starts_with("registry.toml:"), "{}", info.place);
    assert_eq!(backbone::Kind::ALL.len(), 2, "the feature `big` is off");
}

#[test]
fn scopes() {
    assert_eq!(
        Scope::ALL,
        [Scope::Mmcv, Scope::Mmdet, Scope::Mmdet3d, Scope::Mmcls]
    );
    assert_eq!(Scope::Mmdet3d.parent(), Some(Scope::Mmdet));
    assert_eq!(Scope::Mmcv.parent(), None);
    assert_eq!(Scope::Mmcv.children(), [Scope::Mmdet, Scope::Mmcls]);
    assert_eq!(Scope::Mmdet3d.root(), Scope::Mmcv);
    assert_eq!(Scope::OWN, Scope::Mmcv);
    assert_eq!("mmcls".parse::<Scope>().unwrap(), Scope::Mmcls);
    let unknown = "mmcl".parse::<Scope>().unwrap_err();
    let text = "there is no scope `mmcl`; the scopes are `mmcv`, `mmdet`, `mmdet3d`, `mmcls`";
    assert_eq!(unknown.to_string(), text);
}

#[test]
fn spelling() {
    let check = |from: Scope, kind, expect: &str| {
        assert_eq!(model::from(from).spell(kind).as_deref(), Some(expect));
        assert_eq!(model::from(from).get(expect), Some(kind));
    };
    check(Scope::Mmcv, model::Kind::ResNet, "ResNet");
    check(Scope::Mmdet, model::Kind::ResNet, "mmcv.ResNet");
    check(Scope::Mmcls, model::Kind::MmdetNetA, "mmdet.NetA");
    check(Scope::Mmcv, model::Kind::Mmdet3dDeep, "mmdet.mmdet3d.Deep");
    check(Scope::Mmdet, model::Kind::Mmdet3dDeep, "mmdet3d.Deep");
}

#[test]
fn the_best_help_for_an_unknown_name() {
    let check = |from: Scope, name: &str, expect: &str| {
        assert_eq!(
            model::from(from).resolve(name).unwrap_err().to_string(),
            expect
        );
    };
    check(
        Scope::Mmdet,
        "NetB",
        "no model `NetB` as seen from `mmdet`; write `mmcls.NetB`",
    );
    check(
        Scope::Mmdet,
        "mmcls.NetA",
        "no model `mmcls.NetA` as seen from `mmdet`; write `NetA`",
    );
    check(
        Scope::Mmcv,
        "Tiny",
        "no model `Tiny` as seen from `mmcv`; it is in the registry `backbone`",
    );
    check(
        Scope::Mmcv,
        "res_net",
        "no model `res_net` as seen from `mmcv`; it is spelled `ResNet`",
    );
    check(
        Scope::Mmcv,
        "ResNit",
        "no model `ResNit` as seen from `mmcv`; did you mean `ResNet`?",
    );
    check(
        Scope::Mmcv,
        "mmdt.NetA",
        "no model `mmdt.NetA` as seen from `mmcv`; there is no scope `mmdt`; the scopes are `mmcv`, `mmdet`, `mmdet3d`, `mmcls`",
    );
    check(
        Scope::Mmcv,
        "Xylophone",
        "no model `Xylophone` as seen from `mmcv`",
    );
    let huge = backbone::REGISTRY.resolve("Huge").unwrap_err().to_string();
    assert_eq!(
        huge,
        "the backbone `Huge` needs the feature `big`, which is off in this build"
    );
    let long = act::REGISTRY
        .resolve(&"x".repeat(1_000_000))
        .map(|_| ())
        .unwrap_err()
        .to_string();
    assert!(long.len() < 200, "{long}");
}

//! Each name from each viewpoint, over three crates.

use app::registry::{Scope, backbone, head, model};
use mmdet::registry::crates::mmcv::{Backbone, Model, Named};
use serde_json::json;

#[test]
fn every_viewpoint() {
    let check = |from: Scope, name: &str, expect: Option<model::Kind>| {
        assert_eq!(model::from(from).get(name), expect, "{from} ? {name}");
    };
    let (net_a, net_b) = (Some(model::Kind::MmdetNetA), Some(model::Kind::MmclsNetB));
    check(Scope::Mmdet, "NetA", net_a);
    check(Scope::Mmdet, "mmdet.NetA", net_a);
    check(Scope::Mmdet, "mmcls.NetB", net_b);
    check(Scope::Mmdet, "NetB", None);
    check(Scope::Mmcls, "NetB", net_b);
    check(Scope::Mmcls, "mmdet.NetA", net_a);
    check(Scope::Mmcv, "mmdet.NetA", net_a);
    check(Scope::Mmcv, "mmcls.NetB", net_b);
    check(Scope::Mmcv, "NetA", None);
    for scope in Scope::ALL {
        check(*scope, "Sequential", Some(model::Kind::Sequential));
        check(*scope, "mmcv.Sequential", Some(model::Kind::Sequential));
    }
}

#[test]
fn mmcv_counts_once_though_it_arrives_twice() {
    assert_eq!(Scope::ALL, [Scope::Mmcv, Scope::Mmdet, Scope::Mmcls]);
    assert_eq!(model::Kind::ALL.len(), 4);
    assert_eq!(backbone::Kind::ALL.len(), 2);
}

#[test]
fn a_detector_of_mmdet_over_a_backbone_of_mmcls() {
    let config =
        json!({ "type": "mmdet.Detector", "backbone": { "type": "mmcls.ResNet", "depth": 18 } });
    let module = model::REGISTRY.build(config).unwrap();
    assert_eq!(module.describe(), "Detector(512 channels)");
    let model::Module::MmdetDetector(detector) = module else {
        panic!("another module");
    };
    assert!(matches!(
        detector.backbone,
        backbone::Module::MmclsResNet(cls::ResNet { depth: 18 })
    ));
}

#[test]
fn heads_of_mmdet_and_losses_of_mmcls_that_hold_each_other() {
    let config = json!({
        "type": "mmdet.Head",
        "loss": { "type": "mmcls.Distill", "teacher": { "type": "mmdet.Head", "loss": "Mean" } },
    });
    let text = "MmdetHead(Head { loss: MmclsDistill(Distill { teacher: Some(MmdetHead(Head { loss: Mean(Mean) })) }) })";
    assert_eq!(format!("{:?}", head::REGISTRY.build(config).unwrap()), text);
}

/// Its path is the same whichever crate lists it. So the enum has no second `From` of it.
#[test]
fn one_type_that_three_crates_list() {
    use app::registry::loss;
    let of = |name: &str| loss::REGISTRY.resolve(name).unwrap().info().type_name;
    assert!(of("Mean").ends_with("::registry::crates::mmcv::Mean"));
    assert_eq!(of("mmdet.L2"), of("Mean"));
    assert_eq!(of("mmcls.Average"), of("Mean"));
}

#[test]
fn three_levels_over_three_crates() {
    let backbone = json!({ "type": "mmcls.ResNet", "depth": 50 });
    let detector = json!({ "type": "mmdet.Detector", "backbone": backbone });
    let nested = json!({ "type": "Sequential", "models": [detector, { "type": "Sequential", "models": ["mmcls.NetB"] }] });
    assert_eq!(
        model::REGISTRY.build(nested).unwrap().describe(),
        "[Detector(2048 channels), [NetB]]"
    );
}

#[test]
fn a_feature_that_its_crate_was_built_without() {
    let error = backbone::REGISTRY.resolve("mmcls.Huge").unwrap_err();
    assert_eq!(
        error.to_string(),
        "the backbone `Huge` needs the feature `big` of the package `mmcls`, which is off in this build"
    );
}

#[test]
fn where_a_module_is_listed() {
    assert_eq!(
        model::Kind::MmdetNetA.info().place,
        "mmdet/registry.toml:13"
    );
    let same: model::type_of!("mmdet.NetA") = mmdet::NetA {};
    assert_eq!(same.describe(), "NetA");
}

#[test]
fn the_build_function_of_mmcv_runs_for_modules_of_mmcls_in_the_app() {
    let error = backbone::REGISTRY.build(json!({ "type": "mmcls.ResNet", "depth": 0 }));
    assert_eq!(
        error.unwrap_err().to_string(),
        "the backbone ResNet has no channels"
    );
}

#[test]
fn each_trait_and_a_published_impl_are_there_for_the_enum_of_the_app() {
    fn title_of(backbone: &impl Backbone) -> String {
        Named::title(backbone)
    }
    let module = backbone::REGISTRY.build(json!({ "type": "mmcls.ResNet", "depth": 18 }));
    let module = module.unwrap();
    assert_eq!(title_of(&module), "ResNet-18");
    assert_eq!(module.to_string(), "ResNet-18");
}

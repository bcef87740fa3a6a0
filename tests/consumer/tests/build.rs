//! From a config to its module: constructors, contexts, build functions.

use std::error::Error as _;

use consumer::converter::{Converter1, Converter1Config};
use consumer::layer::Device;
use consumer::model::{DepthError, Model};
use consumer::registry::{Scope, act, backbone, converter, layer, model};
use rollbook::{Build, BuildError, Error};
use serde_json::json;

/// `CONVERTERS = Registry('converter', build_func=build_converter)`: the function runs around every construction.
#[test]
fn the_build_function_of_a_registry() {
    let cfg = json!({"type": "Converter1", "a": 1, "b": 2});
    let converter::Module::Converter1(Converter1 { a, b, made_by }) =
        converter::REGISTRY.build(cfg).unwrap()
    else {
        panic!("another converter");
    };
    assert_eq!((a, b, made_by), (1, 2, "the registry"));
    let refused = converter::REGISTRY
        .build(json!({"type": "Converter1", "a": 2, "b": 1}))
        .unwrap_err();
    assert_eq!(refused.to_string(), "`a` is above `b`");
}

/// `NetA` of mmdet and `NetB` of mmcls, both below mmcv: bare from their own scope, qualified from the other and the root.
#[test]
fn net_a_and_net_b_are_built_from_everywhere() {
    let build = |from: Scope, name: &str| {
        model::from(from)
            .build(json!({ "type": name }))
            .map(|m| m.describe())
    };
    let check =
        |from: Scope, name: &str, expect: &str| assert_eq!(build(from, name).unwrap(), expect);
    check(Scope::Mmdet, "NetA", "NetA");
    check(Scope::Mmcls, "NetB", "NetB");
    check(Scope::Mmdet, "mmcls.NetB", "NetB");
    check(Scope::Mmcls, "mmdet.NetA", "NetA");
    check(Scope::Mmcv, "mmdet.NetA", "NetA");
    check(Scope::Mmcv, "mmcls.NetB", "NetB");
    assert!(build(Scope::Mmcv, "NetB").is_err());
}

#[test]
fn a_scope_inherits_it_or_has_its_own() {
    let made_by = |name: &str| match converter::REGISTRY.build(json!(name)).unwrap() {
        converter::Module::Converter2(c)
        | converter::Module::MmclsConverter3(c)
        | converter::Module::Mmdet3dConverter4(c) => c.made_by,
        converter::Module::Converter1(c) => c.made_by,
    };
    assert_eq!(made_by("Converter2"), "the registry");
    assert_eq!(made_by("mmcls.Converter3"), "the registry");
    assert_eq!(made_by("mmdet.mmdet3d.Converter4"), "mmdet");
}

#[test]
fn built_by_hand() {
    let config = converter::Config::Converter1(Converter1Config { a: 3, b: 4 });
    assert_eq!(config.kind(), converter::Kind::Converter1);
    assert!(config.build().is_ok());
}

#[test]
fn a_constructor_that_fails_is_the_source() {
    let error = model::from(Scope::Mmdet)
        .build(json!({"type": "ResNet", "depth": 19}))
        .unwrap_err();
    assert!(matches!(error, Error::Build(_)));
    assert_eq!(error.to_string(), "cannot build the model `ResNet`");
    let source = error.source().unwrap();
    assert_eq!(source.downcast_ref::<DepthError>().unwrap().0, 19);

    let text = r#"{"type": "mmdet.ResNet", "depth": 19}"#;
    let error = serde_json::from_str::<model::Module>(text)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("cannot build the model `ResNet`: no pretrained weights of depth 19"),
        "{error}"
    );
    let clamp =
        serde_json::from_str::<act::Config>(r#"{"kind": "Clamp", "low": 2, "high": 1}"#).unwrap();
    assert_eq!(
        clamp.build().unwrap_err().source().unwrap().to_string(),
        "low (2) is above high (1)"
    );
}

#[test]
fn a_context_reaches_every_level() {
    let device = Device { id: 7 };
    let cfg = json!([
        {"type": "Linear", "inputs": 2},
        {"type": "Stack", "layers": ["Plain", {"type": "Scaled", "by": 0.5}]},
    ]);
    let stack = layer::REGISTRY.build_in(cfg, &device).unwrap();
    let text = "Stack(Stack { layers: [Linear(Linear { inputs: 2, device: 7 }), Stack(Stack { layers: [Plain(Plain), Scaled(Scaled { by: 0.5, device: 7 })] })] })";
    assert_eq!(format!("{stack:?}"), text);
}

#[test]
fn an_error_of_a_nested_module_names_its_place() {
    let cfg = json!({"type": "Stack", "layers": ["Plain", {"type": "Linear", "inputs": 0}]});
    let Err(Error::Build(error)) = layer::REGISTRY.build_in(cfg, &Device { id: 0 }) else {
        panic!("built");
    };
    assert_eq!(error.info().unwrap().name, "Stack");
    let mut chain = vec![error.to_string()];
    let mut next = error.source();
    while let Some(error) = next {
        chain.push(error.to_string());
        next = error.source();
    }
    let expect = [
        "cannot build the layer `Stack`",
        "cannot build the layer `Linear` (in `layers[1]`)",
        "a layer needs at least one input",
    ];
    assert_eq!(chain, expect);
}

#[test]
fn build_is_a_trait_too() {
    fn all<C, B: Build<C>>(configs: Vec<B>, context: &C) -> Result<Vec<B::Module>, BuildError> {
        configs.build(context)
    }
    let configs = vec![
        serde_json::from_value::<layer::Config>(json!({"type": "Scaled", "by": 1.5})).unwrap(),
        serde_json::from_value(json!("Plain")).unwrap(),
    ];
    assert_eq!(all(configs, &Device { id: 1 }).unwrap().len(), 2);
    assert!(
        Some(Box::new(act::Config::ReLU(consumer::act::ReLU)))
            .build(&())
            .unwrap()
            .is_some()
    );
}

#[test]
fn the_enum_converts() {
    let module = model::Module::from(consumer::model::ResNet { depth: 4 });
    assert_eq!(module.kind(), model::Kind::ResNet);
    let back = consumer::model::ResNet::try_from(module).unwrap();
    assert_eq!(back.depth, 4);
    let other = model::Module::from(consumer::model::NetB {});
    assert!(consumer::model::ResNet::try_from(other).is_err());
}

#[test]
fn static_dispatch() {
    let mut module: model::Module = consumer::model::ResNet { depth: 9 }.into();
    let mut seen = Vec::new();
    module.visit(|text| seen.push(text.to_owned()));
    module.rename("other");
    assert_eq!(at_once(module.fetch("abc")), 10);
    assert_eq!(module.finish(), 7);
    assert_eq!(seen, ["ResNet9"]);
    let tiny = backbone::Module::Tiny(consumer::model::Tiny {});
    let debug = backbone::each!(&tiny, m => format!("{m:?}"));
    assert_eq!(debug, "Tiny");
}

/// The result of a future that does not wait.
fn at_once<T>(future: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("it waits"),
    }
}

#[test]
fn a_config_seen_from_another_scope_stays_there_while_it_builds() {
    let cfg = json!({"type": "Sequential", "models": [{"type": "NetA"}]});
    assert!(model::REGISTRY.build(cfg.clone()).is_err());
    assert_eq!(
        model::from(Scope::Mmdet).build(cfg).unwrap().describe(),
        "[NetA]"
    );
}

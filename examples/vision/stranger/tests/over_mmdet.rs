//! A backbone that somebody adds to mmpretrain, in a detector of mmdet.

use candle_core::{Device, Tensor};
use mmengine::{Context, Model, Weights};
use serde_json::{Value, json};
use stranger::registry::{Scope, backbone, model};

fn retinanet(neck_channels: Value) -> Value {
    json!({
        "type": "RetinaNet",
        "backbone": { "type": "mmpretrain.TinyNet", "channels": 8 },
        "neck": { "type": "FPN", "in_channels": neck_channels, "out_channels": 16, "num_outs": 2 },
        "bbox_head": {
            "type": "RetinaHead",
            "num_classes": 3,
            "in_channels": 16,
            "stacked_convs": 1,
            "feat_channels": 16,
            "anchor_generator": {
                "type": "AnchorGenerator",
                "scales": [4],
                "ratios": [1.0],
                "strides": [4, 8],
            },
        },
    })
}

#[test]
fn the_backbone_is_seen_from_everywhere() {
    for scope in Scope::ALL {
        let kind = backbone::from(*scope).get("mmpretrain.TinyNet");
        assert_eq!(kind, Some(backbone::Kind::MmpretrainTinyNet), "{scope}");
    }
    assert!(backbone::from(Scope::Mmpretrain).contains("TinyNet"));
    assert!(!backbone::from(Scope::Mmdet).contains("TinyNet"));
}

#[test]
fn a_detector_of_mmdet_holds_it() {
    let weights = Weights::by_rule();
    let context = Context::new(&weights, &Device::Cpu);
    let config = retinanet(json!([8, 16]));
    let module = model::from(Scope::Mmdet)
        .build_in(config, &context)
        .unwrap();
    let image = Tensor::ones((1, 3, 32, 64), candle_core::DType::F32, &Device::Cpu).unwrap();
    let shapes = module.forward(&image, false).unwrap();
    let shapes: Vec<_> = shapes.iter().map(|output| output.dims().to_vec()).collect();
    assert_eq!(
        shapes,
        [[1, 3, 8, 16], [1, 3, 4, 8], [1, 4, 8, 16], [1, 4, 4, 8]]
    );
    let names = weights.names();
    assert!(
        names.contains(&"backbone.conv2.weight".to_owned()),
        "{names:?}"
    );
}

#[test]
fn its_channels_are_checked_as_those_of_others() {
    let context = Context::new(&Weights::zeros(), &Device::Cpu);
    let config = model::from(Scope::Mmdet)
        .config(retinanet(json!([8, 32])))
        .unwrap();
    let error = Scope::Mmdet.enter(|| config.build(&context)).err().unwrap();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(
        source,
        "`FPN` takes 8, 32 channels, but gets 8, 16: change `in_channels`, or what comes before (in `neck.in_channels`)"
    );
}

//! A library tests itself with its own, smaller registry.

use mmcv::Model;
use mmdet::registry::model;

#[test]
fn a_detector_over_what_mmcv_has() {
    let text = r#"{"type": "Detector", "backbone": "Identity"}"#;
    let module: model::Module = serde_json::from_str(text).unwrap();
    assert_eq!(module.describe(), "Detector(3 channels)");
}

#[test]
fn it_does_not_know_mmcls() {
    let text = r#"{"type": "Detector", "backbone": "mmcls.ResNet"}"#;
    let error = serde_json::from_str::<model::Module>(text)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with(
            "no backbone `mmcls.ResNet` as seen from `mmdet`; there is no scope `mmcls`"
        ),
        "{error}"
    );
}

//! What is said of wrong configs, weights and images: one fault a test, the whole text compared.

use std::path::{Path, PathBuf};

use mmengine::Weights;
use serde_json::{Value, json};
use vision::config::ConfigFile;

/// The MobileNetV2 of `configs`, with a change.
fn changed(change: impl FnOnce(&mut Value)) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(vision::compare::folder().join("configs/mobilenet-v2.json"))
        .unwrap();
    let mut config = serde_json::from_str(&text).unwrap();
    change(&mut config);
    let path = folder.path().join("config.json");
    std::fs::write(&path, config.to_string()).unwrap();
    (folder, path)
}

fn said(config: &Path) -> String {
    let error = ConfigFile::read(config).and_then(|file| file.build(&Weights::zeros()));
    format!("{:#}", error.err().expect("an error"))
}

fn check(change: impl FnOnce(&mut Value), expected: &str) {
    let (_folder, config) = changed(change);
    assert_eq!(said(&config), expected);
}

#[test]
fn an_unknown_backbone() {
    check(
        |config| config["model"]["backbone"]["type"] = json!("MobileNetV3"),
        "no backbone `MobileNetV3` as seen from `mmpretrain`; did you mean `MobileNetV2`?\n  in the config: `model.backbone.type`",
    );
}

#[test]
fn a_head_where_a_backbone_belongs() {
    let (_folder, config) =
        changed(|config| config["model"]["backbone"]["type"] = json!("LinearClsHead"));
    let said = said(&config);
    assert!(
        said.starts_with("no backbone `LinearClsHead` as seen from `mmpretrain`"),
        "{said}"
    );
}

#[test]
fn an_argument_that_there_is_not() {
    let (_folder, config) = changed(|config| config["model"]["backbone"]["widen"] = json!(1.0));
    let said = said(&config);
    assert!(
        said.starts_with("unknown field `widen`, expected one of `widen_factor`"),
        "{said}"
    );
    assert!(
        said.ends_with("in the config: `model.backbone.widen`"),
        "{said}"
    );
}

#[test]
fn an_argument_that_is_not_supported() {
    check(
        |config| config["model"]["backbone"]["with_cp"] = json!(true),
        "invalid value: boolean `true`, expected `false` or `null`: anything else is not supported here\n  in the config: `model.backbone.with_cp`",
    );
}

#[test]
fn a_head_for_other_channels() {
    check(
        |config| config["model"]["head"]["in_channels"] = json!(2048),
        "cannot build `ImageClassifier`: `LinearClsHead` takes 2048 channels, but gets 1280: change `in_channels`, or what comes before\n  in the config: `model.head.in_channels`",
    );
}

#[test]
fn a_wrong_number_inside() {
    check(
        |config| config["model"]["backbone"] = json!({ "type": "ResNet", "depth": 51 }),
        "cannot build `ImageClassifier`, in it `ResNet`: there is no depth 51; known: 18, 34, 50, 101, 152\n  in the config: `model.backbone.depth`",
    );
}

#[test]
fn groups_that_do_not_divide() {
    check(
        |config| {
            let norm = json!({ "type": "GN", "num_groups": 7 });
            config["model"]["backbone"]["norm_cfg"] = norm;
        },
        "cannot build `ImageClassifier`, in it `MobileNetV2`, in it `GN`: 32 channels cannot be 7 groups\n  in the config: `model.backbone.norm_cfg.num_groups`",
    );
}

#[test]
fn a_scope_that_there_is_not() {
    check(
        |config| config["default_scope"] = json!("mmseg"),
        "there is no scope `mmseg`; known: `mmengine`, `mmpretrain`, `mmdet`",
    );
}

#[test]
fn no_model() {
    check(
        |config| drop(config.as_object_mut().unwrap().remove("model")),
        "the config has no `model`",
    );
}

/// The weights of the model by the rule, written to a file after a change of their names.
fn weights_file(folder: &Path, rename: impl Fn(&str) -> Option<String>) -> PathBuf {
    let weights = Weights::by_rule();
    let file =
        ConfigFile::read(&vision::compare::folder().join("configs/mobilenet-v2.json")).unwrap();
    let (_, context) = file.build(&weights).unwrap();
    let tensors = weights.shapes().into_iter().filter_map(|(name, shape)| {
        let values = mmengine::weights::by_rule(&name, &shape);
        let tensor = candle_core::Tensor::from_vec(values, shape, context.device()).unwrap();
        Some((rename(&name)?, tensor))
    });
    let tensors: std::collections::HashMap<String, candle_core::Tensor> = tensors.collect();
    let path = folder.join("weights.safetensors");
    candle_core::safetensors::save(&tensors, &path).unwrap();
    path
}

fn run(weights: &Path, image: &Path) -> anyhow::Result<String> {
    let weights = Weights::from_file(weights, &candle_core::Device::Cpu)?;
    let config = vision::compare::folder().join("configs/mobilenet-v2.json");
    let (prediction, _) = vision::run::run(&config, &weights, image)?;
    Ok(vision::run::describe(&prediction, 3))
}

fn picture(folder: &Path) -> PathBuf {
    let path = folder.join("picture.png");
    let pixel = |x: u32, y: u32| image::Rgb([(x * 2) as u8, (y * 3) as u8, ((x * y) % 256) as u8]);
    image::RgbImage::from_fn(64, 48, pixel).save(&path).unwrap();
    path
}

#[test]
fn weights_of_other_names() {
    let folder = tempfile::tempdir().unwrap();
    let weights = weights_file(folder.path(), |name| match name {
        "head.fc.bias" => None,
        "backbone.conv1.bn.weight" => Some("backbone.conv1.bn.gamma".to_owned()),
        other => Some(other.to_owned()),
    });
    let error = format!("{:#}", run(&weights, &picture(folder.path())).unwrap_err());
    assert_eq!(
        error,
        "the weights do not fit the model\n  2 missing:\n    `backbone.conv1.bn.weight`\n    `head.fc.bias`\n  1 superfluous:\n    `backbone.conv1.bn.gamma`"
    );
}

#[test]
fn right_weights_and_an_image() {
    let folder = tempfile::tempdir().unwrap();
    let weights = weights_file(folder.path(), |name| Some(name.to_owned()));
    let said = run(&weights, &picture(folder.path())).unwrap();
    assert_eq!(said.lines().count(), 3, "{said}");
    assert!(
        said.lines()
            .all(|line| line.starts_with("class ") && line.ends_with(" %")),
        "{said}"
    );
}

#[test]
fn truncated_weights() {
    let folder = tempfile::tempdir().unwrap();
    let weights = weights_file(folder.path(), |name| Some(name.to_owned()));
    let bytes = std::fs::read(&weights).unwrap();
    for length in [0, 7, 100, bytes.len() - 1] {
        std::fs::write(&weights, &bytes[..length]).unwrap();
        let error = format!("{:#}", run(&weights, &picture(folder.path())).unwrap_err());
        let start = format!("cannot use the weights file `{}`: ", weights.display());
        assert!(error.starts_with(&start), "{length}: {error}");
    }
}

#[test]
fn an_image_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let weights = weights_file(folder.path(), |name| Some(name.to_owned()));
    let image = folder.path().join("no.jpg");
    std::fs::write(&image, "no image").unwrap();
    let error = format!("{:#}", run(&weights, &image).unwrap_err());
    let start = format!("cannot read the image `{}`: ", image.display());
    assert!(error.starts_with(&start), "{error}");
}

#[test]
fn a_key_that_a_training_does_not_support() {
    let folder = tempfile::tempdir().unwrap();
    let text =
        std::fs::read_to_string(vision::compare::folder().join("configs/lenet5-digits.json"))
            .unwrap();
    let mut config: Value = serde_json::from_str(&text).unwrap();
    config["custom_hooks"] = json!([{ "type": "EMAHook" }]);
    let path = folder.path().join("config.json");
    std::fs::write(&path, config.to_string()).unwrap();
    let error = vision::train::train(&path, false).unwrap_err().to_string();
    assert_eq!(
        error,
        "a training here does not support `custom_hooks`: take it out of the config"
    );
}

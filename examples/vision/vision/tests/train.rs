//! LeNet-5 learns digits.

use std::path::Path;

use candle_core::Device;
use mmengine::Weights;
use mmengine::model::Prediction;

#[test]
fn lenet5_learns_digits_and_knows_them_from_a_file() {
    let config = vision::compare::folder().join("configs/lenet5-digits.json");
    let trained = vision::train::train(&config, false).unwrap();
    let (loss, accuracy) = *trained.curve.last().unwrap();
    assert_eq!(trained.metric, "accuracy/top1");
    assert!(
        accuracy >= 97.0 && loss < 0.5,
        "{}",
        vision::train::curve(&trained)
    );
    assert_eq!(trained.curve.len(), 12);

    let folder = tempfile::tempdir().unwrap();
    let weights = folder.path().join("lenet5.safetensors");
    trained.weights.save(&weights).unwrap();
    let weights = Weights::from_file(&weights, &Device::Cpu).unwrap();
    let (prediction, _) =
        vision::run::run(&grey_config(folder.path()), &weights, &seven(folder.path())).unwrap();
    let Prediction::Classes {
        scores,
        many: false,
    } = &prediction
    else {
        panic!("{prediction:?}");
    };
    let best = (0..10).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
    assert_eq!(best, Some(7), "{}", vision::run::describe(&prediction, 10));
}

/// The config with a pipeline that begins with a file.
fn grey_config(folder: &Path) -> std::path::PathBuf {
    let text =
        std::fs::read_to_string(vision::compare::folder().join("configs/lenet5-digits.json"))
            .unwrap();
    let mut config: serde_json::Value = serde_json::from_str(&text).unwrap();
    config["test_pipeline"] = serde_json::json!([
        { "type": "LoadImageFromFile", "color_type": "grayscale" },
        { "type": "Resize", "scale": 32 },
        { "type": "PackInputs" },
    ]);
    let path = folder.join("lenet5.json");
    std::fs::write(&path, config.to_string()).unwrap();
    path
}

/// A picture of a seven, the last one of the data set's test.
fn seven(folder: &Path) -> std::path::PathBuf {
    let text = std::fs::read_to_string(vision::compare::folder().join("data/digits.txt")).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(4)
        .step_by(5);
    let line = lines.filter(|line| line.starts_with("7 ")).last().unwrap();
    let pixels = line[2..]
        .chars()
        .map(|pixel| (pixel.to_digit(17).unwrap() * 255 / 16) as u8);
    let picture = image::GrayImage::from_raw(8, 8, pixels.collect()).unwrap();
    let path = folder.join("seven.png");
    picture.save(&path).unwrap();
    path
}

//! Pipelines: what OpenMMLab's make of an image, and whole ones from their configs.

use mmengine::image::{Image, Sample};
use mmengine::model::Object;
use mmengine::transforms::resample::{Backend, Interpolation, resized};
use mmengine::transforms::run;
use mmengine::weights::uniform;
use serde_json::json;
use vision::registry::{Scope, transform};

#[derive(serde::Deserialize)]
struct Resized {
    backend: Backend,
    interpolation: Interpolation,
    width: usize,
    height: usize,
    values: Vec<f32>,
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn noise() -> Image {
    let values = uniform("image", 13 * 9 * 3).map(|value| f32::from(((value + 1.0) * 127.5) as u8));
    Image::new(13, 9, 3, values)
}

#[test]
fn images_are_resized_as_opencv_and_pillow_do() {
    let path = vision::compare::folder().join("reference/expected/resized.json");
    let cases: Vec<Resized> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(cases.len(), 24);
    for case in cases {
        let what = format!(
            "{:?} {:?} {} x {}",
            case.backend, case.interpolation, case.width, case.height
        );
        let found = resized(
            &noise(),
            case.width,
            case.height,
            case.backend,
            case.interpolation,
        );
        assert_eq!(found.data.len(), case.values.len(), "{what}");
        // Both compute with fixed commas.
        let off = found
            .data
            .iter()
            .zip(&case.values)
            .map(|(found, value)| (found - value).abs());
        let off = off.fold(0.0, f32::max);
        assert!(off <= 1.0, "{what}: off by {off}");
    }
}

fn pipeline(scope: Scope, steps: serde_json::Value) -> Vec<transform::Module> {
    scope.enter(|| serde_json::from_value(steps)).unwrap()
}

fn applied(steps: &[transform::Module]) -> Sample {
    let mut sample = Sample::new(noise(), "image".to_owned());
    run(steps, &mut sample, &mut fastrand::Rng::with_seed(0)).unwrap();
    sample
}

#[test]
fn a_detectors_pipeline_keeps_the_ratio() {
    let steps = pipeline(
        Scope::Mmdet,
        json!([
            { "type": "Resize", "scale": [1333, 800], "keep_ratio": true },
            { "type": "LoadAnnotations", "with_bbox": true },
            { "type": "PackDetInputs", "meta_keys": ["img_id"] },
        ]),
    );
    let sample = applied(&steps);
    assert_eq!(sample.img_shape, (800, 1156));
    assert_eq!(sample.ori_shape, (9, 13));
}

#[test]
fn a_classifiers_pipeline_cuts_the_middle_out() {
    let steps = pipeline(
        Scope::Mmpretrain,
        json!([
            { "type": "ResizeEdge", "scale": 18, "edge": "short", "_scope_": "mmpretrain" },
            { "type": "CenterCrop", "crop_size": 16, "_scope_": "mmpretrain" },
            "PackInputs",
        ]),
    );
    let sample = applied(&steps);
    assert_eq!(sample.img_shape, (16, 16));
    let larger = resized(&noise(), 26, 18, Backend::Cv2, Interpolation::Bilinear);
    assert_eq!(sample.image, larger.crop(5, 1, 16, 16));
}

#[test]
fn normalize_and_flip() {
    let steps = pipeline(
        Scope::Mmengine,
        json!([
            { "type": "RandomFlip", "prob": 1.0 },
            { "type": "Normalize", "mean": [1.0, 2.0, 3.0], "std": [2.0, 2.0, 2.0], "to_rgb": true },
        ]),
    );
    let sample = applied(&steps);
    assert!(sample.flipped);
    let original = noise();
    let last = &original.data[12 * 3..13 * 3];
    let expected = [
        (last[2] - 1.0) / 2.0,
        (last[1] - 2.0) / 2.0,
        (last[0] - 3.0) / 2.0,
    ];
    assert_eq!(sample.image.data[..3], expected);
}

#[test]
fn objects_are_drawn_as_boxes_also_at_the_edges_of_the_image() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawn.png");
    let black = Image::new(8, 6, 3, std::iter::repeat_n(0.0, 8 * 6 * 3));
    let object = |bbox| Object {
        bbox,
        class: 0,
        score: 1.0,
    };
    let objects = [
        object([1.0, 1.0, 3.0, 4.0]),
        object([6.0, -5.0, 90.0, f32::INFINITY]),
    ];
    vision::run::draw(black, &objects, &path).unwrap();
    let drawn = image::open(&path).unwrap().into_rgb8();
    let rows: Vec<String> = drawn
        .rows()
        .map(|row| {
            row.map(|pixel| match pixel.0 {
                [0, 0, 0] => '.',
                [255, 0, 0] => '#',
                other => panic!("{other:?}"),
            })
            .collect()
        })
        .collect();
    assert_eq!(
        rows,
        [
            "......##", ".###..##", ".#.#..##", ".#.#..##", ".###..##", "......##"
        ]
    );
}

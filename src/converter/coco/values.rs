//! What the values of a COCO file mean: boxes, keypoints and skeletons.

use super::segmentation::Outline;
use crate::converter::json::{Four, FourOf, Lists, Numbers, Scalar};
use crate::dataset::{BoundingBox, Keypoint, Skeleton, Visibility};

/// The box, or else the one around the outline.
pub(super) fn bounding_box(bbox: Option<FourOf>, outline: &Outline) -> Result<BoundingBox, String> {
    let four = bbox.map_or(Ok(None), |bbox| bbox.0);
    let bounding_box = match four
        .map_err(|what| format!("`bbox`: {what}, expected a box [x, y, width, height]"))?
    {
        Some(Four {
            first: [x, y, width, height],
            count: 4,
        }) => BoundingBox {
            x,
            y,
            width,
            height,
        },
        Some(Four { count, .. }) => return Err(format!("`bbox` has {count} numbers, not 4")),
        None => {
            let around = outline.mask.as_ref().and_then(|mask| mask.bounding_box());
            let around = around.or_else(|| BoundingBox::around(&outline.stray));
            around.ok_or("has neither `bbox` nor `segmentation`")?
        }
    };
    match bounding_box.fault() {
        None => Ok(bounding_box),
        Some(fault) => Err(format!("the box {fault}")),
    }
}

/// x, y and visibility of each point. Points of which none is labelled are the same as no points.
pub(super) fn keypoints(Numbers(numbers): Numbers) -> Result<Vec<Keypoint>, String> {
    let numbers = numbers.map_err(|what| format!("`keypoints`: {what}"))?;
    if numbers.len() % 3 != 0 {
        let count = numbers.len();
        return Err(format!(
            "`keypoints` has {count} numbers, which are not triples"
        ));
    }
    if numbers.iter().all(|number| *number == 0.0) {
        return Ok(Vec::new());
    }
    let points = numbers.chunks_exact(3).map(|point| {
        let visibility = Visibility::from_number(point[2]);
        let visibility = visibility.ok_or_else(|| {
            format!(
                "a keypoint has the visibility {}, expected 0, 1 or 2",
                point[2]
            )
        })?;
        Ok(Keypoint {
            x: point[0],
            y: point[1],
            visibility,
        })
    });
    points.collect()
}

/// The names of the keypoints, and the lines between two of them, which COCO numbers from 1. `wrong` says what becomes of a line that
/// makes no sense.
pub(super) fn skeleton(
    names: Vec<Scalar>,
    lines: Option<Lists>,
    mut wrong: impl FnMut(String) -> Result<(), String>,
) -> Result<Option<Skeleton>, String> {
    let lines = lines.map_or(Ok(Vec::new()), |lines| lines.0);
    let lines = lines.map_err(|what| format!("`skeleton`: {what}"))?;
    if names.is_empty() && lines.is_empty() {
        return Ok(None);
    }
    let points = names
        .into_iter()
        .map(Scalar::name)
        .collect::<Option<Vec<_>>>();
    let points = points.ok_or("a keypoint has no name")?;
    let place = |number: f64| {
        let known = number.fract() == 0.0 && number >= 1.0 && number <= points.len() as f64;
        known.then(|| number as u32 - 1)
    };
    let mut edges = Vec::new();
    for line in lines {
        match line[..] {
            [from, to] => match place(from).zip(place(to)) {
                Some((from, to)) => edges.push([from, to]),
                None => wrong(format!(
                    "a line of `skeleton` is between {from} and {to}, which are not both among the {} keypoints",
                    points.len()
                ))?,
            },
            _ => wrong(format!(
                "a line of `skeleton` has {} numbers, not 2",
                line.len()
            ))?,
        }
    }
    Ok(Some(Skeleton { points, edges }))
}

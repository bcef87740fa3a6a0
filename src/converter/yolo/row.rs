//! One row of a label file: a box, an outline, or a box and its keypoints.

use super::data_yaml::DataYaml;
use crate::converter::table::{fraction, number};
use crate::dataset::{BoundingBox, Keypoint, Mask, Object, Visibility};

/// Reads rows.
pub(super) struct Rows {
    /// The class index of each category.
    indices: Vec<i64>,
    /// How many keypoints an object has, and how many numbers each.
    keypoints: Option<(usize, usize)>,
    /// Four points are a box at an angle.
    rotated: bool,
    /// How many rows had one.
    pub(super) confidences: usize,
}

impl Rows {
    pub(super) fn new(yaml: &DataYaml, rotated: bool) -> Rows {
        Rows {
            indices: yaml.names.iter().map(|(index, _)| *index).collect(),
            keypoints: yaml.keypoints,
            rotated,
            confidences: 0,
        }
    }

    /// `class x y width height`, with a confidence or with keypoints behind it, or `class x y x y x y ...`. All numbers but
    /// the class and what can be seen are fractions of the image.
    pub(super) fn object(
        &mut self,
        line: &str,
        image: u32,
        size: (f64, f64),
    ) -> Result<Object, String> {
        let mut parts = line.split_whitespace();
        let class = number(parts.next().unwrap_or_default())?;
        let numbers = parts.map(number).collect::<Result<Vec<_>, _>>()?;
        let place = self.indices.iter().position(|index| *index as f64 == class);
        let category = place.ok_or_else(|| format!("there is no class {class} in `names`"))? as u32;
        let object = match (numbers.as_slice(), self.keypoints) {
            (numbers, _) if matches!(numbers.len(), 4 | 5) => {
                self.confidences += numbers.len() - 4;
                Object::new(image, category, bounding_box(&numbers[..4], size)?)
            }
            (numbers, Some((points, each))) => {
                let keypoints = points * each;
                if numbers.len() != 4 + keypoints && numbers.len() != 5 + keypoints {
                    return Err(format!(
                        "{} numbers, expected {} for a box and {points} keypoints of {each} numbers, as `kpt_shape` says",
                        numbers.len() + 1,
                        5 + keypoints
                    ));
                }
                self.confidences += numbers.len() - 4 - keypoints;
                let (bounds, rest) = numbers.split_at(4);
                let found = rest[..keypoints].chunks_exact(each);
                let found = found.map(|point| keypoint(point, size));
                let found = found.collect::<Result<Vec<_>, _>>()?;
                let mut object = Object::new(image, category, bounding_box(bounds, size)?);
                // Points of which none is labelled are the same as no points.
                let labelled = |point: &Keypoint| point.visibility != Visibility::Unlabelled;
                if found.iter().any(labelled) {
                    object.change_rare(|rare| rare.keypoints = found);
                }
                object
            }
            (points, None) if self.rotated && matches!(points.len(), 8 | 9) => {
                self.confidences += points.len() - 8;
                let mut corners = [0.0; 8];
                for (corner, point) in corners.chunks_exact_mut(2).zip(points.chunks_exact(2)) {
                    corner.copy_from_slice(&in_pixels(point, size)?);
                }
                Object::of_corners(image, category, corners)
            }
            (points, None) if points.len() >= 6 && points.len() % 2 == 0 => {
                let points = points.chunks_exact(2).map(|point| in_pixels(point, size));
                let points = points.collect::<Result<Vec<_>, _>>()?.concat();
                let around = BoundingBox::around(&points).ok_or("an outline without points")?;
                let mask = Mask::Polygons(vec![points]);
                Object::new(image, category, around).with_mask(Some(mask))
            }
            (numbers, None) => {
                return Err(format!(
                    "{} numbers, expected 5 for a box, or a class and at least 3 points; for keypoints, `data.yaml` needs `kpt_shape`",
                    numbers.len() + 1
                ));
            }
        };
        match object.bounding_box.fault() {
            Some(fault) => Err(format!("the box {fault}")),
            None => Ok(object),
        }
    }
}

/// x and y of the centre, width and height.
fn bounding_box(numbers: &[f64], (width, height): (f64, f64)) -> Result<BoundingBox, String> {
    let fractions = numbers.iter().map(|number| fraction(*number));
    let fractions = fractions.collect::<Result<Vec<_>, _>>()?;
    let [x, y, w, h] = fractions[..] else {
        return Err("a box is four numbers".to_owned());
    };
    Ok(BoundingBox {
        x: (x - w / 2.0) * width,
        y: (y - h / 2.0) * height,
        width: w * width,
        height: h * height,
    })
}

/// x and y, and what can be seen if there are three numbers. Without the third, a point at 0, 0 is one that is not labelled.
fn keypoint(numbers: &[f64], size: (f64, f64)) -> Result<Keypoint, String> {
    let [x, y] = in_pixels(numbers, size)?;
    let visibility = match numbers.get(2) {
        Some(number) => Visibility::from_number(*number)
            .ok_or_else(|| format!("a keypoint has the visibility {number}, expected 0, 1 or 2"))?,
        None if (x, y) == (0.0, 0.0) => Visibility::Unlabelled,
        None => Visibility::Visible,
    };
    Ok(Keypoint { x, y, visibility })
}

fn in_pixels(point: &[f64], (width, height): (f64, f64)) -> Result<[f64; 2], String> {
    Ok([fraction(point[0])? * width, fraction(point[1])? * height])
}

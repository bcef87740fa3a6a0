//! The objects that shapes draw.

use quick_xml::events::BytesStart;

use super::tag::{attribute, count_others, number};
use crate::converter::collected::Collected;
use crate::dataset::{
    BoundingBox, Keypoint, MOST_PIXELS, Mask, Object, RotatedBox, Spans, Visibility, ellipse,
};
use crate::error::shown;

/// The object that a shape of an image draws. A shape of a track has the `label` of the track.
pub(super) fn object(
    tag: &BytesStart<'_>,
    image: u32,
    kind: &str,
    label: Option<&str>,
    collected: &mut Collected,
) -> Result<Object, String> {
    let category = match label {
        Some(label) => collected.category(label)?,
        None => {
            let label = attribute(tag, "label")?.ok_or("this shape has no `label`")?;
            collected.category(&label)?
        }
    };
    let size = collected.image_mut(image);
    let size = (size.width, size.height);
    let number = |name: &str| {
        super::tag::number(&attribute(tag, name)?.ok_or(format!("this {kind} has no `{name}`"))?)
    };
    let angle = match attribute(tag, "rotation")?.unwrap_or_default().as_str() {
        "" => 0.0,
        rotation => super::tag::number(rotation)?,
    };
    let upright = |upright: BoundingBox| match upright.fault() {
        Some(fault) => Err(format!("the {kind} {fault}")),
        None => Ok(RotatedBox::of(upright, angle)),
    };
    let mut object = match kind {
        "polygon" => {
            let points = attribute(tag, "points")?.ok_or("this polygon has no `points`")?;
            outlined(image, category, points_of(&points)?)?
        }
        "ellipse" => {
            let (x, y) = (number("cx")?, number("cy")?);
            let (rx, ry) = (number("rx")?, number("ry")?);
            let around = BoundingBox::from_corners(x - rx, y - ry, x + rx, y + ry);
            outlined(image, category, ellipse(upright(around)?))?
        }
        "mask" => {
            let runs = attribute(tag, "rle")?.ok_or("this mask has no `rle`")?;
            let place = ["left", "top", "width", "height"].map(number);
            let [left, top, width, height] = place;
            let place = [left?, top?, width?, height?];
            let (spans, all, set) = bitmap(&runs, place, size)?;
            let name = &collected.image_mut(image).name;
            let seen = format!("in `{}`", shown(name));
            if !all {
                collected.short.see(|| seen.clone());
            }
            if spans.area() < set {
                collected.cut.see(|| seen);
            }
            let around = spans.bounding_box().ok_or("this mask has no pixels")?;
            let mask = Mask::RunLength(Box::new(spans.to_runs()));
            Object::new(image, category, around).with_mask(Some(mask))
        }
        // Its points follow.
        "skeleton" => Object::new(
            image,
            category,
            BoundingBox::from_corners(0.0, 0.0, 0.0, 0.0),
        ),
        _ => {
            let corners = (
                number("xtl")?,
                number("ytl")?,
                number("xbr")?,
                number("ybr")?,
            );
            let (left, top, right, bottom) = corners;
            let bounds = BoundingBox::from_corners(left, top, right, bottom);
            let rotated = upright(bounds)?;
            let object = Object::new(image, category, bounds);
            match angle {
                0.0 => object,
                _ => object.with_rotated(rotated),
            }
        }
    };
    // Something hides a part of it.
    object.truncated = attribute(tag, "occluded")?.as_deref() == Some("1");
    let known = [
        "label", "points", "xtl", "ytl", "xbr", "ybr", "rotation", "occluded", "cx", "cy", "rx",
        "ry", "rle", "frame", "outside", "left", "top", "width", "height",
    ];
    count_others(collected, tag, "shapes", &known)?;
    Ok(object)
}

fn outlined(image: u32, category: u32, points: Vec<f64>) -> Result<Object, String> {
    let around = BoundingBox::around(&points).ok_or("this outline has no points")?;
    let mask = Mask::Polygons(vec![points]);
    Ok(Object::new(image, category, around).with_mask(Some(mask)))
}

/// The name of a keypoint, and where it is.
pub(super) fn point_of(tag: &BytesStart<'_>) -> Result<(String, Keypoint), String> {
    let label = attribute(tag, "label")?.ok_or("this point has no `label`")?;
    let is = |name| attribute(tag, name).map(|value| value.as_deref() == Some("1"));
    if is("outside")? {
        return Ok((label, Keypoint::default()));
    }
    let points = attribute(tag, "points")?.ok_or("this point has no `points`")?;
    let (x, y) = points
        .split_once(',')
        .ok_or_else(|| format!("`{}` is not a point", shown(&points)))?;
    let visibility = match is("occluded")? {
        true => Visibility::Hidden,
        false => Visibility::Visible,
    };
    let (x, y) = (number(x)?, number(y)?);
    Ok((label, Keypoint { x, y, visibility }))
}

/// A skeleton has no box of its own: it is the one around the points whose place is known.
pub(super) fn around_keypoints(mut object: Object) -> Result<Object, String> {
    let known = object.keypoints().iter();
    let known = known.filter(|point| point.visibility != Visibility::Unlabelled);
    let points = known
        .flat_map(|point| [point.x, point.y])
        .collect::<Vec<_>>();
    object.bounding_box =
        BoundingBox::around(&points).ok_or("this skeleton has no point whose place is known")?;
    Ok(object)
}

/// Run lengths along the rows of a part of the image, of unset and set pixels in turn. Returns what lies in the image, whether there
/// are lengths for all pixels of the part, and how many are set.
fn bitmap(
    runs: &str,
    place: [f64; 4],
    (width, height): (u32, u32),
) -> Result<(Spans, bool, u64), String> {
    let whole = |number: f64, most: u32| {
        let fits = number.fract() == 0.0 && (0.0..=f64::from(most)).contains(&number);
        fits.then_some(number as u64).ok_or_else(|| {
            format!("the mask's place {number} is not a whole number within the image")
        })
    };
    let [left, top] = [whole(place[0], width)?, whole(place[1], height)?];
    let [columns, rows] = [whole(place[2], width)?, whole(place[3], height)?];
    if (columns * rows) as f64 > MOST_PIXELS {
        return Err(format!("a mask of {columns} x {rows} pixels is too large"));
    }
    let (mut at, mut count_set, mut set) = (0_u64, 0, Vec::new());
    for (number, length) in runs.split(',').enumerate() {
        let length = length.trim();
        let count = length.parse::<u32>();
        let count = count.map_err(|_| format!("`{}` is not a run length", shown(length)))?;
        let end = at + u64::from(count);
        if end > columns * rows {
            return Err("the mask has run lengths for more pixels than its size".to_owned());
        }
        if number % 2 == 1 {
            count_set += u64::from(count);
            set.extend((at..end).filter_map(|at| {
                let (x, y) = (left + at % columns, top + at / columns);
                let inside = x < u64::from(width) && y < u64::from(height);
                let place = x * u64::from(height) + y;
                inside.then_some((place, place + 1))
            }));
        }
        at = end;
    }
    let spans = Spans::of_any(width, height, set);
    Ok((spans, at == columns * rows, count_set))
}

/// `x,y;x,y`
fn points_of(text: &str) -> Result<Vec<f64>, String> {
    let mut points = Vec::new();
    for point in text.split(';') {
        let (x, y) = point
            .split_once(',')
            .ok_or_else(|| format!("`{}` is not a point", shown(point)))?;
        points.extend([number(x)?, number(y)?]);
    }
    if points.len() < 6 {
        return Err(format!("this polygon has {} points", points.len() / 2));
    }
    Ok(points)
}

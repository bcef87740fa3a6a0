//! Gives images another size.

use serde::Deserialize;

use super::Transform;
use crate::dataset::{DataSet, Edit, Placement};
use crate::error::Error;
use crate::report::{Report, Stage};

/// Gives each image another size, with its boxes, outlines, masks and keypoints, and with its picture if the writer copies it.
/// Write one of `scale`, `longest`, or `width` and `height`.
///
/// `scale = 0.5` is half the size, and `longest` the length of the longer side in pixels. `width` and `height` may stretch the image; a box at an
/// angle is then the quadrilateral that becomes of it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resize {
    /// The new size as a share of the old one.
    #[serde(default)]
    pub scale: Option<f64>,
    /// The length of the longer side in pixels; the other one follows.
    #[serde(default)]
    pub longest: Option<u32>,
    /// The width in pixels; objects are stretched if the shape of the image changes.
    #[serde(default)]
    pub width: Option<u32>,
    /// The height in pixels.
    #[serde(default)]
    pub height: Option<u32>,
}

/// No side of a new image may be longer.
const LONGEST: u32 = 1 << 17;

/// What is asked, if it makes sense.
enum Asked {
    Scale(f64),
    Longest(u32),
    Size(u32, u32),
}

impl Resize {
    fn asked(&self) -> Result<Asked, Error> {
        let error = |name, what| Error::Argument { name, what };
        let length = |name, length: u32| match (1..=LONGEST).contains(&length) {
            true => Ok(length),
            false => Err(error(
                name,
                format!("{length} is not a length; write a number from 1 to {LONGEST}"),
            )),
        };
        match (self.scale, self.longest, self.width, self.height) {
            (Some(scale), None, None, None) if scale > 0.0 && scale <= 1000.0 => {
                Ok(Asked::Scale(scale))
            }
            (Some(scale), None, None, None) => Err(error(
                "scale",
                format!("{scale} is not a scale; write a number above 0, at most 1000"),
            )),
            (None, Some(longest), None, None) => length("longest", longest).map(Asked::Longest),
            (None, None, Some(width), Some(height)) => {
                let (width, height) = (length("width", width)?, length("height", height)?);
                Ok(Asked::Size(width, height))
            }
            _ => Err(error(
                "width",
                "write either `scale`, or `longest`, or `width` and `height`".to_owned(),
            )),
        }
    }
}

impl Asked {
    fn size(&self, (width, height): (u32, u32)) -> (u32, u32) {
        let scale = match *self {
            Self::Size(width, height) => return (width, height),
            Self::Scale(scale) => scale,
            Self::Longest(longest) => f64::from(longest) / f64::from(width.max(height)),
        };
        let side = |side: u32| {
            let scaled = (f64::from(side) * scale).round();
            scaled.clamp(1.0, f64::from(LONGEST)) as u32
        };
        (side(width), side(height))
    }
}

impl Transform for Resize {
    fn check(&self) -> Result<(), Error> {
        self.asked().map(drop)
    }

    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        let asked = self.asked()?;
        let mut changed = 0;
        let mut unknown = 0;
        let mut placements = Vec::with_capacity(data.images.len());
        for image in &mut data.images {
            let old = (image.width, image.height);
            if old.0 == 0 || old.1 == 0 {
                unknown += 1;
                placements.push(None);
                continue;
            }
            let (width, height) = asked.size(old);
            if (width, height) == old {
                placements.push(None);
                continue;
            }
            changed += 1;
            placements.push(Some(Placement {
                scale: [
                    f64::from(width) / f64::from(old.0),
                    f64::from(height) / f64::from(old.1),
                ],
                shift: [0.0, 0.0],
                size: (width, height),
            }));
            (image.width, image.height) = (width, height);
            let edit = Edit::Resize { width, height };
            image.picture = image
                .picture
                .take()
                .map(|picture| Box::new(picture.edited(old, edit)));
        }
        for object in &mut data.objects {
            if let Some(placement) = placements[object.image as usize] {
                *object = placement.moved(object);
            }
        }
        report.add(Stage::Changed, "images of another size", changed);
        report.add(
            Stage::Noted,
            "images whose size is not known, left as they are",
            unknown,
        );
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{data_set, image, object};

    fn resize(text: &str) -> Result<DataSet, Error> {
        let resize: Resize = rollbook::toml::from_str(text).unwrap();
        let mut data = data_set();
        data.images.push(image("b.png"));
        data.images[1].height = 400;
        data.images[0].picture = Some(Box::new("a.png".into()));
        data.objects = vec![object(0, 40.0), object(1, -10.0)];
        resize.check()?;
        resize.apply(data, &mut Report::default())
    }

    #[test]
    fn sizes_boxes_and_pictures() {
        for (text, sizes, boxes) in [
            (
                "scale = 0.5",
                [(50, 25), (50, 200)],
                [[20.0, 10.0], [-5.0, 10.0]],
            ),
            (
                "longest = 200",
                [(200, 100), (50, 200)],
                [[80.0, 40.0], [-5.0, 10.0]],
            ),
            (
                "width = 200\nheight = 50",
                [(200, 50), (200, 50)],
                [[80.0, 40.0], [-20.0, 40.0]],
            ),
        ] {
            let data = resize(text).unwrap();
            let found = data.images.iter().map(|image| (image.width, image.height));
            assert_eq!(found.collect::<Vec<_>>(), sizes, "{text}");
            let found = data.objects.iter().map(|object| object.bounding_box);
            let found = found.map(|bounds| [bounds.x, bounds.width]);
            assert_eq!(found.collect::<Vec<_>>(), boxes, "{text}");
            let picture = data.images[0].picture.as_ref().unwrap();
            let (width, height) = sizes[0];
            assert_eq!(picture.edits(), [Edit::Resize { width, height }]);
        }
    }

    #[test]
    fn arguments() {
        for (text, expect) in [
            ("", "write either `scale`"),
            ("scale = 2.0\nlongest = 3", "write either `scale`"),
            ("width = 3", "write either `scale`"),
            ("scale = 0.0", "0 is not a scale"),
            ("scale = nan", "NaN is not a scale"),
            ("longest = 0", "0 is not a length"),
            ("width = 3\nheight = 1000000", "1000000 is not a length"),
        ] {
            let error = resize(text).unwrap_err().to_string();
            assert!(error.contains(expect), "{text}: {error}");
        }
    }
}

//! Cuts images into tiles.

use std::collections::HashSet;

use serde::Deserialize;

use super::Transform;
use crate::dataset::{DataSet, Edit, Image, Object, Placement};
use crate::error::{Error, shown};
use crate::name;
use crate::report::{Report, Stage};

/// Cuts each image into tiles of one size, with its boxes, outlines, masks and keypoints, and with its picture if the writer
/// copies it. The last tile of a row or column is moved back to the edge of the image.
///
/// A tile of `a.png` is named after its left and top edge, `a_1024_0.png`. An image that is no larger than a tile stays as
/// it is.
///
/// Neighbours share `overlap` pixels. An object is in each tile that has at least `min_share` of its area. What is outside is cut off, and
/// what is cut is marked as truncated; of a box at an angle, the corners outside are moved to the edge. `empty = false` leaves out tiles
/// without objects. Put `Split` before it, so that the tiles of an image stay in one part.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tile {
    /// The width of a tile in pixels.
    pub width: u32,
    /// The height of a tile in pixels.
    pub height: u32,
    /// How many pixels two neighbours share.
    #[serde(default)]
    pub overlap: u32,
    /// The least share of an object's area that must be in a tile, from 0 to 1; what is less is left out of the tile.
    #[serde(default = "a_tenth")]
    pub min_share: f64,
    /// Keeps tiles without objects.
    #[serde(default = "yes")]
    pub empty: bool,
}

fn a_tenth() -> f64 {
    0.1
}

fn yes() -> bool {
    true
}

/// Left and top edge, width and height.
type Place = [u32; 4];

impl Tile {
    /// The tiles of an image of this size, row by row. `None` if there are too many.
    fn places(&self, (width, height): (u32, u32)) -> Option<Vec<Place>> {
        /// More tiles of one image are a mistake.
        const MOST: u64 = 1 << 20;
        let count = |length: u32, tile: u32| match length <= tile {
            true => 1,
            false => 1 + u64::from((length - tile).div_ceil(tile - self.overlap)),
        };
        let (columns, rows) = (count(width, self.width), count(height, self.height));
        if columns.saturating_mul(rows) > MOST {
            return None;
        }
        let start = |number: u64, length: u32, tile: u32| {
            let start = number * u64::from(tile - self.overlap);
            start.min(u64::from(length.saturating_sub(tile))) as u32
        };
        let place = |number: u64| {
            [
                start(number % columns, width, self.width),
                start(number / columns, height, self.height),
                self.width.min(width),
                self.height.min(height),
            ]
        };
        Some((0..columns * rows).map(place).collect())
    }
}

impl Transform for Tile {
    fn check(&self) -> Result<(), Error> {
        let error = |name, what| Err(Error::Argument { name, what });
        if self.width == 0 || self.height == 0 {
            return error("width", "a tile has at least one pixel".to_owned());
        }
        if self.overlap >= self.width.min(self.height) {
            let what = format!("{} is as much as a whole tile; write less", self.overlap);
            return error("overlap", what);
        }
        if !(0.0..=1.0).contains(&self.min_share) {
            let what = format!(
                "{} is not a share; write a number from 0 to 1",
                self.min_share
            );
            return error("min_share", what);
        }
        Ok(())
    }

    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        let by_image = data.by_image();
        let (mut images, mut objects) = (Vec::new(), Vec::new());
        let (mut tiled, mut empty, mut lost) = (0, 0, 0);
        for (place, image) in data.images.iter().enumerate() {
            let size = (image.width, image.height);
            let own = by_image.objects(place);
            if size.0 <= self.width && size.1 <= self.height {
                let number = images.len() as u32;
                objects.extend(own.cloned().map(|object| Object {
                    image: number,
                    ..object
                }));
                images.push(image.clone());
                continue;
            }
            tiled += 1;
            let Some(tiles) = self.places(size) else {
                let name = shown(&image.name);
                let what = format!(
                    "the image `{name}` of {} x {} pixels has more than a million tiles",
                    size.0, size.1
                );
                return Err(Error::data(
                    what,
                    "make them larger, or their `overlap` smaller",
                ));
            };
            let mut found = vec![false; own.len()];
            for tile in tiles {
                let [left, top, width, height] = tile;
                let placement = Placement {
                    scale: [1.0, 1.0],
                    shift: [-f64::from(left), -f64::from(top)],
                    size: (width, height),
                };
                let before = objects.len();
                for (object, found) in by_image.objects(place).zip(&mut found) {
                    if let Some(part) = placement.place(object, images.len() as u32, self.min_share)
                    {
                        *found = true;
                        objects.push(part);
                    }
                }
                match objects.len() > before || self.empty {
                    true => images.push(part(image, tile)),
                    false => empty += 1,
                }
            }
            lost += found.iter().filter(|found| !**found).count();
        }
        check_names(&images)?;
        report.add(Stage::Changed, "images cut into tiles", tiled);
        report.add(Stage::Changed, "tiles without objects removed", empty);
        report.add(
            Stage::Changed,
            "objects of which no tile has enough removed",
            lost,
        );
        Ok(DataSet {
            images,
            objects,
            ..data
        })
    }
}

/// A tile as an image of its own.
fn part(image: &Image, [left, top, width, height]: Place) -> Image {
    let stem = name::stem(&image.name);
    let extension = &image.name[stem.len()..];
    let edit = Edit::Crop {
        left,
        top,
        width,
        height,
    };
    let picture = image.picture.as_deref();
    let size = (image.width, image.height);
    Image {
        name: format!("{stem}_{left}_{top}{extension}"),
        width,
        height,
        picture: picture.map(|picture| Box::new(picture.clone().edited(size, edit))),
        ..image.clone()
    }
}

/// # Errors
///
/// A tile would have the name of another image.
fn check_names(images: &[Image]) -> Result<(), Error> {
    let mut known = HashSet::with_capacity(images.len());
    for image in images {
        if !known.insert(image.name.as_str()) {
            return Err(Error::data(
                format!(
                    "two images or tiles would be named `{}`",
                    shown(&image.name)
                ),
                "rename one of the two in the source",
            ));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{data_set, object};

    fn tile(text: &str) -> Tile {
        rollbook::toml::from_str(text).unwrap()
    }

    #[test]
    fn places() {
        let places = |text: &str, size| tile(text).places(size).unwrap();
        assert_eq!(
            places("width = 60\nheight = 50", (100, 50)),
            [[0, 0, 60, 50], [40, 0, 60, 50]]
        );
        assert_eq!(
            places("width = 40\nheight = 40\noverlap = 10", (100, 50)),
            [
                [0, 0, 40, 40],
                [30, 0, 40, 40],
                [60, 0, 40, 40],
                [0, 10, 40, 40],
                [30, 10, 40, 40],
                [60, 10, 40, 40]
            ]
        );
        assert_eq!(places("width = 400\nheight = 25", (100, 50)).len(), 2);
        let one = tile("width = 1\nheight = 1");
        assert_eq!(one.places((u32::MAX, u32::MAX)), None);
    }

    #[test]
    fn objects_follow() {
        let mut data = data_set();
        data.images[0].picture = Some(Box::new("x/a.png".into()));
        // From 40 to 60, and from 2 to 22.
        data.objects = vec![object(0, 40.0), object(0, 2.0)];
        let mut report = Report::default();
        let tiles = tile("width = 50\nheight = 50");
        let data_set = tiles.apply(data.clone(), &mut report).unwrap();
        let names = data_set.images.iter().map(|image| image.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["a_0_0.png", "a_50_0.png"]);
        let found = data_set.objects.iter().map(|object| {
            let bounds = object.bounding_box;
            (object.image, bounds.x, bounds.width)
        });
        assert_eq!(
            found.collect::<Vec<_>>(),
            [(0, 40.0, 10.0), (0, 2.0, 20.0), (1, 0.0, 10.0)]
        );
        let picture = data_set.images[1].picture.as_ref().unwrap();
        let crop = Edit::Crop {
            left: 50,
            top: 0,
            width: 50,
            height: 50,
        };
        assert_eq!(
            (picture.edits(), picture.size()),
            (&[crop][..], Some((100, 50)))
        );
        let few = tile("width = 50\nheight = 50\nmin_share = 0.6\nempty = false");
        let data_set = few.apply(data, &mut report).unwrap();
        assert_eq!((data_set.images.len(), data_set.objects.len()), (1, 1));
        let removed = "objects of which no tile has enough removed";
        assert_eq!(report.count(Stage::Changed, removed), 1);
    }

    #[test]
    fn a_point_is_in_one_tile() {
        let mut data = data_set();
        data.objects = vec![object(0, 30.0)];
        let bounds = &mut data.objects[0].bounding_box;
        (bounds.width, bounds.height) = (0.0, 0.0);
        let tiles = tile("width = 20\nheight = 20");
        let data = tiles.apply(data, &mut Report::default()).unwrap();
        assert_eq!((data.images.len(), data.objects.len()), (15, 1));
        assert_eq!(
            data.images[data.objects[0].image as usize].name,
            "a_20_0.png"
        );
        assert_eq!(data.objects[0].bounding_box.x, 10.0);
    }

    #[test]
    fn a_name_that_is_taken() {
        let mut data = data_set();
        data.images.push(Image::new("a_0_0.png", (10, 10)));
        let error = tile("width = 50\nheight = 50").apply(data, &mut Report::default());
        let error = error.unwrap_err().to_string();
        assert!(error.contains("would be named `a_0_0.png`"), "{error}");
    }

    #[test]
    fn arguments() {
        for (text, expect) in [
            ("width = 0\nheight = 5", "at least one pixel"),
            (
                "width = 9\nheight = 5\noverlap = 5",
                "as much as a whole tile",
            ),
            (
                "width = 9\nheight = 5\nmin_share = nan",
                "NaN is not a share",
            ),
        ] {
            let error = tile(text).check().unwrap_err().to_string();
            assert!(error.contains(expect), "{error}");
        }
    }
}

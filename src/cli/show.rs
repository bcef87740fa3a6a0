//! `show`: the boxes of one image, drawn over it.

use std::path::Path;

use anyhow::{Context, bail};
use converters::dataset::Picture;
use converters::error::{shown, shown_path};
use converters::{DataSet, picture};
use image::{Rgb, RgbImage};

use super::{JobArguments, Printing};

/// Colours that differ on most pictures; a category has the one of its place.
const COLOURS: [[u8; 3]; 6] = [
    [230, 60, 50],
    [60, 180, 75],
    [255, 225, 25],
    [0, 130, 200],
    [245, 130, 48],
    [240, 50, 230],
];

pub(crate) fn show(
    arguments: &JobArguments,
    name: &str,
    images: Option<&Path>,
    output: &Path,
    printing: &Printing,
) -> anyhow::Result<()> {
    let job = arguments.read()?;
    let data = arguments.prepare(&job, printing)?.data;
    let Some(index) = data.images.iter().position(|image| image.name == name) else {
        let known = data
            .images
            .iter()
            .take(5)
            .map(|image| format!("`{}`", shown(&image.name)));
        let known = known.collect::<Vec<_>>().join(", ");
        bail!(
            "there is no image `{}`; there are {known}, ...",
            shown(name)
        );
    };
    let file = match (images, &data.images[index].picture) {
        (Some(images), _) => Picture::from(images.join(name)),
        (None, Some(picture)) => (**picture).clone(),
        (None, None) => Picture::from(arguments.folder().join(name)),
    };
    let pixels = picture::upright(&file.file).with_context(|| {
        format!(
            "could not read the picture `{}`: say where with --images",
            shown_path(&file.file)
        )
    })?;
    let mut picture = picture::edited(&file, &pixels)?.into_rgb8();
    let drawn = draw(&mut picture, &data, index);
    picture
        .save_with_format(output, image::ImageFormat::Png)
        .with_context(|| format!("could not write `{}`", shown_path(output)))?;
    let text = format!("drew {drawn} boxes into {}", shown_path(output));
    printing.result(&drawn, || text)
}

fn draw(picture: &mut RgbImage, data: &DataSet, image: usize) -> usize {
    let mut drawn = 0;
    for object in data
        .objects
        .iter()
        .filter(|object| object.image as usize == image)
    {
        let bounds = object.bounding_box;
        let colour = Rgb(COLOURS[object.category as usize % COLOURS.len()]);
        let thick = (picture.width().max(picture.height()) / 300).max(1);
        let (left, top) = (bounds.x, bounds.y);
        let (right, bottom) = (bounds.x + bounds.width, bounds.y + bounds.height);
        let thick = f64::from(thick);
        fill(picture, [left, top, right, top + thick], colour);
        fill(picture, [left, bottom - thick, right, bottom], colour);
        fill(picture, [left, top, left + thick, bottom], colour);
        fill(picture, [right - thick, top, right, bottom], colour);
        drawn += 1;
    }
    drawn
}

/// Paints what of a rectangle lies inside the picture.
fn fill(picture: &mut RgbImage, [left, top, right, bottom]: [f64; 4], colour: Rgb<u8>) {
    let (width, height) = picture.dimensions();
    // `as` saturates, so a box far outside stays outside.
    let range = |low: f64, high: f64, end: u32| {
        (low.round().max(0.0) as u32).min(end)..(high.round().max(0.0) as u32).min(end)
    };
    for y in range(top, bottom, height) {
        for x in range(left, right, width) {
            picture.put_pixel(x, y, colour);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_far_outside_is_cut() {
        let mut picture = RgbImage::new(4, 4);
        let red = Rgb([255, 0, 0]);
        fill(&mut picture, [-10.0, 2.0, 1e300, 3.0], red);
        fill(&mut picture, [f64::NAN, f64::NAN, 1.0, 1.0], red);
        let painted = picture
            .enumerate_pixels()
            .filter(|(.., pixel)| **pixel == red);
        assert_eq!(
            painted.map(|(x, y, _)| (x, y)).collect::<Vec<_>>(),
            [(0, 0), (0, 2), (1, 2), (2, 2), (3, 2)]
        );
    }
}

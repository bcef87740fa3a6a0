//! The picture of a box: what is around it in the image, as data within the page.

use std::io::Cursor;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, GenericImageView};

use crate::dataset::{Image, Object, Picture};
use crate::name;
use crate::picture;

/// The longest side of a thumbnail in pixels.
const SIDE: f64 = 180.0;

/// What is around a box, as an element of HTML, with the box drawn over it. If there is no picture that can be read, the
/// frame of the image alone.
pub(super) fn thumbnail(image: &Image, object: &Object, pictures: Option<&Path>) -> String {
    let view = view(image, object);
    let [left, top, width, height] = view;
    let scale = SIDE / width.max(height);
    let (wide, high) = (width * scale, height * scale);
    let pixels = picture_of(image, pictures).and_then(|picture| part(&picture, view, scale));
    let picture = match pixels {
        // The part of the view that the image covers.
        Some((jpeg, [x, y, w, h])) => format!(
            "<image x=\"{x:.1}\" y=\"{y:.1}\" width=\"{w:.1}\" height=\"{h:.1}\" preserveAspectRatio=\"none\" href=\"data:image/jpeg;base64,{jpeg}\"/>"
        ),
        None => String::new(),
    };
    let rectangle = |x: f64, y: f64, w: f64, h: f64, style: &str| {
        let (x, y) = ((x - left) * scale, (y - top) * scale);
        let (w, h) = (w * scale, h * scale);
        // A `rect` without a height would not be drawn.
        format!(
            "<path d=\"M{x:.1} {y:.1}h{w:.1}v{h:.1}h{:.1}z\" fill=\"none\" {style}/>",
            -w
        )
    };
    let bounds = object.bounding_box;
    let frame = rectangle(
        0.0,
        0.0,
        f64::from(image.width),
        f64::from(image.height),
        "stroke=\"#555\" stroke-dasharray=\"4\"",
    );
    let own = rectangle(
        bounds.x,
        bounds.y,
        bounds.width,
        bounds.height,
        "stroke=\"#e63946\" stroke-width=\"2\"",
    );
    format!("<svg width=\"{wide:.0}\" height=\"{high:.0}\">{picture}{frame}{own}</svg>")
}

/// Left and top edge, width and height of what is shown: the box, and as much again around it, but not much more than the
/// image.
fn view(image: &Image, object: &Object) -> [f64; 4] {
    let bounds = object.bounding_box;
    let (width, height) = (
        f64::from(image.width.max(1)),
        f64::from(image.height.max(1)),
    );
    let margin =
        (bounds.width.max(bounds.height) / 2.0).clamp(16.0, width.max(height) / 8.0 + 16.0);
    let side = |start: f64, length: f64, most: f64| {
        let low = (start - margin).clamp(-most, 2.0 * most);
        let high = (start + length + margin).clamp(-most, 2.0 * most);
        match high - low < 32.0 {
            true => (low - 16.0, 32.0),
            false => (low, high - low),
        }
    };
    let (left, wide) = side(bounds.x, bounds.width, width);
    let (top, high) = side(bounds.y, bounds.height, height);
    [left, top, wide, high]
}

fn picture_of(image: &Image, pictures: Option<&Path>) -> Option<Picture> {
    match pictures {
        Some(pictures) => {
            let name = name::relative(&image.name).ok()?;
            Some(pictures.join(name.as_ref()).into())
        }
        None => image.picture.as_deref().cloned(),
    }
}

/// The part of a picture within a view as JPEG in base64, and where in the view it belongs.
fn part(file: &Picture, view: [f64; 4], scale: f64) -> Option<(String, [f64; 4])> {
    let pixels = picture::upright(&file.file).ok()?;
    let pixels = picture::edited(file, &pixels).ok()?;
    let (width, height) = pixels.dimensions();
    let clamp = |edge: f64, most: u32| edge.clamp(0.0, f64::from(most));
    let [left, top, wide, high] = view;
    let (x, y) = (clamp(left, width).floor(), clamp(top, height).floor());
    let (right, bottom) = (
        clamp(left + wide, width).ceil(),
        clamp(top + high, height).ceil(),
    );
    if right <= x || bottom <= y {
        return None;
    }
    let cropped = pixels.crop_imm(x as u32, y as u32, (right - x) as u32, (bottom - y) as u32);
    // A larger one would only be scaled down by the browser.
    let small = match scale < 1.0 {
        true => {
            let side = |length: f64| (length * scale).ceil().max(1.0) as u32;
            cropped.thumbnail_exact(side(right - x), side(bottom - y))
        }
        false => cropped,
    };
    let mut bytes = Cursor::new(Vec::new());
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 80);
    let small = DynamicImage::ImageRgb8(small.to_rgb8());
    small.write_with_encoder(encoder).ok()?;
    let place = [x - left, y - top, right - x, bottom - y].map(|length| length * scale);
    Some((STANDARD.encode(bytes.into_inner()), place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, image, object};

    #[test]
    fn with_and_without_a_picture() {
        let picture = image::RgbImage::from_pixel(100, 50, image::Rgb([9, 99, 199]));
        let place = folder(&[("b.png", b"no picture")]);
        picture.save(place.path().join("a.png")).unwrap();
        for (name, pictures) in [("a.png", 1), ("b.png", 0), ("../a.png", 0), ("c.png", 0)] {
            let drawn = thumbnail(&image(name), &object(0, -5.0), Some(place.path()));
            let count = drawn.matches("data:image/jpeg;base64,").count();
            assert_eq!(count, pictures, "{name}: {drawn}");
            assert_eq!(drawn.matches("#e63946").count(), 1, "{drawn}");
        }
    }

    #[test]
    fn boxes_of_any_size() {
        for (x, width) in [(0.0, 0.0), (-1e12, 1e12), (1e12, 0.5), (50.0, 1e12)] {
            let mut object = object(0, x);
            object.bounding_box.width = width;
            let drawn = thumbnail(&image("a.png"), &object, None);
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{drawn}");
        }
    }
}

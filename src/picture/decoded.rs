//! Pictures as pixels: decoded, changed, encoded.

use std::fs::File;
use std::io::{BufReader, Cursor};
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, GenericImageView, ImageFormat, ImageReader};

use crate::dataset::{Edit, Picture};
use crate::error::Error;

/// The pixels of a PNG or JPEG file as it is shown, turned as its EXIF orientation says.
///
/// # Errors
///
/// [`Error::Content`] if it cannot be decoded.
pub fn upright(file: &Path) -> Result<DynamicImage, Error> {
    let failed = |error: &dyn std::fmt::Display| {
        Error::content(file, format!("this picture cannot be decoded: {error}"))
    };
    let reader = ImageReader::open(file).map_err(|error| Error::io("read", file, error))?;
    let reader = reader
        .with_guessed_format()
        .map_err(|error| failed(&error))?;
    let decoder = reader.into_decoder().map_err(|error| failed(&error))?;
    let mut pixels = DynamicImage::from_decoder(decoder).map_err(|error| failed(&error))?;
    // As for the sizes: image's own decoders know fewer forms of it.
    let mut header = BufReader::new(File::open(file).map_err(|error| failed(&error))?);
    let turn = super::orientation(&mut header).and_then(|turn| u8::try_from(turn).ok());
    if let Some(orientation) = turn.and_then(Orientation::from_exif) {
        pixels.apply_orientation(orientation);
    }
    Ok(pixels)
}

/// What the changes of a picture make of its pixels.
///
/// # Errors
///
/// [`Error::Content`] if the picture has not the size that the data set says.
pub fn edited(picture: &Picture, pixels: &DynamicImage) -> Result<DynamicImage, Error> {
    let (width, height) = pixels.dimensions();
    if let Some(said) = picture.size().filter(|said| *said != (width, height)) {
        let what = format!(
            "this picture is {width} x {height} pixels, but the data set says {} x {}",
            said.0, said.1
        );
        return Err(Error::content(&picture.file, what));
    }
    let mut edits = picture.edits().iter();
    let Some(first) = edits.next() else {
        return Ok(pixels.clone());
    };
    Ok(edits.fold(edit(pixels, *first), |pixels, next| edit(&pixels, *next)))
}

fn edit(pixels: &DynamicImage, edit: Edit) -> DynamicImage {
    match edit {
        Edit::Crop {
            left,
            top,
            width,
            height,
        } => pixels.crop_imm(left, top, width, height),
        Edit::Resize { width, height } => {
            pixels.resize_exact(width, height, FilterType::CatmullRom)
        }
    }
}

/// A picture in the format that the name of its file says: PNG, or JPEG of quality 95.
///
/// # Errors
///
/// [`Error::Data`] for another name, or for pixels that the format does not hold.
pub(crate) fn encoded(pixels: &DynamicImage, name: &str) -> Result<Vec<u8>, Error> {
    let help = "changed pictures are written as PNG and JPEG: convert the others first";
    let failed = |error: &dyn std::fmt::Display| {
        let name = crate::error::shown(name);
        Error::data(
            format!("the picture `{name}` cannot be written: {error}"),
            help,
        )
    };
    let mut bytes = Cursor::new(Vec::new());
    match ImageFormat::from_path(name) {
        Ok(ImageFormat::Png) => pixels
            .write_to(&mut bytes, ImageFormat::Png)
            .map_err(|error| failed(&error))?,
        Ok(ImageFormat::Jpeg) => {
            // JPEG has 8 bits a channel, and no transparency.
            let pixels = match pixels.color().has_color() {
                true => DynamicImage::ImageRgb8(pixels.to_rgb8()),
                false => DynamicImage::ImageLuma8(pixels.to_luma8()),
            };
            let encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
            pixels
                .write_with_encoder(encoder)
                .map_err(|error| failed(&error))?;
        }
        Ok(_) => return Err(failed(&"it is neither PNG nor JPEG")),
        Err(error) => return Err(failed(&error)),
    }
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    /// 4 x 2 pixels, each with its place in it.
    fn pixels() -> DynamicImage {
        let pixel = |x: u32, y: u32| image::Rgb([x as u8 * 10, y as u8 * 10, 0]);
        DynamicImage::ImageRgb8(image::RgbImage::from_fn(4, 2, pixel))
    }

    #[test]
    fn crop_and_resize() {
        let crop = Edit::Crop {
            left: 1,
            top: 1,
            width: 2,
            height: 1,
        };
        let resize = Edit::Resize {
            width: 6,
            height: 3,
        };
        let picture = Picture::from("a.png").edited((4, 2), crop);
        let part = edited(&picture, &pixels()).unwrap().into_rgb8();
        assert_eq!(part.dimensions(), (2, 1));
        assert_eq!(part.get_pixel(0, 0).0, [10, 10, 0]);
        let picture = picture.edited((2, 1), resize);
        let large = edited(&picture, &pixels()).unwrap();
        assert_eq!(large.dimensions(), (6, 3));
    }

    #[test]
    fn another_size_than_the_data_set_says() {
        let resize = Edit::Resize {
            width: 1,
            height: 1,
        };
        let picture = Picture::from("a.png").edited((40, 20), resize);
        let error = edited(&picture, &pixels()).unwrap_err().to_string();
        let expect = "a.png: this picture is 4 x 2 pixels, but the data set says 40 x 20";
        assert_eq!(error, expect);
    }

    #[test]
    fn there_and_back() {
        let place = folder(&[("x.png", b"no picture")]);
        for name in ["a.png", "b.JPG", "c.jpeg"] {
            let file = place.path().join(name);
            std::fs::write(&file, encoded(&pixels(), name).unwrap()).unwrap();
            assert_eq!(upright(&file).unwrap().dimensions(), (4, 2), "{name}");
        }
        for name in ["a.bmp", "a"] {
            let error = encoded(&pixels(), name).unwrap_err().to_string();
            assert!(error.contains("PNG and JPEG"), "{error}");
        }
        let error = upright(&place.path().join("x.png"))
            .unwrap_err()
            .to_string();
        assert!(error.contains("cannot be decoded"), "{error}");
    }
}

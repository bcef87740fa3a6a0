//! Images and samples, as pipelines pass them on.

use std::fmt;
use std::path::Path;

/// An image: rows of pixels, each with its channels side by side, blue first where there are three.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// 1 or 3.
    pub channels: usize,
    /// The values, from 0 to 255 as read.
    pub data: Vec<f32>,
    /// Whether values between whole numbers are kept, as OpenCV keeps them in float images only.
    pub float: bool,
}

impl Image {
    /// Reads a JPEG or PNG file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is not an image.
    pub fn read(path: &Path, gray: bool) -> Result<Self, ImageError> {
        let failed = |source| ImageError {
            path: path.display().to_string(),
            source,
        };
        let bytes = std::fs::read(path).map_err(|error| failed(error.into()))?;
        let image = image::load_from_memory(&bytes).map_err(|error| failed(error.into()))?;
        let (width, height) = (image.width() as usize, image.height() as usize);
        if gray {
            let data = image.to_luma8().into_raw();
            return Ok(Self::new(width, height, 1, data.into_iter().map(f32::from)));
        }
        let pixels = image.to_rgb8().into_raw();
        let bgr = pixels.chunks_exact(3).flat_map(|p| [p[2], p[1], p[0]]);
        Ok(Self::new(width, height, 3, bgr.map(f32::from)))
    }

    /// An image of whole numbers.
    #[must_use]
    pub fn new(
        width: usize,
        height: usize,
        channels: usize,
        data: impl Iterator<Item = f32>,
    ) -> Self {
        Self {
            width,
            height,
            channels,
            data: data.collect(),
            float: false,
        }
    }

    /// The part of the image at a place.
    #[must_use]
    pub fn crop(&self, left: usize, top: usize, width: usize, height: usize) -> Self {
        let (width, height) = (
            width.min(self.width.saturating_sub(left)),
            height.min(self.height.saturating_sub(top)),
        );
        let row = |y: usize| {
            let start = ((top + y) * self.width + left) * self.channels;
            self.data[start..start + width * self.channels]
                .iter()
                .copied()
        };
        Self {
            float: self.float,
            ..Self::new(width, height, self.channels, (0..height).flat_map(row))
        }
    }

    /// The image with left and right, or top and bottom exchanged.
    #[must_use]
    pub fn flip(&self, horizontal: bool, vertical: bool) -> Self {
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..self.height {
            let y = if vertical { self.height - 1 - y } else { y };
            for x in 0..self.width {
                let x = if horizontal { self.width - 1 - x } else { x };
                let start = (y * self.width + x) * self.channels;
                data.extend_from_slice(&self.data[start..start + self.channels]);
            }
        }
        Self { data, ..*self }
    }
}

/// An image with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// The image.
    pub image: Image,
    /// Where it comes from.
    pub path: String,
    /// Height and width as read.
    pub ori_shape: (usize, usize),
    /// Height and width that count; a batch may be larger.
    pub img_shape: (usize, usize),
    /// By what the width and the height were scaled.
    pub scale_factor: (f32, f32),
    /// Whether left and right were exchanged.
    pub flipped: bool,
    /// The numbers of the right classes.
    pub labels: Vec<usize>,
}

impl Sample {
    /// A sample of an image as it is.
    #[must_use]
    pub fn new(image: Image, path: String) -> Self {
        let shape = (image.height, image.width);
        Self {
            image,
            path,
            ori_shape: shape,
            img_shape: shape,
            scale_factor: (1.0, 1.0),
            flipped: false,
            labels: Vec::new(),
        }
    }

    /// Sets the image, whose size is then the one that counts.
    pub fn set(&mut self, image: Image) {
        self.img_shape = (image.height, image.width);
        self.image = image;
    }
}

/// An image that cannot be read.
#[derive(Debug)]
pub struct ImageError {
    path: String,
    source: rollbook::BoxError,
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read the image `{}`", self.path.escape_debug())
    }
}

impl std::error::Error for ImageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.source)
    }
}

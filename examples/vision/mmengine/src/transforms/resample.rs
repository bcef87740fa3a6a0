//! Images of other sizes, as OpenCV and Pillow make them.

use crate::image::Image;

/// Which library's way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// OpenCV: looks at the nearest pixels only.
    #[default]
    Cv2,
    /// Pillow: where an image becomes smaller, looks at all pixels that become one.
    Pillow,
}

/// How a pixel between pixels is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Interpolation {
    /// The nearest one.
    Nearest,
    /// Along a line.
    #[default]
    Bilinear,
    /// Along a curve.
    Bicubic,
}

/// The image in another size.
///
/// ```
/// use mmengine::image::Image;
/// use mmengine::transforms::resample::{Backend, Interpolation, resized};
///
/// let image = Image::new(2, 1, 1, [0.0, 100.0].into_iter());
/// let larger = resized(&image, 4, 1, Backend::Cv2, Interpolation::Bilinear);
/// assert_eq!(larger.data, [0.0, 25.0, 75.0, 100.0]);
/// ```
#[must_use]
pub fn resized(
    image: &Image,
    width: usize,
    height: usize,
    backend: Backend,
    interpolation: Interpolation,
) -> Image {
    if (width, height) == (image.width, image.height) || image.data.is_empty() {
        return image.clone();
    }
    let columns = taps(image.width, width, backend, interpolation);
    let rows = taps(image.height, height, backend, interpolation);
    let channels = image.channels;
    // Pillow rounds after each of both passes, OpenCV after the second.
    let between = !image.float && backend == Backend::Pillow;
    let mut wide = Vec::with_capacity(width * image.height * channels);
    for y in 0..image.height {
        for (first, weights) in &columns {
            for channel in 0..channels {
                let at = |x: usize| image.data[(y * image.width + x) * channels + channel];
                wide.push(value(weights, |tap| at(first + tap), between));
            }
        }
    }
    let mut data = Vec::with_capacity(width * height * channels);
    for (first, weights) in &rows {
        for x in 0..width * channels {
            let at = |tap: usize| wide[(first + tap) * width * channels + x];
            data.push(value(weights, at, !image.float));
        }
    }
    Image {
        width,
        height,
        channels,
        data,
        float: image.float,
    }
}

#[allow(clippy::cast_possible_truncation)]
fn value(weights: &[f64], at: impl Fn(usize) -> f32, whole: bool) -> f32 {
    let sum: f64 = weights
        .iter()
        .enumerate()
        .map(|(tap, weight)| weight * f64::from(at(tap)))
        .sum();
    if whole {
        (sum + 0.5).floor().clamp(0.0, 255.0) as f32
    } else {
        sum as f32
    }
}

/// For each new pixel the first old one that it is made of, and how much of each from there.
#[allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss
)]
fn taps(
    old: usize,
    new: usize,
    backend: Backend,
    interpolation: Interpolation,
) -> Vec<(usize, Vec<f64>)> {
    let scale = old as f64 / new as f64;
    let last = old - 1;
    if interpolation == Interpolation::Nearest {
        let offset = if backend == Backend::Pillow { 0.5 } else { 0.0 };
        return (0..new)
            .map(|x| {
                (
                    (((x as f64 + offset) * scale) as usize).min(last),
                    vec![1.0],
                )
            })
            .collect();
    }
    let (reach, sharpness) = match (interpolation, backend) {
        (Interpolation::Bicubic, Backend::Cv2) => (2.0, -0.75),
        (Interpolation::Bicubic, Backend::Pillow) => (2.0, -0.5),
        _ => (1.0, 0.0),
    };
    let stretch = if backend == Backend::Pillow {
        scale.max(1.0)
    } else {
        1.0
    };
    let weight = |distance: f64| {
        let x = distance.abs() / stretch;
        match interpolation {
            Interpolation::Bicubic if x < 1.0 => {
                ((sharpness + 2.0) * x - (sharpness + 3.0)) * x * x + 1.0
            }
            Interpolation::Bicubic if x < 2.0 => (((x - 5.0) * x + 8.0) * x - 4.0) * sharpness,
            Interpolation::Bicubic => 0.0,
            _ => (1.0 - x).max(0.0),
        }
    };
    let tap = |x: usize| {
        let center = (x as f64 + 0.5) * scale - 0.5;
        let from = (center - reach * stretch).ceil();
        let to = (center + reach * stretch).floor();
        let (first, end) = (from.max(0.0) as usize, (to.max(0.0) as usize).min(last));
        let mut weights = vec![0.0; end - first + 1];
        let mut index = from;
        while index <= to {
            // Pillow leaves out what lies outside, OpenCV repeats the pixel at the edge.
            let inside = (0.0..=last as f64).contains(&index);
            if inside || backend == Backend::Cv2 {
                let place = (index.clamp(0.0, last as f64) as usize).clamp(first, end);
                weights[place - first] += weight(index - center);
            }
            index += 1.0;
        }
        let sum: f64 = weights.iter().sum();
        weights.iter_mut().for_each(|weight| *weight /= sum);
        (first, weights)
    };
    (0..new).map(tap).collect()
}

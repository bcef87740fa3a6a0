//! The modules of the registry `anchor_generator`.

use rollbook::BuildError;
use serde::Deserialize;

use crate::boxes::Box4;

/// What lays boxes over an image.
#[rollbook::dispatch]
pub trait Anchors {
    /// How many boxes there are at a place, for each level.
    fn counts(&self) -> Vec<usize>;

    /// The boxes of a level whose feature has this many rows and columns: row by row, place by place.
    fn grid(&self, level: usize, rows: usize, columns: usize) -> Vec<Box4>;
}

/// A number, or one for each side; both sides must be the same here.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "mmengine::config::Pair")]
struct Stride(usize);

impl TryFrom<mmengine::config::Pair> for Stride {
    type Error = &'static str;

    fn try_from(pair: mmengine::config::Pair) -> Result<Self, Self::Error> {
        match pair {
            mmengine::config::Pair(width, height) if width == height && width > 0 => {
                Ok(Self(width))
            }
            _ => Err("both sides of a stride must be the same, and 1 or more"),
        }
    }
}

/// The arguments of `AnchorGenerator`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct AnchorGeneratorConfig {
    strides: Vec<Stride>,
    ratios: Vec<f32>,
    scales: Option<Vec<f32>>,
    base_sizes: Option<Vec<f32>>,
    #[serde(default = "yes")]
    scale_major: bool,
    octave_base_scale: Option<f64>,
    scales_per_octave: Option<u32>,
    centers: Option<Vec<(f32, f32)>>,
    #[serde(default)]
    center_offset: f32,
    #[serde(default)]
    use_box_type: mmengine::config::Off,
}

/// The arguments of `SSDAnchorGenerator`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct SsdAnchorGeneratorConfig {
    strides: Vec<Stride>,
    ratios: Vec<Vec<f32>>,
    min_sizes: Option<Vec<f32>>,
    max_sizes: Option<Vec<f32>>,
    #[serde(default = "range")]
    basesize_ratio_range: (f64, f64),
    #[serde(default = "three_hundred")]
    input_size: u32,
    #[serde(default = "yes")]
    scale_major: bool,
    #[serde(default)]
    use_box_type: mmengine::config::Off,
}

fn yes() -> bool {
    true
}

fn range() -> (f64, f64) {
    (0.15, 0.9)
}

fn three_hundred() -> u32 {
    300
}

/// Boxes of fixed sizes and ratios at every place.
#[derive(Clone, Debug)]
pub struct AnchorGenerator {
    /// For each level its stride and its boxes at the first place.
    levels: Vec<(usize, Vec<Box4>)>,
}

impl Anchors for AnchorGenerator {
    fn counts(&self) -> Vec<usize> {
        self.levels.iter().map(|(_, boxes)| boxes.len()).collect()
    }

    #[allow(clippy::cast_precision_loss)]
    fn grid(&self, level: usize, rows: usize, columns: usize) -> Vec<Box4> {
        let Some((stride, boxes)) = self.levels.get(level) else {
            return Vec::new();
        };
        let mut grid = Vec::with_capacity(rows * columns * boxes.len());
        for row in 0..rows {
            for column in 0..columns {
                let (x, y) = ((column * stride) as f32, (row * stride) as f32);
                grid.extend(
                    boxes
                        .iter()
                        .map(|b| [b[0] + x, b[1] + y, b[2] + x, b[3] + y]),
                );
            }
        }
        grid
    }
}

/// The boxes of all ratios and scales around a centre.
fn around(
    center: (f32, f32),
    size: f32,
    ratios: &[f32],
    scales: &[f32],
    scale_major: bool,
) -> Vec<Box4> {
    let one = |ratio: f32, scale: f32| {
        let high = ratio.sqrt();
        let (width, height) = if scale_major {
            (size * (1.0 / high) * scale, size * high * scale)
        } else {
            (size * scale * (1.0 / high), size * scale * high)
        };
        let (x, y) = center;
        [
            x - 0.5 * width,
            y - 0.5 * height,
            x + 0.5 * width,
            y + 0.5 * height,
        ]
    };
    if scale_major {
        ratios
            .iter()
            .flat_map(|ratio| scales.iter().map(move |scale| one(*ratio, *scale)))
            .collect()
    } else {
        scales
            .iter()
            .flat_map(|scale| ratios.iter().map(move |ratio| one(*ratio, *scale)))
            .collect()
    }
}

impl TryFrom<AnchorGeneratorConfig> for AnchorGenerator {
    type Error = BuildError;

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    fn try_from(config: AnchorGeneratorConfig) -> Result<Self, BuildError> {
        let mmengine::config::Off = config.use_box_type;
        let scales = match (
            config.scales,
            config.octave_base_scale,
            config.scales_per_octave,
        ) {
            (Some(scales), None, None) => scales,
            (None, Some(base), Some(count)) => {
                let scale = |index| 2_f64.powf(f64::from(index) / f64::from(count)) * base;
                (0..count).map(|index| scale(index) as f32).collect()
            }
            _ => {
                let error = "give either `scales`, or `octave_base_scale` and `scales_per_octave`";
                return Err(BuildError::new(error).at("scales"));
            }
        };
        let count = config.strides.len();
        let lengths = [
            ("base_sizes", config.base_sizes.as_ref().map(Vec::len)),
            ("centers", config.centers.as_ref().map(Vec::len)),
        ];
        for (key, length) in lengths {
            if length.is_some_and(|length| length != count) {
                return Err(
                    BuildError::new(format!("as many as there are strides: {count}")).at(key),
                );
            }
        }
        let levels = config
            .strides
            .iter()
            .enumerate()
            .map(|(level, Stride(stride))| {
                let size = config
                    .base_sizes
                    .as_ref()
                    .map_or(*stride as f32, |sizes| sizes[level]);
                let offset = config.center_offset * size;
                let center = config
                    .centers
                    .as_ref()
                    .map_or((offset, offset), |centers| centers[level]);
                (
                    *stride,
                    around(center, size, &config.ratios, &scales, config.scale_major),
                )
            });
        Ok(Self {
            levels: levels.collect(),
        })
    }
}

impl TryFrom<SsdAnchorGeneratorConfig> for AnchorGenerator {
    type Error = BuildError;

    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
    fn try_from(config: SsdAnchorGeneratorConfig) -> Result<Self, BuildError> {
        let mmengine::config::Off = config.use_box_type;
        let count = config.strides.len();
        let (smallest, largest) = match (config.min_sizes, config.max_sizes) {
            (Some(smallest), Some(largest)) => (smallest, largest),
            (None, None) => ssd_sizes(config.input_size, config.basesize_ratio_range, count)?,
            _ => {
                return Err(
                    BuildError::new("give both or none of `min_sizes` and `max_sizes`")
                        .at("min_sizes"),
                );
            }
        };
        for (key, length) in [
            ("ratios", config.ratios.len()),
            ("min_sizes", smallest.len()),
            ("max_sizes", largest.len()),
        ] {
            if length != count {
                return Err(BuildError::new(format!("{length} for {count} strides")).at(key));
            }
        }
        let levels = (0..count).map(|level| {
            let Stride(stride) = config.strides[level];
            let center = stride as f32 / 2.0;
            let scale = (f64::from(largest[level]) / f64::from(smallest[level])).sqrt() as f32;
            let mut ratios = vec![1.0];
            for ratio in &config.ratios[level] {
                ratios.extend([(1.0 / f64::from(*ratio)) as f32, *ratio]);
            }
            let boxes = around(
                (center, center),
                smallest[level],
                &ratios,
                &[1.0, scale],
                config.scale_major,
            );
            // The square of the larger scale comes second, others of that scale do not come.
            let mut chosen = boxes[..ratios.len()].to_vec();
            chosen.insert(1, boxes[ratios.len()]);
            (stride, chosen)
        });
        Ok(Self {
            levels: levels.collect(),
        })
    }
}

/// The sizes of SSD's boxes, as MMDetection finds them.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss
)]
fn ssd_sizes(
    input: u32,
    range: (f64, f64),
    levels: usize,
) -> Result<(Vec<f32>, Vec<f32>), BuildError> {
    let (least, most) = ((range.0 * 100.0) as i64, (range.1 * 100.0) as i64);
    let first = match (input, least) {
        (300, 15) | (512, 15) => (7, 15),
        (300, 20) => (10, 20),
        (512, 10) => (4, 10),
        _ => {
            let error = format!(
                "for images of {input} pixels there are no known sizes from {}: give `min_sizes` and `max_sizes`",
                range.0
            );
            return Err(BuildError::new(error).at("basesize_ratio_range"));
        }
    };
    let step = levels
        .checked_sub(2)
        .filter(|rest| *rest > 0)
        .map_or(0, |rest| (most - least) / rest as i64);
    if step <= 0 {
        return Err(
            BuildError::new("the range is too small for the levels").at("basesize_ratio_range")
        );
    }
    let size = |ratio: i64| (i64::from(input) * ratio / 100) as f32;
    let ratios = (least..=most).step_by(step as usize);
    let (mut smallest, mut largest) = (vec![size(first.0)], vec![size(first.1)]);
    for ratio in ratios {
        smallest.push(size(ratio));
        largest.push(size(ratio + step));
    }
    Ok((smallest, largest))
}

//! What heads over anchors share: from scores and numbers to boxes.

use candle_core::{Result, Tensor};
use mmengine::Layer;
use mmengine::layers::DynLayer;
use mmengine::model::Mismatch;
use rollbook::BuildError;

use super::{DenseHead, TestCfg};
use crate::anchor::Anchors;
use crate::boxes::Found;
use crate::coder::Coder;

/// A head over anchors.
pub struct AnchorHead {
    pub(super) name: &'static str,
    /// What each level takes.
    pub(super) in_channels: Vec<usize>,
    pub(super) branches: Branches,
    pub(super) classes: usize,
    /// Each class by itself, or one of all and the background.
    pub(super) sigmoid: bool,
    pub(super) anchors: Box<dyn Anchors>,
    pub(super) coder: Box<dyn Coder>,
}

/// From a feature to scores and numbers.
pub(super) enum Branches {
    /// The same for all levels.
    Shared {
        class: Vec<DynLayer>,
        bbox: Vec<DynLayer>,
    },
    /// One for each level.
    Levels(Vec<(DynLayer, DynLayer)>),
    /// The same for all levels, and how likely there is an object at all.
    Object {
        class: Vec<DynLayer>,
        bbox: Vec<DynLayer>,
        last: DynLayer,
        object: DynLayer,
    },
}

impl AnchorHead {
    /// Whether each level has this number of anchors at a place.
    pub(super) fn same_count(counts: &[usize]) -> std::result::Result<usize, BuildError> {
        match counts {
            [first, rest @ ..] if rest.iter().all(|count| count == first) => Ok(*first),
            _ => {
                let error = "there must be levels, all with the same number of anchors at a place";
                Err(BuildError::new(error).at("anchor_generator"))
            }
        }
    }
}

fn run(layers: &[DynLayer], x: &Tensor, train: bool) -> Result<Tensor> {
    mmengine::layers::sequence(layers, x, train)
}

impl DenseHead for AnchorHead {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let (mut scores, mut boxes) = (Vec::new(), Vec::new());
        for (level, x) in features.iter().enumerate() {
            let (class, bbox) = match &self.branches {
                Branches::Shared { class, bbox } => (run(class, x, train)?, run(bbox, x, train)?),
                Branches::Levels(levels) => {
                    let Some((class, bbox)) = levels.get(level) else {
                        candle_core::bail!(
                            "{} takes {} features, not {}",
                            self.name,
                            levels.len(),
                            features.len()
                        );
                    };
                    (class.forward(x, train)?, bbox.forward(x, train)?)
                }
                Branches::Object {
                    class,
                    bbox,
                    last,
                    object,
                } => {
                    let inner = run(bbox, x, train)?;
                    let class = run(class, x, train)?;
                    let object = object.forward(&inner, train)?;
                    (
                        self.with_object(&class, &object)?,
                        last.forward(&inner, train)?,
                    )
                }
            };
            scores.push(class);
            boxes.push(bbox);
        }
        scores.append(&mut boxes);
        Ok(scores)
    }

    fn check(&self, inputs: &[usize]) -> std::result::Result<(), Mismatch> {
        Mismatch::check(self.name, "in_channels", &self.in_channels, inputs)
    }

    fn boxes(
        &self,
        outputs: &[Tensor],
        image: usize,
        shape: (usize, usize),
        test: &TestCfg,
    ) -> Result<Vec<Found>> {
        let (scores, boxes) = outputs.split_at(outputs.len() / 2);
        let mut found = Vec::new();
        for (level, (scores, boxes)) in scores.iter().zip(boxes).enumerate() {
            let (_, _, rows, columns) = scores.dims4()?;
            let outputs = if self.sigmoid {
                self.classes
            } else {
                self.classes + 1
            };
            let table = |x: &Tensor, width: usize| {
                x.get(image)?
                    .permute((1, 2, 0))?
                    .contiguous()?
                    .reshape(((), width))
            };
            let scores = table(scores, outputs)?;
            let scores = if self.sigmoid {
                candle_nn::ops::sigmoid(&scores)?
            } else {
                candle_nn::ops::softmax(&scores, 1)?
            };
            let scores = scores.to_vec2::<f32>()?;
            let numbers = table(boxes, 4)?.to_vec2::<f32>()?;
            let grid = self.anchors.grid(level, rows, columns);
            let mut chosen: Vec<(f32, usize, usize)> = Vec::new();
            for (place, scores) in scores.iter().enumerate() {
                for (class, score) in scores.iter().take(self.classes).enumerate() {
                    if *score > test.score_thr {
                        chosen.push((*score, place, class));
                    }
                }
            }
            chosen.sort_by(|a, b| b.0.total_cmp(&a.0));
            chosen.truncate(usize::try_from(test.nms_pre).unwrap_or(usize::MAX));
            for (score, place, class) in chosen {
                let numbers = &numbers[place];
                let numbers = [numbers[0], numbers[1], numbers[2], numbers[3]];
                let bbox = self.coder.decode(&grid[place], numbers, shape);
                found.push(Found { bbox, class, score });
            }
        }
        Ok(found)
    }
}

impl AnchorHead {
    /// YOLOF's scores: of a class, where there is an object.
    fn with_object(&self, class: &Tensor, object: &Tensor) -> Result<Tensor> {
        let (batch, _, rows, columns) = class.dims4()?;
        let class = class.reshape((batch, (), self.classes, rows * columns))?;
        let object = object.reshape((batch, (), 1, rows * columns))?;
        let bounded = |x: &Tensor| x.exp()?.clamp(0.0, 1e8);
        let sum = bounded(&class)?.broadcast_add(&bounded(&object)?)?;
        let scores = (class.broadcast_add(&object)? - (sum + 1.0)?.log()?)?;
        scores.reshape((batch, (), rows, columns))
    }
}

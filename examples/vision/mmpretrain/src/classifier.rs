//! `ImageClassifier`.

use std::sync::{Mutex, PoisonError};

use candle_core::{D, Result, Tensor};
use mmengine::config::{DefaultName, Named, OneOrMany};
use mmengine::image::Sample;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::model::{Prediction, Target};
use mmengine::{Context, Extractor, Head, Model, Preprocessor};
use rollbook::{Build, BuildError};

use crate::augment::BatchAugment;

/// The arguments of [`ImageClassifier`].
#[derive(rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ImageClassifierConfig<B, N, H, P, U, I> {
    backbone: B,
    neck: Option<N>,
    head: Option<H>,
    data_preprocessor: Option<Named<P, ClsDataPreprocessor>>,
    train_cfg: Option<TrainCfg<U>>,
    init_cfg: InitCfg<I>,
}

/// The preprocessor where a config says no other.
#[derive(Clone, Copy, Debug)]
pub struct ClsDataPreprocessor;

impl DefaultName for ClsDataPreprocessor {
    const NAME: &'static str = "ClsDataPreprocessor";
}

/// What is done in training only.
#[derive(rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct TrainCfg<U> {
    augments: OneOrMany<U>,
    probs: Option<Vec<f64>>,
}

/// A backbone, a neck and a head.
pub struct ImageClassifier<B, N, H, P, U> {
    backbone: B,
    neck: Option<N>,
    head: Option<H>,
    preprocessor: Option<P>,
    augments: Vec<U>,
    probs: Option<Vec<f64>>,
    random: Mutex<fastrand::Rng>,
}

impl<B, N, H, P, U, I> Build<Context> for ImageClassifierConfig<B, N, H, P, U, I>
where
    B: Build<Context, Module: Extractor>,
    N: Build<Context, Module: Extractor>,
    H: Build<Context, Module: Head>,
    P: Build<Context, Module: Preprocessor>,
    U: Build<Module: BatchAugment>,
    I: InitConfig,
{
    type Module = ImageClassifier<B::Module, N::Module, H::Module, P::Module, U::Module>;

    fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
        cx.init(self.init_cfg)?;
        let backbone = cx.build("backbone", self.backbone)?;
        let neck = self.neck.map(|neck| cx.build("neck", neck)).transpose()?;
        let head = self.head.map(|head| cx.build("head", head)).transpose()?;
        // A grey image where the backbone takes one, a coloured one otherwise.
        let mut channels = backbone
            .channels(&[3])
            .or_else(|_| backbone.channels(&[1]))
            .map_err(|mismatch| mismatch.at("backbone"))?;
        if let Some(neck) = &neck {
            channels = neck
                .channels(&channels)
                .map_err(|mismatch| mismatch.at("neck"))?;
        }
        if let Some(head) = &head {
            head.check(&channels)
                .map_err(|mismatch| mismatch.at("head"))?;
        }
        let preprocessor = self
            .data_preprocessor
            .map(|named| cx.build("data_preprocessor", named.config));
        let (mut augments, mut probs) = (Vec::new(), None);
        if let Some(train_cfg) = self.train_cfg {
            let built = train_cfg.augments.0.build(&());
            augments = built.map_err(|error| error.at("augments").at("train_cfg"))?;
            probs = train_cfg.probs;
            if probs
                .as_ref()
                .is_some_and(|probs| probs.len() != augments.len())
            {
                let error = "as many numbers as there are `augments`";
                return Err(BuildError::new(error).at("probs").at("train_cfg"));
            }
        }
        Ok(ImageClassifier {
            backbone,
            neck,
            head,
            preprocessor: preprocessor.transpose()?,
            augments,
            probs,
            random: Mutex::new(fastrand::Rng::with_seed(0)),
        })
    }
}

impl<B: Extractor, N: Extractor, H: Head, P: Preprocessor, U: BatchAugment>
    ImageClassifier<B, N, H, P, U>
{
    fn features(&self, batch: &Tensor, train: bool) -> Result<Vec<Tensor>> {
        let features = self.backbone.forward(std::slice::from_ref(batch), train)?;
        match &self.neck {
            Some(neck) => neck.forward(&features, train),
            None => Ok(features),
        }
    }

    fn scores(&self, batch: &Tensor, train: bool) -> Result<(&H, Tensor)> {
        let Some(head) = &self.head else {
            candle_core::bail!("the classifier has no `head`: it only finds features");
        };
        let scores = head.forward(&self.features(batch, train)?, train)?;
        Ok((head, scores))
    }

    /// Chooses one of the augments; with `probs` that leave something over, sometimes none.
    fn augment(&self, random: &mut fastrand::Rng) -> Option<&U> {
        let Some(probs) = &self.probs else {
            return random.choice(&self.augments);
        };
        let mut rest = random.f64();
        let chosen = self.augments.iter().zip(probs).find(|(_, prob)| {
            rest -= **prob;
            rest < 0.0
        });
        chosen.map(|(augment, _)| augment)
    }
}

impl<B: Extractor, N: Extractor, H: Head, P: Preprocessor, U: BatchAugment> Model
    for ImageClassifier<B, N, H, P, U>
{
    fn preprocess(&self, samples: &[Sample]) -> Result<Tensor> {
        match &self.preprocessor {
            Some(preprocessor) => preprocessor.forward(samples),
            None => candle_core::bail!("the config has no `data_preprocessor`"),
        }
    }

    fn forward(&self, batch: &Tensor, train: bool) -> Result<Vec<Tensor>> {
        match &self.head {
            Some(_) => Ok(vec![self.scores(batch, train)?.1]),
            None => self.features(batch, train),
        }
    }

    fn predict(&self, batch: &Tensor, _: &[Sample]) -> Result<Vec<Prediction>> {
        let (head, scores) = self.scores(batch, false)?;
        head.predict(&scores)
    }

    fn loss(&self, batch: &Tensor, samples: &[Sample]) -> Result<Tensor> {
        let target = match samples
            .iter()
            .map(|sample| sample.labels.as_slice())
            .collect::<Vec<_>>()
        {
            labels if labels.iter().all(|labels| labels.len() == 1) => Target::Classes(
                labels
                    .iter()
                    .flat_map(|labels| labels.iter().copied())
                    .collect(),
            ),
            labels => {
                let width = self.scores(batch, false)?.1.dim(D::Minus1)?;
                Target::Values(rows(&labels, width, batch)?)
            }
        };
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(augment) = self.augment(&mut random) else {
            let (head, scores) = self.scores(batch, true)?;
            return head.loss(&scores, &target);
        };
        let scores = match target {
            Target::Values(scores) => scores,
            Target::Classes(classes) => {
                let width = self.scores(batch, false)?.1.dim(D::Minus1)?;
                let labels: Vec<&[usize]> = classes.iter().map(std::slice::from_ref).collect();
                rows(&labels, width, batch)?
            }
        };
        let (batch, target) = augment.mix(batch, &scores, &mut random)?;
        let (head, scores) = self.scores(&batch, true)?;
        head.loss(&scores, &Target::Values(target))
    }
}

/// For each sample 1 where a label is, 0 elsewhere.
fn rows(labels: &[&[usize]], width: usize, like: &Tensor) -> Result<Tensor> {
    let mut rows = vec![0_f32; labels.len() * width];
    for (row, labels) in labels.iter().enumerate() {
        for label in *labels {
            if *label >= width {
                candle_core::bail!(
                    "a label is {label}, but the network tells {width} classes apart"
                );
            }
            rows[row * width + label] = 1.0;
        }
    }
    Tensor::from_vec(rows, (labels.len(), width), like.device())
}

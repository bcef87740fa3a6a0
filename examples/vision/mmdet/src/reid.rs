//! Re-identification: `BaseReID` and `LinearReIDHead`.

use candle_core::{Result, Tensor};
use mmengine::config::OneOrMany;
use mmengine::image::Sample;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::norm::BatchNorm1dConfig;
use mmengine::layers::{ActConfig, DynLayer, Layer, Linear, NormConfig, linear};
use mmengine::model::{Mismatch, Prediction, Target};
use mmengine::{Context, Extractor, Head, Loss, Model, Name, Preprocessor};
use rollbook::{Build, BuildError};

/// The arguments of [`BaseReId`].
#[derive(rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct BaseReIdConfig<B, N, H, P, I> {
    backbone: B,
    neck: Option<N>,
    head: H,
    data_preprocessor: Option<P>,
    init_cfg: InitCfg<I>,
}

/// A backbone, a neck and a head that gives a vector.
pub struct BaseReId<B, N, H, P> {
    backbone: B,
    neck: Option<N>,
    head: H,
    preprocessor: Option<P>,
}

impl<B, N, H, P, I> Build<Context> for BaseReIdConfig<B, N, H, P, I>
where
    B: Build<Context, Module: Extractor>,
    N: Build<Context, Module: Extractor>,
    H: Build<Context, Module: Head>,
    P: Build<Context, Module: Preprocessor>,
    I: InitConfig,
{
    type Module = BaseReId<B::Module, N::Module, H::Module, P::Module>;

    fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
        cx.init(self.init_cfg)?;
        let backbone = cx.build("backbone", self.backbone)?;
        let neck = self.neck.map(|neck| cx.build("neck", neck)).transpose()?;
        let head = cx.build("head", self.head)?;
        let mut channels = backbone
            .channels(&[3])
            .map_err(|mismatch| mismatch.at("backbone"))?;
        if let Some(neck) = &neck {
            channels = neck
                .channels(&channels)
                .map_err(|mismatch| mismatch.at("neck"))?;
        }
        head.check(&channels)
            .map_err(|mismatch| mismatch.at("head"))?;
        let preprocessor = self
            .data_preprocessor
            .map(|config| cx.build("data_preprocessor", config));
        Ok(BaseReId {
            backbone,
            neck,
            head,
            preprocessor: preprocessor.transpose()?,
        })
    }
}

impl<B: Extractor, N: Extractor, H: Head, P: Preprocessor> BaseReId<B, N, H, P> {
    fn vectors(&self, batch: &Tensor, train: bool) -> Result<Tensor> {
        let mut features = self.backbone.forward(std::slice::from_ref(batch), train)?;
        if let Some(neck) = &self.neck {
            features = neck.forward(&features, train)?;
        }
        self.head.forward(&features, train)
    }
}

impl<B: Extractor, N: Extractor, H: Head, P: Preprocessor> Model for BaseReId<B, N, H, P> {
    fn preprocess(&self, samples: &[Sample]) -> Result<Tensor> {
        match &self.preprocessor {
            Some(preprocessor) => preprocessor.forward(samples),
            None => candle_core::bail!("the config has no `data_preprocessor`"),
        }
    }

    fn forward(&self, batch: &Tensor, train: bool) -> Result<Vec<Tensor>> {
        Ok(vec![self.vectors(batch, train)?])
    }

    fn predict(&self, batch: &Tensor, _: &[Sample]) -> Result<Vec<Prediction>> {
        self.head.predict(&self.vectors(batch, false)?)
    }

    fn loss(&self, batch: &Tensor, samples: &[Sample]) -> Result<Tensor> {
        let labels = samples.iter().map(|sample| match sample.labels[..] {
            [label] => Ok(label),
            _ => candle_core::bail!("`{}` needs one label", sample.path.escape_debug()),
        });
        let target = Target::Classes(labels.collect::<Result<_>>()?);
        self.head.loss(&self.vectors(batch, true)?, &target)
    }
}

/// The arguments of [`LinearReIdHead`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct LinearReIdHeadConfig<N, A, L, I> {
    num_fcs: usize,
    in_channels: usize,
    fc_channels: usize,
    out_channels: usize,
    norm_cfg: Option<N>,
    act_cfg: Option<A>,
    num_classes: Option<usize>,
    loss_cls: Option<L>,
    loss_triplet: Option<L>,
    #[serde(default = "top")]
    topk: OneOrMany<usize>,
    init_cfg: InitCfg<I>,
}

fn top() -> OneOrMany<usize> {
    OneOrMany(vec![1])
}

/// Linear layers to a vector; in training also to the scores of classes.
pub struct LinearReIdHead<L> {
    in_channels: usize,
    layers: Vec<DynLayer>,
    last: Linear,
    classes: Option<(DynLayer, Linear, L)>,
    triplet: Option<L>,
}

impl<N, A, L, I> Build<Context> for LinearReIdHeadConfig<N, A, L, I>
where
    N: NormConfig,
    A: ActConfig,
    L: Build<Module: Loss>,
    I: InitConfig,
{
    type Module = LinearReIdHead<L::Module>;

    fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
        // Which accuracies a training prints.
        let _ = self.topk;
        cx.init(self.init_cfg)?;
        let (mut layers, mut inputs): (Vec<DynLayer>, _) = (Vec::new(), self.in_channels);
        for index in 0..self.num_fcs {
            let cx = cx.at("fcs").at(index);
            layers.push(Box::new(linear(
                &cx.at("fc"),
                inputs,
                self.fc_channels,
                true,
            )?));
            if let Some(norm) = &self.norm_cfg {
                layers.push(cx.norm(norm, self.fc_channels, Name::EndsIn(""))?);
            }
            if let Some(act) = &self.act_cfg {
                layers.push(cx.activation(act)?);
            }
            inputs = self.fc_channels;
        }
        let last = linear(&cx.at("fc_out"), inputs, self.out_channels, true)?;
        let classes = match (self.loss_cls, self.num_classes) {
            (None, _) => None,
            (Some(_), None) => {
                return Err(BuildError::new("with `loss_cls` it must be given").at("num_classes"));
            }
            (Some(loss), Some(classes)) => Some((
                cx.norm(
                    &BatchNorm1dConfig::default(),
                    self.out_channels,
                    Name::Is("bn"),
                )?,
                linear(&cx.at("classifier"), self.out_channels, classes, true)?,
                loss.build(&()).map_err(|error| error.at("loss_cls"))?,
            )),
        };
        let triplet = self
            .loss_triplet
            .map(|loss| loss.build(&()).map_err(|error| error.at("loss_triplet")));
        let triplet = triplet.transpose()?;
        if classes.is_none() && triplet.is_none() {
            return Err(BuildError::new("give `loss_cls`, `loss_triplet` or both"));
        }
        Ok(LinearReIdHead {
            in_channels: self.in_channels,
            layers,
            last,
            classes,
            triplet,
        })
    }
}

impl<L: Loss> Head for LinearReIdHead<L> {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Tensor> {
        let Some(x) = features.last() else {
            candle_core::bail!("a head needs features");
        };
        let x = mmengine::layers::sequence(&self.layers, x, train)?;
        self.last.forward(&x, train)
    }

    fn check(&self, inputs: &[usize]) -> std::result::Result<(), Mismatch> {
        let found = &inputs[inputs.len().saturating_sub(1)..];
        Mismatch::check("LinearReIDHead", "in_channels", &[self.in_channels], found)
    }

    fn predict(&self, vectors: &Tensor) -> Result<Vec<Prediction>> {
        Ok(vectors
            .to_vec2::<f32>()?
            .into_iter()
            .map(Prediction::Embedding)
            .collect())
    }

    fn loss(&self, vectors: &Tensor, target: &Target) -> Result<Tensor> {
        let mut sum = Tensor::zeros((), vectors.dtype(), vectors.device())?;
        if let Some((norm, classifier, loss)) = &self.classes {
            let scores = classifier.forward(&norm.forward(vectors, true)?, true)?;
            sum = (sum + loss.forward(&scores, target)?)?;
        }
        if let Some(triplet) = &self.triplet {
            sum = (sum + triplet.forward(vectors, target)?)?;
        }
        Ok(sum)
    }
}

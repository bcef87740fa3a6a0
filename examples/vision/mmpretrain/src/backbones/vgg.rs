//! `VGG`.

use candle_core::{Result, Tensor};
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{
    ActConfig, ConvModule, Layer, Linear, NormConfig, conv, dropout, linear, max_pool,
};
use mmengine::model::Mismatch;
use mmengine::nets::image;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`Vgg`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct VggConfig<N, A, I> {
    /// 11, 13, 16 or 19.
    depth: usize,
    /// How many scores come out; -1 leaves the classifier away.
    #[serde(default = "none")]
    num_classes: i64,
    #[serde(default = "five")]
    num_stages: usize,
    #[serde(default = "ones")]
    dilations: Vec<usize>,
    out_indices: Option<Vec<usize>>,
    #[serde(default = "none")]
    frozen_stages: i64,
    #[serde(default)]
    conv_cfg: Off,
    norm_cfg: Option<N>,
    act_cfg: A,
    #[serde(default)]
    norm_eval: bool,
    #[serde(default)]
    ceil_mode: bool,
    #[serde(default = "yes")]
    with_last_pool: bool,
    init_cfg: InitCfg<I>,
}

fn none() -> i64 {
    -1
}

fn five() -> usize {
    5
}

fn ones() -> Vec<usize> {
    vec![1; 5]
}

fn yes() -> bool {
    true
}

/// The network.
pub struct Vgg {
    stages: Vec<Vec<ConvModule>>,
    last_pool: bool,
    ceil: bool,
    outputs: Vec<usize>,
    frozen: i64,
    norm_eval: bool,
    classifier: Option<([Linear; 3], usize)>,
}

impl<N: NormConfig, A: ActConfig, I: InitConfig> Build<Context> for VggConfig<N, A, I> {
    type Module = Vgg;

    fn build(self, cx: &Context) -> std::result::Result<Vgg, BuildError> {
        let Off = self.conv_cfg;
        cx.init(self.init_cfg)?;
        let blocks = match self.depth {
            11 => [1, 1, 2, 2, 2],
            13 => [2, 2, 2, 2, 2],
            16 => [2, 2, 3, 3, 3],
            19 => [2, 2, 4, 4, 4],
            _ => {
                let error = format!("there is no depth {}; known: 11, 13, 16, 19", self.depth);
                return Err(BuildError::new(error).at("depth"));
            }
        };
        if !(1..=5).contains(&self.num_stages) {
            return Err(BuildError::new("must be 1 to 5").at("num_stages"));
        }
        if self.dilations.len() != self.num_stages {
            let error = format!(
                "{} numbers for {} stages",
                self.dilations.len(),
                self.num_stages
            );
            return Err(BuildError::new(error).at("dilations"));
        }
        let classes = usize::try_from(self.num_classes)
            .ok()
            .filter(|classes| *classes > 0);
        let outputs = self
            .out_indices
            .unwrap_or(vec![if classes.is_some() { 5 } else { 4 }]);
        mmengine::nets::out_indices(&outputs, self.num_stages + 1)?;
        let features = cx.at("features");
        let (mut index, mut inputs) = (0, 3);
        let mut stages = Vec::new();
        for (stage, count) in blocks.into_iter().take(self.num_stages).enumerate() {
            let channels = 64 << stage.min(3);
            let mut modules = Vec::new();
            for _ in 0..count {
                let dilation = self.dilations[stage];
                let conv = conv(inputs, channels, 3)
                    .padding(dilation)
                    .dilation(dilation);
                let cx = features.at(index);
                if self.frozen_stages > stage as i64 {
                    cx.freeze();
                }
                modules.push(ConvModule::with_bias(
                    &cx,
                    conv,
                    self.norm_cfg.as_ref(),
                    Some(&self.act_cfg),
                )?);
                inputs = channels;
                index += 1;
            }
            // The pooling has a number, too.
            index += 1;
            stages.push(modules);
        }
        let classifier = classes.map(|classes| -> std::result::Result<_, BuildError> {
            let cx = cx.at("classifier");
            Ok((
                [
                    linear(&cx.at(0), 512 * 7 * 7, 4096, true)?,
                    linear(&cx.at(3), 4096, 4096, true)?,
                    linear(&cx.at(6), 4096, classes, true)?,
                ],
                classes,
            ))
        });
        Ok(Vgg {
            stages,
            last_pool: self.with_last_pool,
            ceil: self.ceil_mode,
            outputs,
            frozen: self.frozen_stages,
            norm_eval: self.norm_eval,
            classifier: classifier.transpose()?,
        })
    }
}

impl Extractor for Vgg {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let mut x = image(features)?.clone();
        let mut outputs = Vec::new();
        for (index, stage) in self.stages.iter().enumerate() {
            let train = train && !self.norm_eval && self.frozen <= index as i64;
            for module in stage {
                x = module.forward(&x, train)?;
            }
            if self.last_pool || index + 1 < self.stages.len() {
                x = max_pool(&x, 2, 2, 0, self.ceil)?;
            }
            if self.outputs.contains(&index) {
                outputs.push(x.clone());
            }
        }
        if let Some(([first, second, last], _)) = &self.classifier {
            let x = dropout(
                &first.forward(&x.flatten_from(1)?, train)?.relu()?,
                0.5,
                train,
            )?;
            let x = dropout(&second.forward(&x, train)?.relu()?, 0.5, train)?;
            outputs.push(last.forward(&x, train)?);
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("VGG", "in_channels", &[3], inputs)?;
        let stages = (0..self.stages.len()).filter(|stage| self.outputs.contains(stage));
        let mut channels: Vec<usize> = stages.map(|stage| 64 << stage.min(3)).collect();
        channels.extend(self.classifier.as_ref().map(|(_, classes)| *classes));
        Ok(channels)
    }
}

//! `SSDNeck`: smaller and smaller features.

use candle_core::{Result, Tensor};
use candle_nn::Init;
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{ActConfig, ConvModule, NormConfig, conv, sequence};
use mmengine::model::Mismatch;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`SsdNeck`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct SsdNeckConfig<N, A, I> {
    in_channels: Vec<usize>,
    out_channels: Vec<usize>,
    level_strides: Vec<usize>,
    level_paddings: Vec<usize>,
    #[serde(default = "twenty")]
    l2_norm_scale: Option<f64>,
    #[serde(default = "three")]
    last_kernel_size: usize,
    #[serde(default)]
    use_depthwise: Off,
    #[serde(default)]
    conv_cfg: Off,
    norm_cfg: Option<N>,
    act_cfg: A,
    init_cfg: InitCfg<I>,
}

fn twenty() -> Option<f64> {
    Some(20.0)
}

fn three() -> usize {
    3
}

/// The neck.
pub struct SsdNeck {
    in_channels: Vec<usize>,
    out_channels: Vec<usize>,
    l2_norm: Option<Tensor>,
    levels: Vec<[ConvModule; 2]>,
}

impl<N: NormConfig, A: ActConfig, I: InitConfig> Build<Context> for SsdNeckConfig<N, A, I> {
    type Module = SsdNeck;

    fn build(self, cx: &Context) -> std::result::Result<SsdNeck, BuildError> {
        let (Off, Off) = (self.use_depthwise, self.conv_cfg);
        cx.init(self.init_cfg)?;
        let given = self.in_channels.len();
        if given == 0 || !self.out_channels.starts_with(&self.in_channels) {
            let error = "it must begin with the numbers of `in_channels`";
            return Err(BuildError::new(error).at("out_channels"));
        }
        let count = self.out_channels.len() - given;
        for (key, list) in [
            ("level_strides", &self.level_strides),
            ("level_paddings", &self.level_paddings),
        ] {
            if list.len() != count || (key == "level_strides" && list.contains(&0)) {
                let error = format!(
                    "{} numbers for {count} new levels, each stride 1 or more",
                    list.len()
                );
                return Err(BuildError::new(error).at(key));
            }
        }
        let scale = self.l2_norm_scale.filter(|scale| *scale != 0.0);
        let l2_norm = scale.map(|scale| {
            cx.tensor(
                "L2Norm",
                "l2_norm.weight",
                &[self.in_channels[0]],
                Init::Const(scale),
            )
        });
        let levels = (0..count).map(|level| {
            let cx = cx.at("extra_layers").at(level);
            let (inputs, outputs) = (
                self.out_channels[given - 1 + level],
                self.out_channels[given + level],
            );
            let kernel = if level + 1 == count {
                self.last_kernel_size
            } else {
                3
            };
            let second = conv(outputs / 2, outputs, kernel)
                .stride(self.level_strides[level])
                .padding(self.level_paddings[level]);
            let (norm, act) = (self.norm_cfg.as_ref(), Some(&self.act_cfg));
            Ok([
                ConvModule::build(&cx.at(0), conv(inputs, outputs / 2, 1), norm, act)?,
                ConvModule::build(&cx.at(1), second, norm, act)?,
            ])
        });
        let levels = levels.collect::<std::result::Result<_, BuildError>>()?;
        Ok(SsdNeck {
            l2_norm: l2_norm.transpose()?,
            levels,
            in_channels: self.in_channels,
            out_channels: self.out_channels,
        })
    }
}

impl Extractor for SsdNeck {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let mut outputs = features.to_vec();
        let Some(last) = features.last() else {
            candle_core::bail!("SSDNeck takes features, not none");
        };
        if let Some(weight) = &self.l2_norm {
            let norm = (outputs[0].sqr()?.sum_keepdim(1)?.sqrt()? + 1e-10)?;
            let weight = weight.reshape((1, (), 1, 1))?;
            outputs[0] = outputs[0].broadcast_div(&norm)?.broadcast_mul(&weight)?;
        }
        let mut x = last.clone();
        for level in &self.levels {
            x = sequence(level, &x, train)?;
            outputs.push(x.clone());
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("SSDNeck", "in_channels", &self.in_channels, inputs)?;
        Ok(self.out_channels.clone())
    }
}

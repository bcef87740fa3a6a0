//! `FPN`: features of all sizes, each with what the smaller ones know.

use candle_core::{Result, Tensor};
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{ActConfig, ConvModule, Layer, NormConfig, conv, max_pool};
use mmengine::model::Mismatch;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`Fpn`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct FpnConfig<N, A, I> {
    in_channels: Vec<usize>,
    out_channels: usize,
    num_outs: usize,
    #[serde(default)]
    start_level: usize,
    #[serde(default = "last")]
    end_level: i64,
    #[serde(default)]
    add_extra_convs: Extra,
    #[serde(default)]
    relu_before_extra_convs: bool,
    #[serde(default)]
    no_norm_on_lateral: bool,
    #[serde(default)]
    conv_cfg: Off,
    norm_cfg: Option<N>,
    act_cfg: Option<A>,
    #[serde(default)]
    upsample_cfg: Upsample,
    init_cfg: InitCfg<I>,
}

fn last() -> i64 {
    -1
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(untagged)]
enum Extra {
    Are(bool),
    From(Source),
}

impl Default for Extra {
    fn default() -> Self {
        Self::Are(false)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
enum Source {
    #[serde(rename = "on_input")]
    Input,
    #[serde(rename = "on_lateral")]
    Lateral,
    #[serde(rename = "on_output")]
    Output,
}

#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Upsample {
    #[serde(default)]
    mode: Mode,
}

#[derive(Clone, Copy, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    #[default]
    Nearest,
}

/// The neck.
pub struct Fpn {
    in_channels: Vec<usize>,
    start: usize,
    laterals: Vec<ConvModule>,
    outputs: Vec<ConvModule>,
    count: usize,
    extra: Option<Source>,
    relu: bool,
    out_channels: usize,
}

impl<N: NormConfig, A: ActConfig, I: InitConfig> Build<Context> for FpnConfig<N, A, I> {
    type Module = Fpn;

    fn build(self, cx: &Context) -> std::result::Result<Fpn, BuildError> {
        let (
            Off,
            Upsample {
                mode: Mode::Nearest,
            },
        ) = (self.conv_cfg, self.upsample_cfg);
        cx.init(self.init_cfg)?;
        let given = self.in_channels.len();
        let end = if self.end_level == -1 {
            Some(given)
        } else {
            usize::try_from(self.end_level + 1).ok()
        };
        let Some(end) = end.filter(|end| *end <= given) else {
            return Err(BuildError::new(format!(
                "there is no level {} among {given}",
                self.end_level
            ))
            .at("end_level"));
        };
        let Some(levels) = end
            .checked_sub(self.start_level)
            .filter(|levels| *levels > 0)
        else {
            return Err(BuildError::new(format!(
                "there is no level {} among {end}",
                self.start_level
            ))
            .at("start_level"));
        };
        if self.num_outs < levels || (end < given && self.num_outs != levels) {
            return Err(BuildError::new(format!(
                "{levels} levels come in, so {} cannot come out",
                self.num_outs
            ))
            .at("num_outs"));
        }
        let extra = match self.add_extra_convs {
            Extra::Are(false) => None,
            Extra::Are(true) => Some(Source::Input),
            Extra::From(source) => Some(source),
        };
        let (norm, act, outer) = (
            self.norm_cfg.as_ref(),
            self.act_cfg.as_ref(),
            self.out_channels,
        );
        let lateral_norm = norm.filter(|_| !self.no_norm_on_lateral);
        let (mut laterals, mut outputs) = (Vec::new(), Vec::new());
        for level in 0..levels {
            let lateral = conv(self.in_channels[self.start_level + level], outer, 1);
            laterals.push(ConvModule::build(
                &cx.at("lateral_convs").at(level),
                lateral,
                lateral_norm,
                act,
            )?);
            let output = conv(outer, outer, 3).padding(1);
            outputs.push(ConvModule::build(
                &cx.at("fpn_convs").at(level),
                output,
                norm,
                act,
            )?);
        }
        for level in levels..if extra.is_some() {
            self.num_outs
        } else {
            levels
        } {
            let first = level == levels && extra == Some(Source::Input);
            let inner = if first {
                self.in_channels[end - 1]
            } else {
                outer
            };
            let output = conv(inner, outer, 3).stride(2).padding(1);
            outputs.push(ConvModule::build(
                &cx.at("fpn_convs").at(level),
                output,
                norm,
                act,
            )?);
        }
        Ok(Fpn {
            in_channels: self.in_channels,
            start: self.start_level,
            laterals,
            outputs,
            count: self.num_outs,
            extra,
            relu: self.relu_before_extra_convs,
            out_channels: outer,
        })
    }
}

impl Extractor for Fpn {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        if features.len() != self.in_channels.len() {
            candle_core::bail!(
                "FPN takes {} features, not {}",
                self.in_channels.len(),
                features.len()
            );
        }
        let levels = self.laterals.len();
        let given = &features[self.start..self.start + levels];
        let laterals = self
            .laterals
            .iter()
            .zip(given)
            .map(|(lateral, x)| lateral.forward(x, train));
        let mut laterals = laterals.collect::<Result<Vec<_>>>()?;
        for level in (1..levels).rev() {
            let (_, _, height, width) = laterals[level - 1].dims4()?;
            let larger = laterals[level].upsample_nearest2d(height, width)?;
            laterals[level - 1] = (&laterals[level - 1] + larger)?;
        }
        let outputs = self
            .outputs
            .iter()
            .zip(&laterals)
            .map(|(output, x)| output.forward(x, train));
        let mut outputs = outputs.collect::<Result<Vec<_>>>()?;
        for level in levels..self.count {
            let last = outputs[level - 1].clone();
            let next = match self.extra {
                None => max_pool(&last, 1, 2, 0, false)?,
                Some(source) => {
                    let x = match source {
                        Source::Input if level == levels => given[levels - 1].clone(),
                        Source::Lateral if level == levels => laterals[levels - 1].clone(),
                        _ if level > levels && self.relu => last.relu()?,
                        _ => last,
                    };
                    self.outputs[level].forward(&x, train)?
                }
            };
            outputs.push(next);
        }
        Ok(outputs)
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Mismatch::check("FPN", "in_channels", &self.in_channels, inputs)?;
        Ok(vec![self.out_channels; self.count])
    }
}

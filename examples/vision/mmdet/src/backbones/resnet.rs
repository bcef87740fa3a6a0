//! `ResNet` with mmdet's arguments and defaults. The network itself is in mmengine.

use mmengine::Context;
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::NormConfig;
use mmengine::nets::resnet::{Branch, ResNet, Residual, Shortcut, Stem};
use rollbook::{Build, BuildError};

/// The arguments.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct ResNetConfig<N, I> {
    depth: usize,
    #[serde(default = "three")]
    in_channels: usize,
    stem_channels: Option<usize>,
    #[serde(default = "sixty_four")]
    base_channels: usize,
    #[serde(default = "four")]
    num_stages: usize,
    #[serde(default = "strides")]
    strides: Vec<usize>,
    #[serde(default = "ones")]
    dilations: Vec<usize>,
    #[serde(default = "all")]
    out_indices: Vec<usize>,
    #[serde(default)]
    style: Style,
    #[serde(default)]
    deep_stem: bool,
    #[serde(default)]
    avg_down: bool,
    #[serde(default = "none")]
    frozen_stages: i64,
    #[serde(default)]
    conv_cfg: Off,
    norm_cfg: N,
    #[serde(default = "yes")]
    norm_eval: bool,
    #[serde(default)]
    dcn: Off,
    #[serde(default)]
    plugins: Off,
    #[serde(default)]
    with_cp: Off,
    #[serde(default = "yes")]
    zero_init_residual: bool,
    init_cfg: InitCfg<I>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Style {
    #[default]
    Pytorch,
    Caffe,
}

fn none() -> i64 {
    -1
}

fn three() -> usize {
    3
}

fn four() -> usize {
    4
}

fn sixty_four() -> usize {
    64
}

fn strides() -> Vec<usize> {
    vec![1, 2, 2, 2]
}

fn ones() -> Vec<usize> {
    vec![1; 4]
}

fn all() -> Vec<usize> {
    vec![0, 1, 2, 3]
}

fn yes() -> bool {
    true
}

impl<N: NormConfig, I: InitConfig> Build<Context> for ResNetConfig<N, I> {
    type Module = ResNet;

    fn build(self, cx: &Context) -> Result<ResNet, BuildError> {
        let (Off, Off, Off, Off) = (self.conv_cfg, self.dcn, self.plugins, self.with_cp);
        cx.init(self.init_cfg)?;
        let spec = Residual {
            name: "ResNet",
            depth: self.depth,
            in_channels: self.in_channels,
            stem_channels: self.stem_channels.unwrap_or(self.base_channels),
            base_channels: self.base_channels,
            expansion: None,
            num_stages: self.num_stages,
            strides: self.strides,
            dilations: self.dilations,
            out_indices: self.out_indices,
            caffe: self.style == Style::Caffe,
            stem: if self.deep_stem {
                Stem::Flat
            } else {
                Stem::Plain
            },
            shortcut: if self.avg_down {
                Shortcut::Pooled
            } else {
                Shortcut::Strided
            },
            frozen_stages: self.frozen_stages,
            norm_eval: self.norm_eval,
            zero_init: self.zero_init_residual,
            drop_path_rate: 0.0,
            branch: Branch::Plain,
        };
        spec.build(cx, &self.norm_cfg)
    }
}

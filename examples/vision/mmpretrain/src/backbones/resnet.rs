//! `ResNet` and its variants: their arguments. The network itself is in mmengine, for mmdet has it, too.

use mmengine::Context;
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::NormConfig;
use mmengine::nets::Split;
use mmengine::nets::resnet::{Branch, ResNet, Residual, Shortcut, Stem};
use rollbook::{Build, BuildError};

/// The arguments that all variants share, and those of one variant.
macro_rules! variants {
    ($($(#[$doc:meta])* $config:ident as $name:literal {
        $($(#[$attr:meta])* $field:ident: $type:ty,)*
    } |$this:ident| ($deep:expr, $avg:expr, $branch:expr);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, rollbook::Config)]
        #[serde(deny_unknown_fields)]
        pub struct $config<N, I> {
            $($(#[$attr])* $field: $type,)*
            depth: usize,
            #[serde(default = "three")]
            in_channels: usize,
            #[serde(default = "sixty_four")]
            stem_channels: usize,
            #[serde(default = "sixty_four")]
            base_channels: usize,
            expansion: Option<usize>,
            #[serde(default = "four")]
            num_stages: usize,
            #[serde(default = "strides")]
            strides: Vec<usize>,
            #[serde(default = "ones")]
            dilations: Vec<usize>,
            #[serde(default = "last")]
            out_indices: Vec<usize>,
            #[serde(default)]
            style: Style,
            #[serde(default = "none")]
            frozen_stages: i64,
            #[serde(default)]
            conv_cfg: Off,
            norm_cfg: N,
            #[serde(default)]
            norm_eval: bool,
            #[serde(default)]
            with_cp: Off,
            #[serde(default = "yes")]
            zero_init_residual: bool,
            init_cfg: InitCfg<I>,
            #[serde(default)]
            drop_path_rate: f64,
        }

        impl<N: NormConfig, I: InitConfig> Build<Context> for $config<N, I> {
            type Module = ResNet;

            fn build(self, cx: &Context) -> Result<ResNet, BuildError> {
                let (Off, Off) = (self.conv_cfg, self.with_cp);
                let $this = &self;
                let (deep, pooled): (bool, bool) = ($deep, $avg);
                let branch = $branch;
                cx.init(self.init_cfg)?;
                let spec = Residual {
                    name: $name,
                    depth: self.depth,
                    in_channels: self.in_channels,
                    stem_channels: self.stem_channels,
                    base_channels: self.base_channels,
                    expansion: self.expansion,
                    num_stages: self.num_stages,
                    strides: self.strides,
                    dilations: self.dilations,
                    out_indices: self.out_indices,
                    caffe: self.style == Style::Caffe,
                    stem: if deep { Stem::Modules } else { Stem::Plain },
                    shortcut: if pooled { Shortcut::PooledWhereStrided } else { Shortcut::Strided },
                    frozen_stages: self.frozen_stages,
                    norm_eval: self.norm_eval,
                    zero_init: self.zero_init_residual,
                    drop_path_rate: self.drop_path_rate,
                    branch,
                };
                spec.build(cx, &self.norm_cfg)
            }
        }
    )*};
}

variants! {
    /// The arguments of `ResNet`.
    ResNetConfig as "ResNet" {
        #[serde(default)] deep_stem: bool,
        #[serde(default)] avg_down: bool,
    } |this| (this.deep_stem, this.avg_down, Branch::Plain);
    /// The arguments of `ResNetV1c`: a stem of three convolutions.
    ResNetV1cConfig as "ResNetV1c" {} |this| (true, false, { let _ = this; Branch::Plain });
    /// The arguments of `ResNetV1d`: also means in the shortcuts.
    ResNetV1dConfig as "ResNetV1d" {} |this| (true, true, { let _ = this; Branch::Plain });
    /// The arguments of `ResNeXt`: convolutions in groups.
    ResNeXtConfig as "ResNeXt" {
        #[serde(default)] deep_stem: bool,
        #[serde(default)] avg_down: bool,
        #[serde(default = "thirty_two")] groups: usize,
        #[serde(default = "four")] width_per_group: usize,
    } |this| (this.deep_stem, this.avg_down, Branch::Groups(this.groups, this.width_per_group));
    /// The arguments of `SEResNet`: squeeze and excitation.
    SeResNetConfig as "SEResNet" {
        #[serde(default)] deep_stem: bool,
        #[serde(default)] avg_down: bool,
        #[serde(default = "sixteen")] se_ratio: usize,
    } |this| (this.deep_stem, this.avg_down, Branch::SqueezeExcite(this.se_ratio));
    /// The arguments of `ResNeSt`: attention between splits of the channels.
    ResNeStConfig as "ResNeSt" {
        #[serde(default = "one")] groups: usize,
        #[serde(default = "four")] width_per_group: usize,
        #[serde(default = "two")] radix: usize,
        #[serde(default = "four")] reduction_factor: usize,
        #[serde(default = "yes")] avg_down_stride: bool,
    } |this| (true, true, Branch::Split(Split {
        groups: this.groups,
        width: this.width_per_group,
        radix: this.radix,
        reduction: this.reduction_factor,
        pool_stride: this.avg_down_stride,
    }));
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

fn one() -> usize {
    1
}

fn two() -> usize {
    2
}

fn three() -> usize {
    3
}

fn four() -> usize {
    4
}

fn sixteen() -> usize {
    16
}

fn thirty_two() -> usize {
    32
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

fn last() -> Vec<usize> {
    vec![3]
}

fn yes() -> bool {
    true
}

//! `DilatedEncoder`, the neck of YOLOF.

use candle_core::{Result, Tensor};
use mmengine::layers::activation::ReLU;
use mmengine::layers::norm::BatchNorm2dConfig;
use mmengine::layers::{Conv, Conv2d, ConvModule, DynLayer, Layer, conv, sequence};
use mmengine::model::Mismatch;
use mmengine::{Context, Extractor, Name};
use rollbook::{Build, BuildError};

/// The arguments of [`DilatedEncoder`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct DilatedEncoderConfig {
    in_channels: usize,
    out_channels: usize,
    block_mid_channels: usize,
    num_residual_blocks: usize,
    block_dilations: Vec<usize>,
}

/// The neck.
pub struct DilatedEncoder {
    in_channels: usize,
    out_channels: usize,
    first: (Conv2d, DynLayer),
    second: (Conv2d, DynLayer),
    blocks: Vec<[ConvModule; 3]>,
}

impl Build<Context> for DilatedEncoderConfig {
    type Module = DilatedEncoder;

    fn build(self, cx: &Context) -> std::result::Result<DilatedEncoder, BuildError> {
        let count = self.num_residual_blocks;
        if self.block_dilations.len() < count {
            let error = format!("{} numbers for {count} blocks", self.block_dilations.len());
            return Err(BuildError::new(error).at("block_dilations"));
        }
        let norm = BatchNorm2dConfig::default();
        let (outer, inner) = (self.out_channels, self.block_mid_channels);
        let blocks =
            self.block_dilations
                .iter()
                .take(count)
                .enumerate()
                .map(|(index, dilation)| {
                    let cx = cx.at("dilated_encoder_blocks").at(index);
                    let module = |name, conv: Conv| {
                        ConvModule::build(&cx.at(name), conv, Some(&norm), Some(&ReLU::default()))
                    };
                    let middle = conv(inner, inner, 3).padding(*dilation).dilation(*dilation);
                    Ok([
                        module("conv1", conv(outer, inner, 1))?,
                        module("conv2", middle)?,
                        module("conv3", conv(inner, outer, 1))?,
                    ])
                });
        Ok(DilatedEncoder {
            in_channels: self.in_channels,
            out_channels: outer,
            first: (
                conv(self.in_channels, outer, 1).build(&cx.at("lateral_conv"))?,
                cx.norm(&norm, outer, Name::Is("lateral_norm"))?,
            ),
            second: (
                conv(outer, outer, 3).padding(1).build(&cx.at("fpn_conv"))?,
                cx.norm(&norm, outer, Name::Is("fpn_norm"))?,
            ),
            blocks: blocks.collect::<std::result::Result<_, BuildError>>()?,
        })
    }
}

impl Extractor for DilatedEncoder {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let Some(last) = features.last() else {
            candle_core::bail!("DilatedEncoder takes a feature, not none");
        };
        let mut x = last.clone();
        for (conv, norm) in [&self.first, &self.second] {
            x = norm.forward(&conv.forward(&x, train)?, train)?;
        }
        for block in &self.blocks {
            x = (sequence(block, &x, train)? + x)?;
        }
        Ok(vec![x])
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        let last = &inputs[inputs.len().saturating_sub(1)..];
        Mismatch::check("DilatedEncoder", "in_channels", &[self.in_channels], last)?;
        Ok(vec![self.out_channels])
    }
}

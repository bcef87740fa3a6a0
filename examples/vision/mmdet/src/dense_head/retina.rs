//! `RetinaHead`.

use mmengine::Context;
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::activation::ReLU;
use mmengine::layers::{ConvModule, DynLayer, NormConfig, conv};
use rollbook::{Build, BuildError};

use super::anchors::{AnchorHead, Branches};
use crate::anchor::Anchors;
use crate::coder::Coder;

/// The arguments. The losses are read and checked, and not used: detectors are not trained here.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct RetinaHeadConfig<N, G, C, L, I> {
    num_classes: usize,
    in_channels: usize,
    #[serde(default = "four")]
    stacked_convs: usize,
    #[serde(default = "two_hundred_fifty_six")]
    feat_channels: usize,
    #[serde(default)]
    conv_cfg: Off,
    norm_cfg: Option<N>,
    anchor_generator: G,
    bbox_coder: C,
    loss_cls: Option<L>,
    loss_bbox: Option<L>,
    #[serde(default)]
    reg_decoded_bbox: bool,
    init_cfg: InitCfg<I>,
}

fn four() -> usize {
    4
}

fn two_hundred_fifty_six() -> usize {
    256
}

impl<N, G, C, L, I> Build<Context> for RetinaHeadConfig<N, G, C, L, I>
where
    N: NormConfig,
    G: Build<Module: Anchors + 'static>,
    C: Build<Module: Coder + 'static>,
    I: InitConfig,
{
    type Module = AnchorHead;

    fn build(self, cx: &Context) -> Result<AnchorHead, BuildError> {
        let Off = self.conv_cfg;
        // What training would do.
        let _ = (self.loss_cls, self.loss_bbox, self.reg_decoded_bbox);
        cx.init(self.init_cfg)?;
        let anchors = self
            .anchor_generator
            .build(&())
            .map_err(|error| error.at("anchor_generator"))?;
        let coder = self
            .bbox_coder
            .build(&())
            .map_err(|error| error.at("bbox_coder"))?;
        let counts = anchors.counts();
        let count = AnchorHead::same_count(&counts)?;
        let norm = self.norm_cfg.as_ref();
        let mut branches = [
            ("cls_convs", "retina_cls", self.num_classes),
            ("reg_convs", "retina_reg", 4),
        ]
        .map(
            |(convs, last, outputs)| -> Result<Vec<DynLayer>, BuildError> {
                let (mut layers, mut inputs): (Vec<DynLayer>, _) = (Vec::new(), self.in_channels);
                for index in 0..self.stacked_convs {
                    let conv = conv(inputs, self.feat_channels, 3).padding(1);
                    let place = cx.at(convs).at(index);
                    layers.push(Box::new(ConvModule::build(
                        &place,
                        conv,
                        norm,
                        Some(&ReLU::default()),
                    )?));
                    inputs = self.feat_channels;
                }
                let conv = conv(inputs, count * outputs, 3).padding(1);
                layers.push(Box::new(conv.build(&cx.at(last))?));
                Ok(layers)
            },
        );
        let [class, bbox] = &mut branches;
        let empty = || Ok(Vec::new());
        Ok(AnchorHead {
            name: "RetinaHead",
            in_channels: vec![self.in_channels; counts.len()],
            branches: Branches::Shared {
                class: std::mem::replace(class, empty())?,
                bbox: std::mem::replace(bbox, empty())?,
            },
            classes: self.num_classes,
            sigmoid: true,
            anchors: Box::new(anchors),
            coder: Box::new(coder),
        })
    }
}

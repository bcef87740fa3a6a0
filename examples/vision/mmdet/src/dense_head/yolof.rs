//! `YOLOFHead`.

use mmengine::Context;
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
pub struct YolofHeadConfig<N, G, C, L, I> {
    num_classes: usize,
    in_channels: usize,
    #[serde(default = "two")]
    num_cls_convs: usize,
    #[serde(default = "four")]
    num_reg_convs: usize,
    norm_cfg: N,
    anchor_generator: G,
    bbox_coder: C,
    loss_cls: Option<L>,
    loss_bbox: Option<L>,
    #[serde(default)]
    reg_decoded_bbox: bool,
    init_cfg: InitCfg<I>,
}

fn two() -> usize {
    2
}

fn four() -> usize {
    4
}

impl<N, G, C, L, I> Build<Context> for YolofHeadConfig<N, G, C, L, I>
where
    N: NormConfig,
    G: Build<Module: Anchors + 'static>,
    C: Build<Module: Coder + 'static>,
    I: InitConfig,
{
    type Module = AnchorHead;

    fn build(self, cx: &Context) -> Result<AnchorHead, BuildError> {
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
        let channels = self.in_channels;
        let tower = |name: &str, length: usize| -> Result<Vec<DynLayer>, BuildError> {
            let layer = |index| -> Result<DynLayer, BuildError> {
                let conv = conv(channels, channels, 3).padding(1);
                let place = cx.at(name).at(index);
                Ok(Box::new(ConvModule::build(
                    &place,
                    conv,
                    Some(&self.norm_cfg),
                    Some(&ReLU::default()),
                )?))
            };
            (0..length).map(layer).collect()
        };
        let last = |name: &str, outputs: usize| -> Result<DynLayer, BuildError> {
            Ok(Box::new(
                conv(channels, count * outputs, 3)
                    .padding(1)
                    .build(&cx.at(name))?,
            ))
        };
        let mut class = tower("cls_subnet", self.num_cls_convs)?;
        class.push(last("cls_score", self.num_classes)?);
        Ok(AnchorHead {
            name: "YOLOFHead",
            in_channels: vec![channels; counts.len()],
            branches: Branches::Object {
                class,
                bbox: tower("bbox_subnet", self.num_reg_convs)?,
                last: last("bbox_pred", 4)?,
                object: last("object_pred", 1)?,
            },
            classes: self.num_classes,
            sigmoid: true,
            anchors: Box::new(anchors),
            coder: Box::new(coder),
        })
    }
}

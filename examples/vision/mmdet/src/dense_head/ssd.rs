//! `SSDHead`.

use mmengine::Context;
use mmengine::config::Off;
use mmengine::initializer::{InitCfg, InitConfig};
use mmengine::layers::{DynLayer, conv};
use rollbook::{Build, BuildError};

use super::anchors::{AnchorHead, Branches};
use crate::anchor::Anchors;
use crate::coder::Coder;

/// The arguments.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct SsdHeadConfig<G, C, I> {
    #[serde(default = "eighty")]
    num_classes: usize,
    #[serde(default = "channels")]
    in_channels: Vec<usize>,
    #[serde(default)]
    use_depthwise: Off,
    #[serde(default)]
    conv_cfg: Off,
    #[serde(default)]
    norm_cfg: Off,
    #[serde(default)]
    act_cfg: Off,
    anchor_generator: G,
    bbox_coder: C,
    #[serde(default)]
    reg_decoded_bbox: bool,
    init_cfg: InitCfg<I>,
}

fn eighty() -> usize {
    80
}

fn channels() -> Vec<usize> {
    vec![512, 1024, 512, 256, 256, 256]
}

impl<G, C, I> Build<Context> for SsdHeadConfig<G, C, I>
where
    G: Build<Module: Anchors + 'static>,
    C: Build<Module: Coder + 'static>,
    I: InitConfig,
{
    type Module = AnchorHead;

    fn build(self, cx: &Context) -> Result<AnchorHead, BuildError> {
        let (Off, Off, Off, Off) = (
            self.use_depthwise,
            self.conv_cfg,
            self.norm_cfg,
            self.act_cfg,
        );
        // How boxes are compared in training.
        let _ = self.reg_decoded_bbox;
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
        if counts.len() != self.in_channels.len() {
            let error = format!(
                "{} levels of anchors for {} features",
                counts.len(),
                self.in_channels.len()
            );
            return Err(BuildError::new(error).at("in_channels"));
        }
        let levels =
            counts
                .iter()
                .zip(&self.in_channels)
                .enumerate()
                .map(|(level, (count, channels))| {
                    let layer = |name: &str, outputs: usize| -> Result<DynLayer, BuildError> {
                        let conv = conv(*channels, count * outputs, 3).padding(1);
                        Ok(Box::new(conv.build(&cx.at(name).at(level).at(0))?))
                    };
                    Ok((
                        layer("cls_convs", self.num_classes + 1)?,
                        layer("reg_convs", 4)?,
                    ))
                });
        Ok(AnchorHead {
            name: "SSDHead",
            branches: Branches::Levels(levels.collect::<Result<_, BuildError>>()?),
            in_channels: self.in_channels,
            classes: self.num_classes,
            sigmoid: false,
            anchors: Box::new(anchors),
            coder: Box::new(coder),
        })
    }
}

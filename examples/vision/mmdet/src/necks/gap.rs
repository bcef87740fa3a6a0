//! `GlobalAveragePooling`, with mmdet's arguments.

use candle_core::{Result, Tensor};
use mmengine::config::Pair;
use mmengine::layers::global_avg_pool;
use mmengine::model::Mismatch;
use mmengine::{Context, Extractor};
use rollbook::{Build, BuildError};

/// The arguments of [`GlobalAveragePooling`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct GlobalAveragePoolingConfig {
    kernel_size: Option<Pair>,
    stride: Option<Pair>,
}

/// The mean of each channel, or means over windows.
pub struct GlobalAveragePooling(Option<(Pair, Pair)>);

impl Build<Context> for GlobalAveragePoolingConfig {
    type Module = GlobalAveragePooling;

    fn build(self, _: &Context) -> std::result::Result<GlobalAveragePooling, BuildError> {
        match (self.kernel_size, self.stride) {
            (None, None) => Ok(GlobalAveragePooling(None)),
            (None, Some(_)) => {
                Err(BuildError::new("a `stride` needs a `kernel_size`").at("stride"))
            }
            (Some(kernel), stride) => {
                let stride = stride.unwrap_or(kernel);
                if [kernel.0, kernel.1, stride.0, stride.1].contains(&0) {
                    return Err(BuildError::new("must be 1 or more").at("kernel_size"));
                }
                Ok(GlobalAveragePooling(Some((kernel, stride))))
            }
        }
    }
}

impl Extractor for GlobalAveragePooling {
    fn forward(&self, features: &[Tensor], _: bool) -> Result<Vec<Tensor>> {
        let pool = |x: &Tensor| match self.0 {
            None => global_avg_pool(x),
            Some((kernel, stride)) => {
                let (_, _, height, width) = x.dims4()?;
                if height < kernel.0 || width < kernel.1 {
                    candle_core::bail!(
                        "`GlobalAveragePooling` takes means over {} x {}, but the feature is {height} x {width}: change `kernel_size`, or the pipeline",
                        kernel.0,
                        kernel.1
                    );
                }
                x.avg_pool2d_with_stride((kernel.0, kernel.1), (stride.0, stride.1))?
                    .flatten_from(1)
            }
        };
        features.iter().map(pool).collect()
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        Ok(inputs.to_vec())
    }
}

//! `Sequential`: a list of modules as one.

use candle_core::{Result, Tensor};
use rollbook::{Build, BuildError};

use crate::context::Context;
use crate::model::{Extractor, Mismatch};

/// What a list in a config is read into.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SequentialConfig<M> {
    modules: Vec<M>,
}

impl<M> From<Vec<M>> for SequentialConfig<M> {
    fn from(modules: Vec<M>) -> Self {
        Self { modules }
    }
}

/// Modules one after another, whose tensors are named by their numbers.
pub struct Sequential<M> {
    modules: Vec<M>,
}

impl<C: Build<Context>> Build<Context> for SequentialConfig<C> {
    type Module = Sequential<C::Module>;

    fn build(self, cx: &Context) -> std::result::Result<Self::Module, BuildError> {
        let built = self.modules.into_iter().enumerate().map(|(index, config)| {
            let module = config.build(&cx.at(index));
            module.map_err(|error| error.at(&format!("[{index}]")))
        });
        Ok(Sequential {
            modules: built.collect::<std::result::Result<_, _>>()?,
        })
    }
}

impl<M: Extractor> Extractor for Sequential<M> {
    fn forward(&self, features: &[Tensor], train: bool) -> Result<Vec<Tensor>> {
        let features = features.to_vec();
        self.modules.iter().try_fold(features, |features, module| {
            module.forward(&features, train)
        })
    }

    fn channels(&self, inputs: &[usize]) -> std::result::Result<Vec<usize>, Mismatch> {
        let inputs = inputs.to_vec();
        self.modules
            .iter()
            .try_fold(inputs, |inputs, module| module.channels(&inputs))
    }
}

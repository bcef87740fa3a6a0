//! What a constructor gets besides its config: the place in the network, and the weights there.

use std::fmt::Display;

use candle_core::{Device, Tensor};
use candle_nn::Init;
use candle_nn::var_builder::VarBuilder;
use rollbook::{Build, BuildError};

use crate::initializer::{InitCfg, InitConfig, Initializer, Planned};
use crate::layers::DynLayer;
use crate::layers::NormConfig;
use crate::weights::Weights;

/// The context of the registries: a place in the network, by the prefix of its tensors' names.
#[derive(Clone)]
pub struct Context {
    vb: VarBuilder<'static>,
    weights: Weights,
    plan: Planned,
}

impl Context {
    /// The place above all modules.
    #[must_use]
    pub fn new(weights: &Weights, device: &Device) -> Self {
        Self {
            vb: weights.builder(device),
            weights: weights.clone(),
            plan: Planned::default(),
        }
    }

    /// A place below: the part of a tensor's name between two dots.
    #[must_use]
    pub fn at(&self, part: impl Display) -> Self {
        Self {
            vb: self.vb.pp(part),
            weights: self.weights.clone(),
            plan: self.plan.clone(),
        }
    }

    /// Builds the module of an argument. The argument's name is its part of the tensors' names and of the path in errors.
    ///
    /// # Errors
    ///
    /// What its constructor fails with.
    pub fn build<C: Build<Self>>(&self, key: &str, config: C) -> Result<C::Module, BuildError> {
        config.build(&self.at(key)).map_err(|error| error.at(key))
    }

    /// The norm layer of this config for this number of channels.
    ///
    /// # Errors
    ///
    /// What its constructor fails with.
    pub fn norm<N: NormConfig>(
        &self,
        config: &N,
        channels: usize,
        name: Name<'_>,
    ) -> Result<DynLayer, BuildError> {
        let site = Site {
            context: self.clone(),
            channels,
            name: match name {
                Name::Is(name) => (name.to_owned(), false),
                Name::EndsIn(postfix) => (postfix.to_owned(), true),
            },
        };
        let norm = config.clone().build(&site);
        Ok(Box::new(norm.map_err(|error| error.at("norm_cfg"))?))
    }

    /// A tensor of this module. `layer` is PyTorch's name of the layer that it belongs to, for `init_cfg`.
    ///
    /// # Errors
    ///
    /// A shape that is too large to allocate.
    pub fn tensor(
        &self,
        layer: &'static str,
        name: &str,
        shape: &[usize],
        init: Init,
    ) -> Result<Tensor, BuildError> {
        self.plan.tensor(layer, &self.name(name));
        self.vb
            .get_with_hints(shape, name, init)
            .map_err(BuildError::new)
    }

    /// Remembers an `init_cfg` for the tensors at this place and below.
    pub fn initialize(&self, initializer: impl Initializer + 'static) {
        self.plan
            .initializer(&self.vb.prefix(), Box::new(initializer));
    }

    /// Remembers a module's `init_cfg`.
    ///
    /// # Errors
    ///
    /// What the initializers' constructors fail with.
    pub fn init<I: InitConfig>(&self, init_cfg: InitCfg<I>) -> Result<(), BuildError> {
        for config in init_cfg.into_iter().flatten() {
            let initializer = config.build(self);
            self.initialize(initializer.map_err(|error| error.at("init_cfg"))?);
        }
        Ok(())
    }

    /// Remembers that the tensors at this place and below are not trained.
    pub fn freeze(&self) {
        self.plan.freeze(&self.vb.prefix());
    }

    /// Allows a tensor in a weights file that no module reads.
    pub fn ignore(&self, name: &str) {
        self.weights.ignore(self.name(name));
    }

    /// What is to be done before and while training.
    #[must_use]
    pub fn plan(&self) -> &Planned {
        &self.plan
    }

    /// The tensors.
    #[must_use]
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// Where the tensors are.
    #[must_use]
    pub fn device(&self) -> &Device {
        self.vb.device()
    }

    /// For candle's own constructors.
    #[must_use]
    pub fn builder(&self) -> VarBuilder<'static> {
        self.vb.clone()
    }

    fn name(&self, name: &str) -> String {
        match self.vb.prefix() {
            prefix if prefix.is_empty() => name.to_owned(),
            prefix => format!("{prefix}.{name}"),
        }
    }
}

/// How a norm layer's tensors are named.
#[derive(Clone, Copy)]
pub enum Name<'a> {
    /// By this part.
    Is(&'a str),
    /// By the norm's abbreviation and this postfix, as MMCV's `build_norm_layer` does: `bn1`, `gn1`.
    EndsIn(&'a str),
}

/// The context of the registry `norm`: where the layer is, and how many channels it has.
pub struct Site {
    context: Context,
    channels: usize,
    name: (String, bool),
}

impl Site {
    /// The number of channels.
    #[must_use]
    pub fn channels(&self) -> usize {
        self.channels
    }

    /// The place of the layer's tensors, where `abbreviation` is what MMCV calls such a norm: `bn`, `gn`, `ln`.
    #[must_use]
    pub fn context(&self, abbreviation: &str) -> Context {
        match &self.name {
            (name, false) if name.is_empty() => self.context.clone(),
            (name, false) => self.context.at(name),
            (postfix, true) => self.context.at(format_args!("{abbreviation}{postfix}")),
        }
    }
}

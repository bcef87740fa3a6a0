//! The optimizers.

use candle_core::backprop::GradStore;
use candle_core::{Result, Tensor, Var};
use rollbook::{Build, BuildError};

use crate::config::Off;

/// What changes weights by their gradients.
#[rollbook::dispatch]
pub trait Optimizer {
    /// The learning rate of the config.
    fn rate(&self) -> f64;

    /// One step at a learning rate.
    ///
    /// # Errors
    ///
    /// What candle fails with.
    fn step(&mut self, gradients: &GradStore, rate: f64) -> Result<()>;
}

/// The context of the registry `optimizer`: what is trained.
#[derive(Clone, Debug, Default)]
pub struct Parameters(pub Vec<Parameter>);

/// A variable, and what is special about it.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The variable.
    pub var: Var,
    /// By what its learning rate differs.
    pub lr_mult: f64,
    /// By what its weight decay differs.
    pub decay_mult: f64,
}

/// The arguments of [`Sgd`].
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct SgdConfig {
    lr: f64,
    #[serde(default)]
    momentum: f64,
    #[serde(default)]
    dampening: f64,
    #[serde(default)]
    weight_decay: f64,
    #[serde(default)]
    nesterov: bool,
}

/// `torch.optim.SGD`.
pub struct Sgd {
    config: SgdConfig,
    parameters: Vec<(Parameter, Option<Tensor>)>,
}

impl Build<Parameters> for SgdConfig {
    type Module = Sgd;

    fn build(self, parameters: &Parameters) -> std::result::Result<Sgd, BuildError> {
        if self.nesterov && (self.momentum <= 0.0 || self.dampening != 0.0) {
            let error = "it needs a `momentum` and no `dampening`";
            return Err(BuildError::new(error).at("nesterov"));
        }
        let parameters = parameters
            .0
            .iter()
            .map(|parameter| (parameter.clone(), None));
        Ok(Sgd {
            parameters: parameters.collect(),
            config: self,
        })
    }
}

impl Optimizer for Sgd {
    fn rate(&self) -> f64 {
        self.config.lr
    }

    fn step(&mut self, gradients: &GradStore, rate: f64) -> Result<()> {
        let SgdConfig {
            momentum,
            dampening,
            weight_decay,
            nesterov,
            ..
        } = self.config;
        for (
            Parameter {
                var,
                lr_mult,
                decay_mult,
            },
            buffer,
        ) in &mut self.parameters
        {
            let Some(gradient) = gradients.get(var) else {
                continue;
            };
            let mut step = (gradient + (var.as_tensor() * (weight_decay * *decay_mult))?)?.detach();
            if momentum != 0.0 {
                let next = match buffer.take() {
                    None => step.clone(),
                    Some(buffer) => ((buffer * momentum)? + (&step * (1.0 - dampening))?)?,
                };
                step = if nesterov {
                    (step + (&next * momentum)?)?
                } else {
                    next.clone()
                };
                *buffer = Some(next);
            }
            var.set(&(var.as_tensor() - (step * (rate * *lr_mult))?)?)?;
        }
        Ok(())
    }
}

/// The arguments of `torch.optim.Adam`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct AdamConfig {
    #[serde(default = "thousandth")]
    lr: f64,
    #[serde(default = "betas")]
    betas: (f64, f64),
    #[serde(default = "tiny")]
    eps: f64,
    #[serde(default)]
    weight_decay: f64,
    #[serde(default)]
    amsgrad: Off,
}

/// The arguments of `torch.optim.AdamW`.
#[derive(Clone, Debug, rollbook::Config)]
#[serde(deny_unknown_fields)]
pub struct AdamWConfig {
    #[serde(default = "thousandth")]
    lr: f64,
    #[serde(default = "betas")]
    betas: (f64, f64),
    #[serde(default = "tiny")]
    eps: f64,
    #[serde(default = "hundredth")]
    weight_decay: f64,
    #[serde(default)]
    amsgrad: Off,
}

fn thousandth() -> f64 {
    1e-3
}

fn hundredth() -> f64 {
    1e-2
}

fn betas() -> (f64, f64) {
    (0.9, 0.999)
}

fn tiny() -> f64 {
    1e-8
}

/// `Adam`, and `AdamW`, whose weight decay is apart from the gradient.
pub struct Adam {
    config: AdamConfig,
    apart: bool,
    parameters: Vec<(Parameter, Option<[Tensor; 2]>)>,
    steps: i32,
}

impl Build<Parameters> for AdamConfig {
    type Module = Adam;

    fn build(self, parameters: &Parameters) -> std::result::Result<Adam, BuildError> {
        let Off = self.amsgrad;
        let parameters = parameters
            .0
            .iter()
            .map(|parameter| (parameter.clone(), None));
        Ok(Adam {
            parameters: parameters.collect(),
            apart: false,
            steps: 0,
            config: self,
        })
    }
}

impl Build<Parameters> for AdamWConfig {
    type Module = Adam;

    fn build(self, parameters: &Parameters) -> std::result::Result<Adam, BuildError> {
        let Self {
            lr,
            betas,
            eps,
            weight_decay,
            amsgrad,
        } = self;
        let adam = AdamConfig {
            lr,
            betas,
            eps,
            weight_decay,
            amsgrad,
        }
        .build(parameters)?;
        Ok(Adam {
            apart: true,
            ..adam
        })
    }
}

impl Optimizer for Adam {
    fn rate(&self) -> f64 {
        self.config.lr
    }

    fn step(&mut self, gradients: &GradStore, rate: f64) -> Result<()> {
        self.steps += 1;
        let (first, second) = self.config.betas;
        let (first_left, second_left) =
            (1.0 - first.powi(self.steps), 1.0 - second.powi(self.steps));
        for (
            Parameter {
                var,
                lr_mult,
                decay_mult,
            },
            moments,
        ) in &mut self.parameters
        {
            let Some(gradient) = gradients.get(var) else {
                continue;
            };
            let (rate, decay) = (rate * *lr_mult, self.config.weight_decay * *decay_mult);
            let mut gradient = gradient.detach();
            if !self.apart {
                gradient = (gradient + (var.as_tensor() * decay)?)?;
            }
            let squares = gradient.sqr()?;
            let [mean, square] = match moments.take() {
                None => [(gradient * (1.0 - first))?, (squares * (1.0 - second))?],
                Some([mean, square]) => [
                    ((mean * first)? + (gradient * (1.0 - first))?)?,
                    ((square * second)? + (squares * (1.0 - second))?)?,
                ],
            };
            let by = ((&square / second_left)?.sqrt()? + self.config.eps)?;
            let step = ((&mean / first_left)? / by)?;
            let kept = if self.apart {
                (var.as_tensor() * (1.0 - rate * decay))?
            } else {
                var.as_tensor().clone()
            };
            var.set(&(kept - (step * rate)?)?.detach())?;
            *moments = Some([mean.detach(), square.detach()]);
        }
        Ok(())
    }
}

//! Registries whose configs are validated before anything is built.

use std::collections::BTreeMap;

use rollbook::{Build, BuildError, Construct, Problems, Validate};
use serde::Deserialize;

use crate::registry::rule;

/// Its own config, without anything to validate.
#[derive(Clone, Debug, Deserialize)]
pub struct Any {}

#[derive(Clone, Debug, Deserialize)]
pub struct LengthConfig {
    pub least: u32,
    pub most: u32,
}

/// What `LengthConfig` is validated to: the first is not above the second.
#[derive(Debug)]
pub struct Lengths(pub u32, pub u32);

impl<C: ?Sized> Validate<C> for LengthConfig {
    type Valid = Lengths;

    fn validate(self, _: &C, problems: &mut Problems) -> Option<Lengths> {
        if self.most > 1_000 {
            problems.add_at("most", "above 1000");
        }
        if self.least > self.most {
            problems.add("`least` is above `most`");
            return None;
        }
        Some(Lengths(self.least, self.most))
    }
}

#[derive(Debug)]
pub struct Length(pub Lengths);

impl From<Lengths> for Length {
    fn from(lengths: Lengths) -> Self {
        Self(lengths)
    }
}

#[derive(Clone, Debug, Deserialize)]
pub struct ExactConfig {
    pub length: u32,
}

/// Validated, and the same afterwards.
impl Validate for ExactConfig {
    type Valid = Self;

    fn validate(self, (): &(), problems: &mut Problems) -> Option<Self> {
        if self.length == 13 {
            problems.add_at("length", "13\nis unlucky");
        }
        (self.length != 0).then_some(self)
    }
}

/// A build function of one module.
#[allow(clippy::needless_pass_by_value)]
#[must_use]
pub fn exact(config: ExactConfig) -> Length {
    Length(Lengths(config.length, config.length))
}

#[derive(Clone, Debug, Deserialize)]
pub struct AllConfig<R> {
    pub rules: Vec<R>,
    pub but: Option<Box<R>>,
}

#[derive(Debug)]
pub struct All<M> {
    pub rules: Vec<M>,
    pub but: Option<Box<M>>,
}

impl<R: Validate> Validate for AllConfig<R> {
    type Valid = AllConfig<R::Valid>;

    fn validate(self, (): &(), problems: &mut Problems) -> Option<Self::Valid> {
        if self.rules.is_empty() {
            problems.add_at("rules", "no rules");
        }
        let rules = problems.at("rules", |problems| self.rules.validate(&(), problems));
        let but = problems.at("but", |problems| self.but.validate(&(), problems));
        Some(AllConfig {
            rules: rules?,
            but: but?,
        })
    }
}

impl<M, R: Build<Module = M>> TryFrom<AllConfig<R>> for All<M> {
    type Error = BuildError;

    fn try_from(config: AllConfig<R>) -> Result<Self, BuildError> {
        Ok(Self {
            rules: config.rules.build(&())?,
            but: config.but.build(&())?,
        })
    }
}

/// Holds configs of a registry that does not validate.
#[derive(Clone, Debug, Deserialize)]
pub struct NamedConfig<R, A> {
    pub rules: BTreeMap<String, R>,
    #[serde(skip)]
    pub act: Option<std::marker::PhantomData<A>>,
}

#[derive(Debug)]
pub struct Named<M> {
    pub rules: BTreeMap<String, M>,
}

impl<R: Validate, A> Validate for NamedConfig<R, A> {
    type Valid = NamedConfig<R::Valid, A>;

    fn validate(self, (): &(), problems: &mut Problems) -> Option<Self::Valid> {
        let rules = problems.at("rules", |problems| self.rules.validate(&(), problems));
        Some(NamedConfig {
            rules: rules?,
            act: self.act,
        })
    }
}

impl<M, R: Build<Module = M>, A> TryFrom<NamedConfig<R, A>> for Named<M> {
    type Error = BuildError;

    fn try_from(config: NamedConfig<R, A>) -> Result<Self, BuildError> {
        let rules = config.rules.build(&())?;
        Ok(Self { rules })
    }
}

/// Runs around the construction of every rule, after all of them were validated.
///
/// # Errors
///
/// What the constructor fails with; a longest length of 999.
pub fn build_rule(config: rule::Valid) -> Result<rule::Module, BuildError> {
    if matches!(&config, rule::Valid::Length(lengths) if lengths.1 == 999) {
        return Err(BuildError::new("999 is taken"));
    }
    config.construct()
}

/// A build function for the configs of any crate.
///
/// # Errors
///
/// What the constructor fails with.
pub fn same<C: Construct>(config: C) -> Result<C::Module, BuildError> {
    config.construct(&())
}

#[derive(Debug, Deserialize)]
pub struct DenyConfig<R> {
    pub rule: R,
}

#[derive(Debug)]
pub struct Deny<M> {
    pub rule: M,
}

impl<M, R: Build<Module = M>> TryFrom<DenyConfig<R>> for Deny<M> {
    type Error = BuildError;

    fn try_from(config: DenyConfig<R>) -> Result<Self, BuildError> {
        let rule = config.rule.build(&());
        Ok(Self {
            rule: rule.map_err(|error| error.at("rule"))?,
        })
    }
}

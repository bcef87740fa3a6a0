//! The trait of configs that are validated, and where they put what is wrong.

use alloc::string::String;
use alloc::vec::Vec;

use super::error::{Of, Problem, ValidateError};
use crate::agreed::show::{join, printable};
use crate::build::BoxError;
use crate::registry::Info;

/// A config that is validated before anything is built. Implemented by the generated `Config` of a registry with
/// `validate = true`, and for `Vec`, `Option`, `Box`, `Rc`, `Arc`, `BTreeMap` and, with the feature `std`, `HashMap` of one.
///
/// ```
/// use rollbook::{Problems, Validate};
///
/// struct Clamp { low: f64, high: f64 }
///
/// impl<C: ?Sized> Validate<C> for Clamp {
///     type Valid = Self;
///     fn validate(self, _: &C, problems: &mut Problems) -> Option<Self> {
///         if self.low.is_nan() {
///             problems.add_at("low", "not a number");
///         }
///         if self.low > self.high {
///             problems.add("`low` is above `high`");
///         }
///         Some(self)
///     }
/// }
///
/// let error = rollbook::validate(Clamp { low: 2.0, high: 1.0 }, &()).err().unwrap();
/// assert_eq!(error.to_string(), "1 problem in the config\n- `low` is above `high`");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not validated",
    label = "`rollbook::Validate<{Context}>` is not implemented for it",
    note = "implement it; the generated `Config` has it if its registry has `validate = true`"
)]
pub trait Validate<Context: ?Sized = ()> {
    /// What the module is built from: a type that cannot hold what is wrong, or the same type.
    type Valid;

    /// Adds everything that is wrong to the problems. Returns `None` if that leaves no valid config. The result is used only
    /// if the whole tree has no problem.
    fn validate(self, context: &Context, problems: &mut Problems) -> Option<Self::Valid>;
}

/// What is wrong with a config, as far as it was validated; and where in the config the validation is.
///
/// ```
/// use rollbook::{Problems, Validate};
///
/// struct Layers(Vec<u32>);
///
/// impl Validate for Layers {
///     type Valid = Self;
///     fn validate(self, (): &(), problems: &mut Problems) -> Option<Self> {
///         problems.at("widths", |problems| {
///             for (index, width) in self.0.iter().enumerate() {
///                 if width % 2 == 1 {
///                     problems.add_at(&format!("[{index}]"), format!("{width} is odd"));
///                 }
///             }
///         });
///         Some(self)
///     }
/// }
///
/// let error = rollbook::validate(Layers(vec![3, 4, 5]), &()).err().unwrap();
/// let paths = error.problems().iter().map(|problem| problem.path());
/// assert_eq!(paths.collect::<Vec<_>>(), ["widths[0]", "widths[2]"]);
/// ```
#[derive(Debug, Default)]
pub struct Problems {
    list: Vec<Problem>,
    path: String,
    module: Option<Of>,
}

impl Problems {
    /// Adds a problem of the value that is being validated: an error, or a text.
    pub fn add(&mut self, error: impl Into<BoxError>) {
        self.list.push(Problem {
            path: self.path.clone(),
            module: self.module,
            error: error.into(),
        });
    }

    /// Adds a problem of a field, or of an item such as `[2]`.
    pub fn add_at(&mut self, key: &str, error: impl Into<BoxError>) {
        self.at(key, |problems| problems.add(error));
    }

    /// Validates a field, or an item such as `[2]`: the paths of the problems that are added inside start with the key.
    pub fn at<T>(&mut self, key: &str, validate: impl FnOnce(&mut Self) -> T) -> T {
        let path = join(&self.path, &printable(key));
        let outer = core::mem::replace(&mut self.path, path);
        let validated = validate(self);
        self.path = outer;
        validated
    }

    /// Whether nothing is wrong so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Validates the config of a module. `None` without a problem becomes one.
    pub(super) fn module<T>(
        &mut self,
        registry: &'static str,
        info: &'static Info,
        validate: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<T> {
        let outer = self.module.replace((registry, info));
        let validated = self.explained(validate);
        self.module = outer;
        validated
    }

    fn explained<T>(&mut self, validate: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.list.len();
        let validated = validate(self);
        if validated.is_none() && self.list.len() == before {
            self.add("refused without a reason");
        }
        validated
    }

    /// The valid config, if nothing is wrong with it.
    pub(super) fn finish<T>(
        mut self,
        validate: impl FnOnce(&mut Self) -> Option<T>,
        module: Option<Of>,
    ) -> Result<T, ValidateError> {
        match self.explained(validate) {
            Some(valid) if self.is_empty() => Ok(valid),
            _ => Err(ValidateError {
                module,
                problems: self.list,
            }),
        }
    }
}

/// Validates a config, and everything in it: a struct that holds configs of several registries, a list, a map. A generated
/// `Config` has a method for it.
///
/// # Errors
///
/// Everything that is wrong.
pub fn validate<C: Validate<X>, X: ?Sized>(
    config: C,
    context: &X,
) -> Result<C::Valid, ValidateError> {
    Problems::default().finish(|problems| config.validate(context, problems), None)
}

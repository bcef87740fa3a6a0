//! Why a module could not be built.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use crate::agreed::show::join;
use crate::registry::Info;

/// What a constructor may fail with: any error, or a text.
pub type BoxError = Box<dyn core::error::Error + Send + Sync>;

/// A module could not be built. Names the module; the constructor's own error is the
/// [`source`](core::error::Error::source).
pub struct BuildError(Box<Inner>);

struct Inner {
    module: Option<(&'static str, &'static Info)>,
    path: String,
    source: BoxError,
}

impl BuildError {
    /// Makes an error from another error or from a text, for your own build functions.
    ///
    /// ```
    /// let error = rollbook::BuildError::new("the width must be even");
    /// assert_eq!(error.to_string(), "the width must be even");
    /// ```
    #[must_use]
    pub fn new(source: impl Into<BoxError>) -> Self {
        Self(Box::new(Inner {
            module: None,
            path: String::new(),
            source: source.into(),
        }))
    }

    /// Says in which argument of the config it happened. Call it from the inside out: `at("backbone")`, `at("model")`.
    ///
    /// ```
    /// let error = rollbook::BuildError::new("the width must be even").at("[2]").at("layers");
    /// assert_eq!(error.path(), "layers[2]");
    /// ```
    #[must_use]
    pub fn at(mut self, key: &str) -> Self {
        self.0.path = join(key, &self.0.path);
        self
    }

    /// Where in the config of this error's own module, as far as it is known: `backbone`. See
    /// [`full_path`](Self::full_path) for the path down to the cause.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The path down to the cause, over the errors of all modules on the way: `model.backbone.layers[2]`.
    ///
    /// ```
    /// use rollbook::BuildError;
    ///
    /// let inner = BuildError::new("the width must be even").at("layers");
    /// let outer = BuildError::new(inner).at("backbone");
    /// assert_eq!(outer.path(), "backbone");
    /// assert_eq!(outer.full_path(), "backbone.layers");
    /// assert_eq!(outer.root_cause().to_string(), "the width must be even");
    /// assert_eq!(format!("{outer:#}"), "the width must be even (in `backbone.layers`)");
    /// ```
    #[must_use]
    pub fn full_path(&self) -> String {
        match self.0.source.downcast_ref::<Self>() {
            Some(inner) => {
                let below = inner.full_path();
                match self.0.path.as_str() {
                    "" => below,
                    path => join(path, &below),
                }
            }
            None => self.0.path.clone(),
        }
    }

    /// The last error of the chain, which says what is wrong: `the width must be even`.
    #[must_use]
    pub fn root_cause(&self) -> &(dyn core::error::Error + 'static) {
        let mut cause: &(dyn core::error::Error + 'static) = &*self.0.source;
        loop {
            if let Some(inner) = cause.downcast_ref::<Self>() {
                return inner.root_cause();
            }
            match cause.source() {
                Some(next) => cause = next,
                None => return cause,
            }
        }
    }

    /// Its own words, without the path.
    fn headline(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.module {
            Some((registry, info)) => write!(f, "cannot build the {registry} `{}`", info.name),
            None => match self.0.source.downcast_ref::<Self>() {
                Some(inner) => inner.headline(f),
                None => write!(f, "{}", self.0.source),
            },
        }
    }

    /// The whole chain on one line, with the whole path at its end.
    fn chain(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.headline(f)?;
        let mut next = core::error::Error::source(self);
        while let Some(error) = next {
            f.write_str(": ")?;
            match error.downcast_ref::<Self>() {
                Some(inner) => inner.headline(f)?,
                None => write!(f, "{error}")?,
            }
            next = error.source();
        }
        match self.full_path().as_str() {
            "" => Ok(()),
            path => write!(f, " (in `{path}`)"),
        }
    }

    /// The module that could not be built.
    #[must_use]
    pub fn info(&self) -> Option<&'static Info> {
        self.0.module.map(|(_, info)| info)
    }

    pub(crate) fn of_module(registry: &'static str, info: &'static Info, source: BoxError) -> Self {
        Self(Box::new(Inner {
            module: Some((registry, info)),
            path: String::new(),
            source,
        }))
    }
}

/// `{error}` names the module and the place in its config; `{error:#}` writes the whole chain on one line, with the
/// [`full_path`](BuildError::full_path).
impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return self.chain(f);
        }
        let Inner {
            module,
            path,
            source,
        } = &*self.0;
        match module {
            Some((registry, info)) => write!(f, "cannot build the {registry} `{}`", info.name)?,
            None => write!(f, "{source}")?,
        }
        if !path.is_empty() {
            write!(f, " (in `{path}`)")?;
        }
        Ok(())
    }
}

impl fmt::Debug for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BuildError")
            .field("module", &self.0.module.map(|(_, info)| info.name))
            .field("path", &self.0.path)
            .field("source", &self.0.source)
            .finish()
    }
}

impl core::error::Error for BuildError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self.0.module {
            Some(_) => Some(&*self.0.source),
            None => self.0.source.source(),
        }
    }
}

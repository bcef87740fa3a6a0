//! Containers of configs build containers of modules. An error says at which key it is.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::ToString;
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::{Build, BuildError};
use crate::agreed::show::printable;

impl<C: ?Sized, B: Build<C>> Build<C> for Vec<B> {
    type Module = Vec<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        self.into_iter()
            .enumerate()
            .map(|(index, config)| {
                config
                    .build(context)
                    .map_err(|error| error.at(&alloc::format!("[{index}]")))
            })
            .collect()
    }
}

impl<C: ?Sized, B: Build<C>> Build<C> for Box<B> {
    type Module = Box<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        (*self).build(context).map(Box::new)
    }
}

impl<C: ?Sized, B: Build<C> + Clone> Build<C> for Rc<B> {
    type Module = Rc<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        Rc::unwrap_or_clone(self).build(context).map(Rc::new)
    }
}

#[cfg(target_has_atomic = "ptr")]
impl<C: ?Sized, B: Build<C> + Clone> Build<C> for Arc<B> {
    type Module = Arc<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        Arc::unwrap_or_clone(self).build(context).map(Arc::new)
    }
}

impl<C: ?Sized, K: Ord + fmt::Display, B: Build<C>> Build<C> for BTreeMap<K, B> {
    type Module = BTreeMap<K, B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        self.into_iter()
            .map(|entry| build_entry(entry, context))
            .collect()
    }
}

/// The hasher of the modules' map is a new one, `S::default()`.
#[cfg(feature = "std")]
impl<C, K, B, S> Build<C> for std::collections::HashMap<K, B, S>
where
    C: ?Sized,
    K: Eq + core::hash::Hash + fmt::Display,
    B: Build<C>,
    S: core::hash::BuildHasher + Default,
{
    type Module = std::collections::HashMap<K, B::Module, S>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        self.into_iter()
            .map(|entry| build_entry(entry, context))
            .collect()
    }
}

/// Builds one entry of a map. An error names its key.
fn build_entry<C: ?Sized, K: fmt::Display, B: Build<C>>(
    (key, config): (K, B),
    context: &C,
) -> Result<(K, B::Module), BuildError> {
    match config.build(context) {
        Ok(module) => Ok((key, module)),
        Err(error) => Err(error.at(&printable(&key.to_string()))),
    }
}

impl<C: ?Sized, B: Build<C>> Build<C> for Option<B> {
    type Module = Option<B::Module>;

    fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        self.map(|config| config.build(context)).transpose()
    }
}

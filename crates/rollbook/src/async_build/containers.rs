//! Building what holds several configs, one after the other.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::ToString;
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt::Display;

use super::{BuildAsync, BuildLocal};
use crate::agreed::show::printable;
use crate::build::BuildError;

/// The impls of both traits. They differ in `Send` and `Sync` only.
macro_rules! containers {
    ($build:ident $($send:ident $sync:ident)?) => {
        impl<C: ?Sized $(+ $sync)?, B: $build<C>> $build<C> for Vec<B> {
            type Module = Vec<B::Module>;

            async fn build(self, context: &C) -> Result<Self::Module, BuildError> {
                let mut modules = Vec::with_capacity(self.len());
                for (index, config) in self.into_iter().enumerate() {
                    match config.build(context).await {
                        Ok(module) => modules.push(module),
                        Err(error) => return Err(error.at(&alloc::format!("[{index}]"))),
                    }
                }
                Ok(modules)
            }
        }

        impl<C: ?Sized $(+ $sync)?, B: $build<C>> $build<C> for Box<B> {
            type Module = Box<B::Module>;

            async fn build(self, context: &C) -> Result<Self::Module, BuildError> {
                (*self).build(context).await.map(Box::new)
            }
        }

        impl<C: ?Sized $(+ $sync)?, B: $build<C>> $build<C> for Option<B> {
            type Module = Option<B::Module>;

            async fn build(self, context: &C) -> Result<Self::Module, BuildError> {
                match self {
                    Some(config) => config.build(context).await.map(Some),
                    None => Ok(None),
                }
            }
        }

        #[cfg(target_has_atomic = "ptr")]
        impl<C: ?Sized $(+ $sync)?, B: $build<C> + Clone $(+ $sync)?> $build<C> for Arc<B>
        where
            B::Module: $($sync)?,
        {
            type Module = Arc<B::Module>;

            async fn build(self, context: &C) -> Result<Self::Module, BuildError> {
                let config = Arc::unwrap_or_clone(self);
                config.build(context).await.map(Arc::new)
            }
        }

        impl<C, K, B> $build<C> for BTreeMap<K, B>
        where
            C: ?Sized $(+ $sync)?,
            K: Ord + Display $(+ $send)?,
            B: $build<C>,
        {
            type Module = BTreeMap<K, B::Module>;

            async fn build(self, context: &C) -> Result<Self::Module, BuildError> {
                let mut modules = BTreeMap::new();
                for (key, config) in self {
                    match config.build(context).await {
                        Ok(module) => drop(modules.insert(key, module)),
                        Err(error) => return Err(error.at(&printable(&key.to_string()))),
                    }
                }
                Ok(modules)
            }
        }

        /// The hasher of the modules' map is a new one, `S::default()`.
        #[cfg(feature = "std")]
        impl<C, K, B, S> $build<C> for std::collections::HashMap<K, B, S>
        where
            C: ?Sized $(+ $sync)?,
            K: Eq + core::hash::Hash + Display $(+ $send)?,
            B: $build<C>,
            S: core::hash::BuildHasher + Default $(+ $send)?,
        {
            type Module = std::collections::HashMap<K, B::Module, S>;

            async fn build(self, context: &C) -> Result<Self::Module, BuildError> {
                let mut modules = Self::Module::default();
                for (key, config) in self {
                    match config.build(context).await {
                        Ok(module) => drop(modules.insert(key, module)),
                        Err(error) => return Err(error.at(&printable(&key.to_string()))),
                    }
                }
                Ok(modules)
            }
        }
    };
}

containers!(BuildAsync Send Sync);
containers!(BuildLocal);

impl<C: ?Sized, B: BuildLocal<C> + Clone> BuildLocal<C> for Rc<B> {
    type Module = Rc<B::Module>;

    async fn build(self, context: &C) -> Result<Self::Module, BuildError> {
        let config = Rc::unwrap_or_clone(self);
        config.build(context).await.map(Rc::new)
    }
}

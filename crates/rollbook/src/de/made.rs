//! The place of a config that is being read.

use core::mem::ManuallyDrop;

/// The place of a config that is being read. Nothing was there before, so writing it need not drop anything: each module
/// has code for that.
pub type Made<C> = Option<ManuallyDrop<C>>;

/// A config for its place.
#[inline]
pub fn made<C>(config: C) -> Made<C> {
    Some(ManuallyDrop::new(config))
}

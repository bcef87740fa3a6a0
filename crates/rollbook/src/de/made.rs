//! The place of a config that is being read.

use core::mem::ManuallyDrop;

use serde_core::de::Error;

/// The place of a config that is being read. Nothing was there before, so writing it need not drop anything: each module
/// has code for that.
pub type Made<C> = Option<ManuallyDrop<C>>;

/// A config for its place.
#[inline]
pub fn made<C>(config: C) -> Made<C> {
    Some(ManuallyDrop::new(config))
}

/// Reads a config into a place, and copies it from there once.
#[inline]
pub(super) fn read_into<C, E: Error>(
    read: impl FnOnce(&mut Made<C>) -> Result<(), E>,
) -> Result<C, E> {
    let mut place = None;
    match read(&mut place) {
        Ok(()) => match place {
            Some(config) => Ok(ManuallyDrop::into_inner(config)),
            None => Err(nothing()),
        },
        Err(error) => {
            drop_made(&mut place);
            Err(error)
        }
    }
}

/// An error may come after the config, as at the end of its table.
#[cold]
#[inline(never)]
fn drop_made<C>(place: &mut Made<C>) {
    drop(place.take().map(ManuallyDrop::into_inner));
}

/// Every visitor fills its place, or fails.
#[cold]
fn nothing<E: Error>() -> E {
    E::custom("the format returned no value")
}

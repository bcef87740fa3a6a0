//! The values of a struct's fields while it is read, and the error if that fails.

use alloc::vec::Vec;
use core::mem::{self, ManuallyDrop};

use serde_core::de::Error;

use super::usual::Held;

/// What reading the fields of a struct leaves.
pub(super) struct Outcome<'de, E> {
    values: Values<'de>,
    error: Option<E>,
}

impl<'de, E: Error> Outcome<'de, E> {
    #[inline]
    pub(super) fn new() -> Self {
        Self {
            values: Values::new(),
            error: None,
        }
    }

    /// The values of a struct with this number of fields.
    #[inline]
    pub(super) fn values(&mut self, fields: usize) -> &mut [Held<'de>] {
        self.values.of(fields)
    }

    /// The same, if all fields were read. Keeps the error.
    #[inline]
    pub(super) fn read(&mut self, read: Result<(), E>, fields: usize) -> Option<&mut [Held<'de>]> {
        match read {
            Ok(()) => Some(self.values(fields)),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    /// What was made of the values, or the error.
    #[inline]
    pub(super) fn end<T>(&mut self, made: Option<T>) -> Result<T, E> {
        match made {
            Some(made) => {
                self.values.taken();
                Ok(made)
            }
            None => Err(self.error()),
        }
    }

    #[cold]
    #[inline(never)]
    fn error(&mut self) -> E {
        let error = self.error.take();
        error.unwrap_or_else(|| E::custom("a field was not filled"))
    }
}

/// How many values need no allocation.
const FEW: usize = 16;

/// A function: the lifetime of a constant would be `'static`.
#[inline]
fn nothing<'de>() -> ManuallyDrop<[Held<'de>; FEW]> {
    ManuallyDrop::new([const { Held::Nothing }; FEW])
}

/// One for each field.
struct Values<'de> {
    few: ManuallyDrop<[Held<'de>; FEW]>,
    /// How many of the few may have to be dropped.
    filled: usize,
    many: Vec<Held<'de>>,
}

impl<'de> Values<'de> {
    #[inline]
    fn new() -> Self {
        Self {
            few: nothing(),
            filled: 0,
            many: Vec::new(),
        }
    }

    /// Those of a struct with this number of fields.
    #[inline]
    fn of(&mut self, fields: usize) -> &mut [Held<'de>] {
        if let Some(few) = self.few.get_mut(..fields) {
            self.filled = fields;
            return few;
        }
        self.many.resize_with(fields, || Held::Nothing);
        &mut self.many
    }

    /// The struct has taken them all. What is left is empty, and nothing looks at it again, unless it is in a box.
    #[inline]
    fn taken(&mut self) {
        let mut filled = self.few.iter().take(self.filled);
        if !filled.any(|held| matches!(held, Held::Own(_))) {
            self.filled = 0;
        }
    }
}

impl Drop for Values<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.filled > 0 {
            self.drop_few();
        }
    }
}

impl Values<'_> {
    #[cold]
    #[inline(never)]
    fn drop_few(&mut self) {
        let few = mem::replace(&mut self.few, nothing());
        drop(ManuallyDrop::into_inner(few));
    }
}

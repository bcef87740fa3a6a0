//! The values of a struct's fields while it is read, and the error if that fails.

use alloc::vec::Vec;
use core::mem::ManuallyDrop;

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

    /// Places for the values of a struct with this number of fields.
    #[inline]
    pub(super) fn places(&mut self, fields: usize) -> &mut [Held<'de>] {
        self.values.places(fields)
    }

    /// The same, if all fields were read. Keeps the error.
    #[inline]
    pub(super) fn read(&mut self, read: Result<(), E>, fields: usize) -> Option<&mut [Held<'de>]> {
        match read {
            Ok(()) => Some(self.values.filled(fields)),
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

/// A function: the lifetime of a constant would be `'static`. Written out, so that only the tags are written: a repeated
/// value is compiled to `memset` of all bytes.
#[inline]
#[rustfmt::skip]
fn nothing<'de>() -> ManuallyDrop<[Held<'de>; FEW]> {
    use Held::Nothing;
    ManuallyDrop::new([
        Nothing, Nothing, Nothing, Nothing, Nothing, Nothing, Nothing, Nothing,
        Nothing, Nothing, Nothing, Nothing, Nothing, Nothing, Nothing, Nothing,
    ])
}

/// One for each field.
struct Values<'de> {
    /// `None` until a struct asks for its places: a module with serde's derive does not, and pays nothing.
    few: Option<ManuallyDrop<[Held<'de>; FEW]>>,
    /// How many of the few may have to be dropped.
    filled: usize,
    many: Vec<Held<'de>>,
}

impl<'de> Values<'de> {
    #[inline]
    fn new() -> Self {
        Self {
            few: None,
            filled: 0,
            many: Vec::new(),
        }
    }

    /// Empty places for a struct with this number of fields.
    #[inline]
    fn places(&mut self, fields: usize) -> &mut [Held<'de>] {
        if fields <= FEW {
            self.filled = fields;
            return &mut self.few.insert(nothing())[..fields];
        }
        self.many.resize_with(fields, || Held::Nothing);
        &mut self.many
    }

    /// The same places, filled.
    #[inline]
    fn filled(&mut self, fields: usize) -> &mut [Held<'de>] {
        match &mut self.few {
            Some(few) if fields <= FEW => &mut few[..fields],
            _ => &mut self.many,
        }
    }

    /// The struct has taken them all. What is left is empty, and nothing looks at it again, unless it is in a box.
    #[inline]
    fn taken(&mut self) {
        let filled = self.few.as_ref().and_then(|few| few.get(..self.filled));
        let mut filled = filled.unwrap_or_default().iter();
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
        drop(self.few.take().map(ManuallyDrop::into_inner));
    }
}

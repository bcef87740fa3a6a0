//! The usual types of fields. They are read straight from the format, and a struct takes the values out of what was read.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::any::{Any, TypeId};
use core::mem;

use serde_core::de::{Deserialize, MapAccess};

use super::erased::Erased;
use super::failure::Failure;
use super::field::{Field, missing};
use super::token::Value;

macro_rules! usual {
    ($($name:ident $type:ty;)*) => {
        /// Which of them a field has.
        #[derive(Clone, Copy, Debug)]
        pub enum Usual {
            $(
                #[allow(missing_docs)]
                $name,
            )*
        }

        /// The value of a field. Values are not in the struct's own function while others are read: there, each would need code
        /// that drops it if a later one fails.
        pub enum Held<'de> {
            /// The field has not been read, or its value is in a place of its own.
            Nothing,
            $(
                #[allow(missing_docs)]
                $name(Option<$type>),
            )*
            /// A value of a type that only has the name of a usual one.
            Own(Box<dyn Own<'de> + 'de>),
        }

        $(impl IsUsual for $type {
            const USUAL: Usual = Usual::$name;
        })*

        impl Usual {
            /// Reads the value of the key that was read last.
            #[inline]
            pub(super) fn read<'de, A: MapAccess<'de>>(
                self,
                access: &mut A,
                held: &mut Held<'de>,
            ) -> Result<(), A::Error> {
                match self {
                    $(Self::$name => held.set(Held::$name(Some(access.next_value()?))),)*
                }
                Ok(())
            }

            /// Reads an erased value.
            pub(super) fn read_erased<'de>(
                self,
                value: &mut dyn Value<'de>,
                held: &mut Held<'de>,
            ) -> Result<(), Failure> {
                match self {
                    $(Self::$name => held.set(Held::$name(Some(Deserialize::deserialize(Erased(value))?))),)*
                }
                Ok(())
            }

            /// The key is missing.
            pub(super) fn missing(self, name: &'static str, held: &mut Held<'_>) -> Result<(), Failure> {
                match self {
                    $(Self::$name => held.set(Held::$name(Some(missing(name)?))),)*
                }
                Ok(())
            }
        }

        impl Held<'_> {
            /// The option with the value, which is an option of this type. A debug build compiles this function once; a
            /// release build, in which one branch is left, for each type.
            #[cfg_attr(debug_assertions, inline)]
            #[cfg_attr(not(debug_assertions), inline(always))]
            fn place(&mut self, held: TypeId) -> Option<&mut dyn Any> {
                $(if held == TypeId::of::<$type>() {
                    return match self {
                        Self::$name(place) => Some(place),
                        _ => None,
                    };
                })*
                match self {
                    Self::Own(own) => Some(own.place()),
                    _ => None,
                }
            }
        }
    };
}

usual! {
    Bool bool;
    I8 i8;
    I16 i16;
    I32 i32;
    I64 i64;
    Isize isize;
    U8 u8;
    U16 u16;
    U32 u32;
    U64 u64;
    Usize usize;
    F32 f32;
    F64 f64;
    Text String;
    OptionBool Option<bool>;
    OptionI32 Option<i32>;
    OptionI64 Option<i64>;
    OptionU32 Option<u32>;
    OptionU64 Option<u64>;
    OptionUsize Option<usize>;
    OptionF32 Option<f32>;
    OptionF64 Option<f64>;
    OptionText Option<String>;
    ListI32 Vec<i32>;
    ListI64 Vec<i64>;
    ListU32 Vec<u32>;
    ListU64 Vec<u64>;
    ListUsize Vec<usize>;
    ListF32 Vec<f32>;
    ListF64 Vec<f64>;
    ListText Vec<String>;
}

/// One of these types.
pub trait IsUsual: 'static {
    /// Which one.
    const USUAL: Usual;
}

/// A field of another type that has the name of a usual one. Its place is in a box.
pub trait Own<'de>: Field<'de> {
    /// As the field that it is.
    fn as_field(&mut self) -> &mut dyn Field<'de>;

    /// As an option of its type.
    fn place(&mut self) -> &mut dyn Any;
}

impl<'de, T: Deserialize<'de> + 'static> Own<'de> for Option<T> {
    fn as_field(&mut self) -> &mut dyn Field<'de> {
        self
    }

    fn place(&mut self) -> &mut dyn Any {
        self
    }
}

impl Held<'_> {
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    /// Sets it. It was nothing, but the compiler does not know.
    #[inline]
    pub(super) fn set(&mut self, value: Self) {
        mem::forget(mem::replace(self, value));
    }
}

/// The place of a value of this type, if one was read.
#[cfg_attr(not(debug_assertions), inline(always))]
fn place<'h, T: 'static>(held: &'h mut Held<'_>) -> Option<&'h mut Option<T>> {
    held.place(TypeId::of::<T>())?.downcast_mut()
}

/// Whether a value of this type was read.
#[cfg_attr(not(debug_assertions), inline(always))]
#[must_use]
pub fn holds<T: 'static>(held: &mut Held<'_>) -> bool {
    matches!(place::<T>(held), Some(Some(_)))
}

/// The value, if it was read.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn take<T: 'static>(held: &mut Held<'_>) -> Option<T> {
    place::<T>(held)?.take()
}

/// The value. Asked only after [`holds`]; then a release build has no code for the other case.
///
/// # Panics
///
/// If it was not read.
#[cfg_attr(not(debug_assertions), inline(always))]
#[must_use]
pub fn held<T: 'static>(held: &mut Held<'_>) -> T {
    match take(held) {
        Some(value) => value,
        // The derive asks `holds` of the same value and the same type first.
        None => unreachable!(),
    }
}

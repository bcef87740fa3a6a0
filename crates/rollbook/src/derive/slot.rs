//! The place of one field while a struct is read, by the field's type: a usual type is read straight from the format,
//! and every other type through a trait object.

use alloc::string::String;
use alloc::vec::Vec;

use serde_core::de::{Deserialize, MapAccess};

use super::erased::Erased;
use super::failure::Failure;
use super::field::Field;
use super::format::FieldSeed;
use super::nested::OfTable;
use super::token::Value;

/// The place of a field, for [`slot`](Self::slot).
#[derive(Debug)]
pub struct Place<'s, F>(pub &'s mut F);

/// The slot of a type that is not a usual one. A usual type has its own method of this name, which Rust prefers.
pub trait OtherSlot<'s, 'de> {
    /// The slot.
    fn slot(self) -> Slot<'s, 'de>;
}

impl<'s, 'de, F: Field<'de>> OtherSlot<'s, 'de> for Place<'s, F> {
    #[inline]
    fn slot(self) -> Slot<'s, 'de> {
        Slot::Other(self.0)
    }
}

macro_rules! usual {
    ($($name:ident $type:ty;)*) => {
        /// The place of one field.
        pub enum Slot<'s, 'de> {
            $(
                #[allow(missing_docs)]
                $name(&'s mut Option<$type>),
            )*
            /// The place of a field that is read where the format is known: an index into the struct's [`Nested`].
            ///
            /// [`Nested`]: super::Nested
            Nested(usize),
            /// The place of a field of any other type.
            Other(&'s mut dyn Field<'de>),
        }

        $(
            impl<'s> Place<'s, Option<$type>> {
                /// The slot.
                #[inline]
                pub fn slot<'de>(self) -> Slot<'s, 'de> {
                    Slot::$name(self.0)
                }
            }
        )*

        impl<'de> Slot<'_, 'de> {
            /// Reads the value of the key that was read last. Returns whether the slot was empty.
            #[inline]
            pub(super) fn read<A: MapAccess<'de>>(
                &mut self,
                access: &mut A,
                nested: &mut dyn OfTable<'de, A>,
            ) -> Result<bool, A::Error> {
                match self {
                    $(Self::$name(place) => {
                        if place.is_some() {
                            return Ok(false);
                        }
                        **place = Some(access.next_value()?);
                    })*
                    Self::Nested(index) => {
                        if nested.is_set(*index) {
                            return Ok(false);
                        }
                        nested.read_value(*index, access)?;
                    }
                    Self::Other(field) => {
                        if field.is_set() {
                            return Ok(false);
                        }
                        access.next_value_seed(FieldSeed(*field))?;
                    }
                }
                Ok(true)
            }

            /// Reads an erased value.
            pub(super) fn read_erased(&mut self, value: &mut dyn Value<'de>) -> Result<(), Failure> {
                match self {
                    $(Self::$name(place) => **place = Some(Deserialize::deserialize(Erased(value))?),)*
                    Self::Nested(_) => {}
                    Self::Other(field) => field.read(value)?,
                }
                Ok(())
            }

            /// Whether it has been read.
            #[inline]
            pub(super) fn is_set(&self) -> bool {
                match self {
                    $(Self::$name(place) => place.is_some(),)*
                    Self::Nested(_) => false,
                    Self::Other(field) => field.is_set(),
                }
            }

            /// The key is missing.
            pub(super) fn missing(&mut self, name: &'static str) -> Result<(), Failure> {
                match self {
                    $(Self::$name(place) => place.missing(name),)*
                    Self::Nested(_) => Ok(()),
                    Self::Other(field) => field.missing(name),
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

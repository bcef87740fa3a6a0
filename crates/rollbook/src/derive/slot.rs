//! The place of one field while a struct is read, by the field's type: a usual type is read straight from the format,
//! and every other type through a trait object.

use alloc::string::String;
use alloc::vec::Vec;
use core::any::{Any, TypeId};

use serde_core::de::{Deserialize, MapAccess};

use super::erased::Erased;
use super::failure::Failure;
use super::field::Field;
use super::format::FieldSeed;
use super::nested::OfTable;
use super::token::Value;

macro_rules! usual {
    ($($name:ident $type:ty;)*) => {
        /// The place of one field.
        pub enum Slot<'s, 'de> {
            $(
                #[allow(missing_docs)]
                $name(&'s mut Option<$type>),
            )*
            /// The place of a field that is read where the format is known: an index into the places of such fields.
            Nested(usize),
            /// The place of a field of any other type.
            Other(&'s mut dyn Field<'de>),
        }

        /// Returns the slot of a field whose type has the name of a usual one. If it is another type, it is read as any other
        /// type. rustc checks one plain call for each field: a method for each usual type took it longer. In a release build
        /// LLVM knows the type, so nothing is compared at run time.
        pub fn slot<'s, 'de, T: Deserialize<'de> + 'static>(place: &'s mut Option<T>) -> Slot<'s, 'de> {
            let held = TypeId::of::<T>();
            if is_usual(held) {
                usual(held, place)
            } else {
                Slot::Other(place)
            }
        }

        #[cfg_attr(debug_assertions, inline)]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn is_usual(held: TypeId) -> bool {
            $(held == TypeId::of::<$type>())||*
        }

        /// The slot of a place, which is an option of this usual type. A debug build compiles this function once; a release
        /// build, in which one branch is left, for each type.
        #[cfg_attr(debug_assertions, inline)]
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn usual<'s, 'de>(held: TypeId, place: &'s mut dyn Any) -> Slot<'s, 'de> {
            $(
                if held == TypeId::of::<$type>() {
                    return match place.downcast_mut() {
                        Some(place) => Slot::$name(place),
                        // The type is the one that `held` names.
                        None => unreachable!(),
                    };
                }
            )*
            // The caller has asked `is_usual`.
            unreachable!()
        }

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

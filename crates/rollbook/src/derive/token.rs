//! What a format hands out, one step at a time, without saying which format it is.

use alloc::string::String;
use alloc::vec::Vec;

use core::fmt;

use serde_core::de::Visitor;

use super::erased::{Entries, Erased, List, Variant};
use super::failure::Failure;

/// What a type asks a format for: the methods of serde's `Deserializer`.
#[derive(Clone, Copy, Debug)]
pub enum Hint {
    /// With the name of the type that the visitor makes.
    Any(&'static str),
    Bool,
    I8,
    I16,
    I32,
    I64,
    I128,
    U8,
    U16,
    U32,
    U64,
    U128,
    F32,
    F64,
    Char,
    Str,
    String,
    Bytes,
    ByteBuf,
    Option,
    Unit,
    UnitStruct(&'static str),
    Newtype(&'static str),
    Seq,
    Tuple(usize),
    TupleStruct(&'static str, usize),
    Map,
    Struct(&'static str, &'static [&'static str]),
    Enum(&'static str, &'static [&'static str]),
    Identifier,
    Ignored,
}

/// What the format has read: the methods of serde's `Visitor`.
pub enum Token<'a, 'de> {
    Bool(bool),
    I64(i64),
    I128(i128),
    U64(u64),
    U128(u128),
    F32(f32),
    F64(f64),
    Char(char),
    Str(&'a str),
    Borrowed(&'de str),
    String(String),
    Bytes(&'a [u8]),
    BorrowedBytes(&'de [u8]),
    ByteBuf(Vec<u8>),
    None,
    Some(&'a mut dyn Value<'de>),
    Unit,
    Newtype(&'a mut dyn Value<'de>),
    Seq(&'a mut dyn Elements<'de>),
    Map(&'a mut dyn Pairs<'de>),
    Enum(&'a mut dyn Choice<'de>),
}

/// Takes a token, for a visitor.
pub trait Sink<'de> {
    fn put(&mut self, token: Token<'_, 'de>) -> Result<(), Failure>;

    /// What the visitor expects, for the format's own messages.
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// A value of some format.
pub trait Value<'de> {
    /// Reads it. The sink is called once, while the format is still at the value.
    ///
    /// # Errors
    ///
    /// The errors of the format and of the sink.
    fn take(&mut self, hint: Hint, sink: &mut dyn Sink<'de>) -> Result<(), Failure>;

    /// Whether the format is one that people read.
    fn is_human_readable(&self) -> bool;
}

/// Reads one value.
pub(super) type Read<'r, 'de> = dyn FnMut(&mut dyn Value<'de>) -> Result<(), Failure> + 'r;

/// The items of a list.
pub trait Elements<'de> {
    /// Returns whether there was one.
    fn next(&mut self, read: &mut Read<'_, 'de>) -> Result<bool, Failure>;

    fn size_hint(&self) -> Option<usize>;
}

/// The entries of a table.
pub trait Pairs<'de> {
    /// Returns whether there was one.
    fn key(&mut self, read: &mut Read<'_, 'de>) -> Result<bool, Failure>;

    fn value(&mut self, read: &mut Read<'_, 'de>) -> Result<(), Failure>;

    fn size_hint(&self) -> Option<usize>;
}

/// A variant of an enum: its name, and then its content.
pub trait Choice<'de> {
    fn name(&mut self, read: &mut Read<'_, 'de>) -> Result<(), Failure>;

    fn unit(&mut self) -> Result<(), Failure>;

    fn newtype(&mut self, read: &mut Read<'_, 'de>) -> Result<(), Failure>;

    fn tuple(&mut self, length: usize, sink: &mut dyn Sink<'de>) -> Result<(), Failure>;

    fn fields(
        &mut self,
        fields: &'static [&'static str],
        sink: &mut dyn Sink<'de>,
    ) -> Result<(), Failure>;
}

impl<'de> Token<'_, 'de> {
    /// Hands itself to a visitor.
    pub(super) fn visit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self {
            Self::Bool(value) => visitor.visit_bool(value),
            Self::I64(value) => visitor.visit_i64(value),
            Self::I128(value) => visitor.visit_i128(value),
            Self::U64(value) => visitor.visit_u64(value),
            Self::U128(value) => visitor.visit_u128(value),
            Self::F32(value) => visitor.visit_f32(value),
            Self::F64(value) => visitor.visit_f64(value),
            Self::Char(value) => visitor.visit_char(value),
            Self::Str(value) => visitor.visit_str(value),
            Self::Borrowed(value) => visitor.visit_borrowed_str(value),
            Self::String(value) => visitor.visit_string(value),
            Self::Bytes(value) => visitor.visit_bytes(value),
            Self::BorrowedBytes(value) => visitor.visit_borrowed_bytes(value),
            Self::ByteBuf(value) => visitor.visit_byte_buf(value),
            Self::None => visitor.visit_none(),
            Self::Some(value) => visitor.visit_some(Erased(value)),
            Self::Unit => visitor.visit_unit(),
            Self::Newtype(value) => visitor.visit_newtype_struct(Erased(value)),
            Self::Seq(items) => visitor.visit_seq(List(items)),
            Self::Map(entries) => visitor.visit_map(Entries(entries)),
            Self::Enum(choice) => visitor.visit_enum(Variant(choice)),
        }
    }
}

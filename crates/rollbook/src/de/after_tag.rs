//! What follows the tag of a table, as a deserializer for the module's own config: straight from the format, or from
//! what had to be kept.
//!
//! One type serves both, so that each module's `Deserialize` is instantiated once a format. Keys are pulled without
//! knowing the module, and field seeds are handed on unwrapped: both would multiply the code that rustc compiles.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::{self, Vec};
use core::fmt;

use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::arguments::Defaults;
use super::format_error::FormatError;
use super::kept::Content;
use super::key::{Key, KeySeed};
use super::refuse::Refuse;
use super::replay::Replay;
use super::text_error::TextError;
use super::{SCOPE_KEY, trail};
use crate::registry::Data;

/// This module's path, by which [`super::ours`] knows its types.
pub(super) const HOME: &str = concat!(module_path!(), "::");

/// An entry that is handed out later than it was read, or that nobody wrote.
type Entry<'de> = (Cow<'de, str>, Content<'de>);

/// The arguments of a module.
pub struct AfterTag<'de, A> {
    pub(super) access: A,
    pub(super) data: &'static Data,
    pub(super) depth: usize,
    borrowed: Option<&'de str>,
    buffer: String,
    ahead: Ahead,
    slow: Option<Slow<'de>>,
}

/// What was found when a key was pulled to look at, and not to hand out.
#[derive(Clone, Copy, PartialEq)]
enum Ahead {
    Nothing,
    Key,
    /// The format's table has ended.
    End,
    /// So has what was kept.
    Done,
}

/// What only tables need whose tag does not come first, or that have defaults.
#[derive(Default)]
struct Slow<'de> {
    /// What came before the tag.
    kept: vec::IntoIter<Entry<'de>>,
    /// The key that was handed out is that of the next kept entry.
    at_kept: bool,
    /// The key that was pulled behind the tag, while what is kept goes first.
    held: Option<Cow<'de, str>>,
    /// What fills missing keys, and has not been written so far.
    defaults: Vec<Entry<'de>>,
}

impl<'de, A: MapAccess<'de>> AfterTag<'de, A> {
    #[inline]
    pub(super) fn new(access: A, data: &'static Data, depth: usize) -> Self {
        Self {
            access,
            data,
            depth,
            borrowed: None,
            buffer: String::new(),
            ahead: Ahead::Nothing,
            slow: None,
        }
    }

    /// The next key of the format.
    #[inline]
    pub(super) fn pull(&mut self) -> Result<bool, A::Error> {
        match self.access.next_key_seed(KeySeed(&mut self.buffer))? {
            None => {
                self.ahead = Ahead::End;
                Ok(false)
            }
            Some(borrowed) => {
                self.borrowed = borrowed;
                Ok(true)
            }
        }
    }

    /// The key that was pulled last.
    #[inline]
    pub(super) fn key(&self) -> &str {
        match self.borrowed {
            Some(key) => key,
            None => &self.buffer,
        }
    }

    /// The key that was pulled last, to keep.
    pub(super) fn take_key(&mut self) -> Cow<'de, str> {
        match self.borrowed {
            Some(key) => Cow::Borrowed(key),
            None => Cow::Owned(core::mem::take(&mut self.buffer)),
        }
    }

    /// The tag is read. What was kept before it is replayed first.
    #[inline]
    pub(super) fn after_tag(&mut self, kept: Vec<Entry<'de>>) {
        if !kept.is_empty() {
            self.slow = Some(Slow {
                kept: kept.into_iter(),
                ..Slow::default()
            });
        }
    }

    /// Hands the pulled key out after what is kept.
    #[inline]
    pub(super) fn put_back(&mut self) {
        self.ahead = Ahead::Key;
        if self.slow.is_some() {
            let key = self.take_key();
            if let Some(slow) = &mut self.slow {
                slow.held = Some(key);
            }
        }
    }

    /// Adds what fills missing keys.
    pub(super) fn fill(&mut self, defaults: Defaults) {
        let entries = defaults.iter();
        let entries = entries.map(|(key, value)| (Cow::Borrowed(*key), value.content()));
        self.slow.get_or_insert_default().defaults = entries.collect();
    }

    /// Goes to the next argument; behind the last one, `ahead` says so. So what is returned fits a register.
    #[inline(never)]
    fn advance(&mut self) -> Result<(), FormatError<A::Error>> {
        if self.slow.is_some() {
            return self.advance_slow();
        }
        match self.ahead {
            Ahead::Nothing => {}
            Ahead::Key => {
                self.ahead = Ahead::Nothing;
                return Ok(());
            }
            Ahead::End | Ahead::Done => {
                self.ahead = Ahead::Done;
                return Ok(());
            }
        }
        match self.pull() {
            Ok(true) if self.is_reserved() => Err(self.refuse_second_key()),
            Ok(true) => Ok(()),
            Ok(false) => {
                self.ahead = Ahead::Done;
                Ok(())
            }
            Err(error) => Err(FormatError(error)),
        }
    }

    #[inline(never)]
    fn advance_slow(&mut self) -> Result<(), FormatError<A::Error>> {
        loop {
            if self.advance_kept() {
                return Ok(());
            }
            if self.ahead == Ahead::Key {
                self.ahead = Ahead::Nothing;
                if let Some(key) = self.slow.as_mut().and_then(|slow| slow.held.take()) {
                    self.set_key(key);
                }
            } else if self.ahead == Ahead::Nothing && self.pull().map_err(FormatError)? {
                if self.is_reserved() {
                    return Err(self.refuse_second_key());
                }
            } else {
                let defaults = self.slow.as_mut().map(|slow| &mut slow.defaults);
                let Some(defaults) = defaults.filter(|defaults| !defaults.is_empty()) else {
                    self.ahead = Ahead::Done;
                    return Ok(());
                };
                let defaults = core::mem::take(defaults);
                self.after_tag(defaults);
                continue;
            }
            self.forget_default();
            return Ok(());
        }
    }

    /// Goes to the next kept entry, if there is one left.
    fn advance_kept(&mut self) -> bool {
        let Some(slow) = &mut self.slow else {
            return false;
        };
        if core::mem::take(&mut slow.at_kept) {
            slow.kept.next();
        }
        let Some((key, _)) = slow.kept.as_mut_slice().first_mut() else {
            return false;
        };
        slow.at_kept = true;
        match key {
            Cow::Borrowed(key) => self.borrowed = Some(key),
            Cow::Owned(key) => {
                self.borrowed = None;
                core::mem::swap(&mut self.buffer, key);
            }
        }
        self.forget_default();
        true
    }

    /// A default is for a key that is missing.
    #[inline]
    fn forget_default(&mut self) {
        let Some(slow) = &mut self.slow else {
            return;
        };
        if !slow.defaults.is_empty() {
            let key = self.borrowed.unwrap_or(&self.buffer);
            slow.defaults.retain(|(default, _)| default != key);
        }
    }

    fn set_key(&mut self, key: Cow<'de, str>) {
        match key {
            Cow::Borrowed(key) => self.borrowed = Some(key),
            Cow::Owned(key) => {
                self.borrowed = None;
                self.buffer = key;
            }
        }
    }

    /// Whether the pulled key is one that no module can have.
    #[inline]
    fn is_reserved(&self) -> bool {
        let key = self.key();
        key == self.data.key || key == SCOPE_KEY
    }

    #[cold]
    pub(super) fn refuse_second(&mut self) -> A::Error {
        let tag = self.data.key;
        if self.key() == tag {
            return self.refuse(format_args!("the key `{tag}` is written twice"));
        }
        self.refuse(format_args!(
            "`{SCOPE_KEY}` comes too late: write it before `{tag}`, or right after it"
        ))
    }

    #[cold]
    fn refuse_second_key(&mut self) -> FormatError<A::Error> {
        FormatError(self.refuse_second())
    }

    /// An error about the pulled key: raised while its value is read, so that the format's place is right there.
    #[cold]
    pub(super) fn refuse(&mut self, text: impl fmt::Display) -> A::Error {
        self.note();
        if self.take_value().is_some() {
            return A::Error::custom(format_args!("{text}{}", InPath(trail::take())));
        }
        match self.access.next_value_seed(Refuse(text)) {
            Ok(never) => match never {},
            Err(error) => error,
        }
    }

    /// The kept value of the pulled key, where it has one.
    #[inline]
    fn take_value(&mut self) -> Option<Content<'de>> {
        let slow = self.slow.as_mut()?;
        if !core::mem::take(&mut slow.at_kept) {
            return None;
        }
        slow.kept.next().map(|(_, value)| value)
    }

    #[inline(never)]
    fn next_value_slow<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, FormatError<A::Error>> {
        let read = match self.take_value() {
            Some(value) => match seed.deserialize(Replay::new(value, self.depth)) {
                Ok(value) => return Ok(value),
                Err(error) => return Err(self.lost(error)),
            },
            None => self.access.next_value_seed(seed),
        };
        read.map_err(|error| self.noted(error))
    }

    /// An error in a kept value. Its place in the text is lost, so the error names its path.
    #[cold]
    #[inline(never)]
    fn lost(&self, error: A::Error) -> FormatError<A::Error> {
        let key = self.key();
        trail::note(self.depth, key);
        let path = trail::take();
        let path = if path.is_empty() { key.into() } else { path };
        FormatError(A::Error::custom(format_args!("{error}{}", InPath(path))))
    }

    #[cold]
    #[inline(never)]
    fn refuse_key(&mut self, error: TextError) -> FormatError<A::Error> {
        FormatError(self.refuse(error))
    }

    #[cold]
    #[inline(never)]
    fn noted(&self, error: A::Error) -> FormatError<A::Error> {
        self.note();
        FormatError(error)
    }

    #[cold]
    fn note(&self) {
        if !super::ours::is_ours::<A>() {
            trail::note(self.depth, self.key());
        }
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for AfterTag<'de, A> {
    type Error = FormatError<A::Error>;

    // Written out, as each word of it is compiled once a module.
    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        self.advance()?;
        if self.ahead == Ahead::Done {
            return Ok(None);
        }
        let key = Key {
            borrowed: self.borrowed,
            buffer: &self.buffer,
        };
        match seed.deserialize(key) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(self.refuse_key(error)),
        }
    }

    // Once a type and format, not once a field of each module.
    #[inline(never)]
    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Self::Error> {
        if self.slow.is_some() {
            return self.next_value_slow(seed);
        }
        match self.access.next_value_seed(seed) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.noted(error)),
        }
    }
}

struct InPath(String);

impl fmt::Display for InPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return Ok(());
        }
        write!(f, " (in `{}`)", self.0)
    }
}

/// By reference: so nothing is moved, and no module's code has to drop it.
impl<'de, A: MapAccess<'de>> Deserializer<'de> for &mut AfterTag<'de, A> {
    type Error = FormatError<A::Error>;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_map(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        self.advance()?;
        if self.ahead != Ahead::Done {
            let text = alloc::format!("unknown argument `{}`: it takes none", self.key());
            return Err(FormatError(self.refuse(text)));
        }
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        MapAccessDeserializer::new(self).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string
        bytes byte_buf seq tuple tuple_struct map struct identifier ignored_any
    }
}

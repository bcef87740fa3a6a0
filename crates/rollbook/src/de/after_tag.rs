//! A deserializer for a module's own config. It reads what follows the tag: straight from the format, or from
//! what had to be kept.
//!
//! One type does both, so each module's `Deserialize` is instantiated once for each format. Keys are pulled without
//! knowing the module, and field seeds are handed on unwrapped: both would multiply the code that rustc compiles.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::{self, Vec};
use core::fmt;

use serde_core::de::value::MapAccessDeserializer;
use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde_core::forward_to_deserialize_any;

use super::arguments::Defaults;
use super::format_error::FormatError;
use super::kept::{Content, ContentSeed, USUAL};
use super::key::{Key, KeySeed};
use super::refuse::Refuse;
use super::replay::Replay;
use super::{SCOPE_KEY, trail};
use crate::lookup::id::ModuleId;
use crate::registry::Data;

/// This module's path, by which [`super::ours`] knows its types.
pub(super) const HOME: &str = concat!(module_path!(), "::");

/// An entry that is handed out later than it was read, or that comes from the defaults.
pub(super) struct Entry<'de> {
    key: WrittenKey<'de>,
    value: Content<'de>,
}

/// A key, and its value if it is not text.
pub(super) struct WrittenKey<'de> {
    pub(super) text: Cow<'de, str>,
    other: Option<Box<Content<'de>>>,
}

/// The arguments of a module.
pub struct AfterTag<'de, A> {
    pub(super) access: A,
    pub(super) data: &'static Data,
    pub(super) depth: usize,
    pub(super) is_human_readable: bool,
    /// The module that the tag names.
    pub(super) module: Option<ModuleId>,
    /// Whether `_scope_` has been read.
    pub(super) has_scope: bool,
    borrowed: Option<&'de str>,
    buffer: String,
    /// The value of the key if it is not text.
    other: Option<Box<Content<'de>>>,
    ahead: Ahead,
    slow: Option<Slow<'de>>,
}

/// What was found when a key was pulled only to look at it.
#[derive(Clone, Copy, PartialEq)]
enum Ahead {
    Nothing,
    Key,
    /// The format's table has ended.
    End,
    /// What was kept has ended, too.
    Done,
}

/// Only for tables whose tag does not come first, and for those with defaults.
#[derive(Default)]
struct Slow<'de> {
    /// What came before the tag.
    kept: vec::IntoIter<Entry<'de>>,
    /// The key that was handed out is that of the next kept entry.
    at_kept: bool,
    /// The key that was pulled after the tag, while the kept entries are handed out first.
    held: Option<WrittenKey<'de>>,
    /// Values for missing keys, as long as the config has not set them.
    defaults: Vec<Entry<'de>>,
}

impl<'de, A: MapAccess<'de>> AfterTag<'de, A> {
    #[inline]
    pub(super) fn new(
        access: A,
        data: &'static Data,
        depth: usize,
        is_human_readable: bool,
    ) -> Self {
        Self {
            access,
            data,
            depth,
            is_human_readable,
            module: None,
            has_scope: false,
            borrowed: None,
            buffer: String::new(),
            other: None,
            ahead: Ahead::Nothing,
            slow: None,
        }
    }

    /// The next key of the format.
    #[inline]
    pub(super) fn pull(&mut self) -> Result<bool, A::Error> {
        self.other = None;
        let seed = KeySeed {
            buffer: &mut self.buffer,
            other: &mut self.other,
        };
        match self.access.next_key_seed(seed)? {
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
    pub(super) fn take_key(&mut self) -> WrittenKey<'de> {
        WrittenKey {
            text: match self.borrowed {
                Some(key) => Cow::Borrowed(key),
                None => Cow::Owned(core::mem::take(&mut self.buffer)),
            },
            other: self.other.take(),
        }
    }

    /// Reads the value of the pulled key, to hand it out later.
    pub(super) fn keep(&mut self, kept: &mut Vec<Entry<'de>>) -> Result<(), A::Error> {
        if kept.is_empty() {
            kept.reserve(USUAL);
        }
        let key = self.take_key();
        match self.access.next_value_seed(ContentSeed(self.depth)) {
            Ok(value) => kept.push(Entry { key, value }),
            Err(error) => {
                trail::note(self.depth, &key.text);
                return Err(error);
            }
        }
        Ok(())
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

    /// Hands out the pulled key after the kept entries.
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
        let entries = entries.map(|(key, value)| Entry {
            key: WrittenKey {
                text: Cow::Borrowed(*key),
                other: None,
            },
            value: value.content(),
        });
        self.slow.get_or_insert_default().defaults = entries.collect();
    }

    /// Goes to the next argument. After the last one, `ahead` says so: the returned value then fits in a register.
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
        let Some(Entry { key, .. }) = slow.kept.as_mut_slice().first_mut() else {
            return false;
        };
        slow.at_kept = true;
        self.other = key.other.take();
        match &mut key.text {
            Cow::Borrowed(key) => self.borrowed = Some(key),
            Cow::Owned(key) => {
                self.borrowed = None;
                core::mem::swap(&mut self.buffer, key);
            }
        }
        self.forget_default();
        true
    }

    /// A default is used only if the key is missing.
    #[inline]
    fn forget_default(&mut self) {
        let Some(slow) = &mut self.slow else {
            return;
        };
        if !slow.defaults.is_empty() {
            let key = self.borrowed.unwrap_or(&self.buffer);
            slow.defaults.retain(|default| default.key.text != key);
        }
    }

    fn set_key(&mut self, key: WrittenKey<'de>) {
        self.other = key.other;
        match key.text {
            Cow::Borrowed(key) => self.borrowed = Some(key),
            Cow::Owned(key) => {
                self.borrowed = None;
                self.buffer = key;
            }
        }
    }

    /// Whether the pulled key is reserved: no module can have it.
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
        if self.has_scope {
            return self.refuse(format_args!("the key `{SCOPE_KEY}` is written twice"));
        }
        self.refuse(format_args!(
            "`{SCOPE_KEY}` comes too late: write it before `{tag}`, or right after it"
        ))
    }

    #[cold]
    fn refuse_second_key(&mut self) -> FormatError<A::Error> {
        FormatError(self.refuse_second())
    }

    /// An error about the pulled key. It is raised while the value is read, so that the format gives that place.
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

    /// The kept value of the pulled key, if it has one.
    #[inline]
    fn take_value(&mut self) -> Option<Content<'de>> {
        let slow = self.slow.as_mut()?;
        if !core::mem::take(&mut slow.at_kept) {
            return None;
        }
        slow.kept.next().map(|entry| entry.value)
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

    /// In the same words as the error of writing such a config.
    #[cold]
    #[inline(never)]
    fn is_no_table(&self, what: &str) -> FormatError<A::Error> {
        let Data { modules, key, .. } = self.data;
        let info = self.module.and_then(|module| modules.get(module.index()));
        let name = info.map_or("", |info| info.name);
        FormatError(A::Error::custom(NoTable { name, what, key }))
    }

    #[cold]
    #[inline(never)]
    fn refuse_key(&mut self, error: impl fmt::Display) -> FormatError<A::Error> {
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

    // Written out, because all of it is compiled once for each module.
    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        self.advance()?;
        if self.ahead == Ahead::Done {
            return Ok(None);
        }
        let other = self.other.take();
        let key = Key {
            borrowed: self.borrowed,
            buffer: &self.buffer,
            other: other.as_deref(),
        };
        match seed.deserialize(key) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(self.refuse_key(error)),
        }
    }

    // Compiled once for each type and format, not once for each field of each module.
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

/// The config is not a table, so it has no place for the module's name.
pub(crate) struct NoTable<'a> {
    pub(crate) name: &'a str,
    pub(crate) what: &'a str,
    pub(crate) key: &'a str,
}

impl fmt::Display for NoTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, what, key } = self;
        write!(
            f,
            "the config of `{name}` is {what}, and has no place for `{key}`: only tables do"
        )
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

/// Methods for types that are not tables, and so have no place for the tag.
macro_rules! no_table {
    ($($method:ident $what:literal;)*) => {
        $(
            fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
                Err(self.is_no_table($what))
            }
        )*
    };
}

/// By reference, so nothing is moved and no module's code has to drop it.
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
        let variant = MapAccessDeserializer::new(&mut *self);
        let value = variant.deserialize_enum(name, variants, visitor)?;
        self.advance()?;
        if self.ahead != Ahead::Done {
            return Err(self.refuse_key("a variant is already given, and there can be only one"));
        }
        Ok(value)
    }

    fn is_human_readable(&self) -> bool {
        self.is_human_readable
    }

    no_table! {
        deserialize_bool "a boolean";
        deserialize_i8 "a number";
        deserialize_i16 "a number";
        deserialize_i32 "a number";
        deserialize_i64 "a number";
        deserialize_i128 "a number";
        deserialize_u8 "a number";
        deserialize_u16 "a number";
        deserialize_u32 "a number";
        deserialize_u64 "a number";
        deserialize_u128 "a number";
        deserialize_f32 "a number";
        deserialize_f64 "a number";
        deserialize_char "a character";
        deserialize_str "a string";
        deserialize_string "a string";
        deserialize_bytes "bytes";
        deserialize_byte_buf "bytes";
        deserialize_seq "a list";
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Self::Error> {
        Err(self.is_no_table("a list"))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        _: V,
    ) -> Result<V::Value, Self::Error> {
        Err(self.is_no_table("a list"))
    }

    forward_to_deserialize_any! { map struct identifier ignored_any }
}

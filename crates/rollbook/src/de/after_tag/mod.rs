//! A deserializer for a module's own config. It reads what follows the tag: straight from the format, or from
//! what had to be kept.
//!
//! One type does both, so each module's `Deserialize` is instantiated once for each format. Keys are pulled without
//! knowing the module, and field seeds are handed on unwrapped: both would multiply the code that rustc compiles.

mod deserializer;
mod errors;

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::{self, Vec};

use serde_core::de::{DeserializeSeed, MapAccess};

use super::defaults::Defaults;
use super::format_error::FormatError;
use super::kept::{Content, ContentSeed, USUAL};
use super::key::{Key, KeySeed};
use super::replay::Replay;
use super::scope_seed::ScopeSeed;
use super::{SCOPE_KEY, trail};
use crate::lookup::id::{ModuleId, ScopeId};
use crate::registry::Data;

pub(crate) use errors::NoTable;
pub(super) use errors::{of_module, with_path};

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
    /// The scope that names are looked up from if `_scope_` says no other.
    pub(super) viewer: ScopeId,
    /// No key is reserved: the name of the module is elsewhere.
    pub(super) is_plain: bool,
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
    /// Where the defaults are from.
    source: Option<Defaults>,
    /// What is kept are the defaults.
    is_filling: bool,
    /// A default could not be read.
    is_blamed: bool,
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
            viewer: ScopeId::new(0),
            is_plain: false,
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
        if self.other.is_some() {
            self.forget_other();
        }
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

    #[cold]
    fn forget_other(&mut self) {
        self.other = None;
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
        let entries = defaults.entries.iter();
        let entries = entries.map(|(key, _, value)| Entry {
            key: WrittenKey {
                text: Cow::Borrowed(*key),
                other: None,
            },
            value: value.content(),
        });
        let slow = self.slow.get_or_insert_default();
        slow.defaults = entries.collect();
        slow.source = Some(defaults);
    }

    /// Whether a default could not be read.
    pub(super) fn is_blamed(&self) -> bool {
        self.slow.as_ref().is_some_and(|slow| slow.is_blamed)
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
            Ok(true) if self.is_reserved() => {
                self.pass_late_scope()?;
                self.advance()
            }
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
                    self.pass_late_scope()?;
                    continue;
                }
            } else {
                let slow = self.slow.as_mut();
                let Some(slow) = slow.filter(|slow| !slow.defaults.is_empty()) else {
                    self.ahead = Ahead::Done;
                    return Ok(());
                };
                slow.kept = core::mem::take(&mut slow.defaults).into_iter();
                slow.is_filling = true;
                if let Some(source) = slow.source {
                    source.enter();
                }
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
        (key == self.data.key || key == SCOPE_KEY) && !self.is_plain
    }

    /// A `_scope_` behind arguments is for what holds already. Any other reserved key is an error.
    #[cold]
    #[inline(never)]
    fn pass_late_scope(&mut self) -> Result<(), FormatError<A::Error>> {
        if self.key() != SCOPE_KEY || self.has_scope || cfg!(not(feature = "std")) {
            return Err(FormatError(self.refuse_second()));
        }
        self.has_scope = true;
        let seed = ScopeSeed {
            data: self.data,
            viewer: self.viewer,
            is_late: true,
        };
        match self.access.next_value_seed(seed) {
            Ok(_) => Ok(()),
            Err(error) => Err(self.noted(error)),
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
        let key = Key {
            borrowed: self.borrowed,
            buffer: &self.buffer,
            other: self.other.as_deref(),
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

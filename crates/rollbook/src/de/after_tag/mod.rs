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
use alloc::vec::Vec;

use serde_core::de::{Deserialize, DeserializeSeed, MapAccess};

use super::arena::{Arena, Entries, Token};
use super::content::Content;
use super::defaults::{Default, Defaults};
use super::format_error::FormatError;
use super::kept::Keep;
use super::key::{Key, KeySeed, OtherKey};
use super::manner::Manner;
use super::replay::Replay;
use super::scope_seed::ScopeSeed;
use super::text_error::TextError;
use super::{SCOPE_KEY, trail};
use crate::lookup::id::{ModuleId, ScopeId};
use crate::registry::Data;

pub(crate) use errors::NoTable;
pub(super) use errors::{of_module, too_deep, with_path};

/// This module's path, by which [`super::ours`] knows its types.
pub(super) const HOME: &str = concat!(module_path!(), "::");

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
    slow: Option<Box<Slow<'de>>>,
}

/// Where the next argument comes from.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Ahead {
    /// The next key of the format.
    #[default]
    Nothing,
    /// A key that was pulled only to look at it.
    Key,
    /// Nowhere: the format's table has ended.
    End,
    /// What was kept, or a default: see [`Slow`].
    Slow,
    /// Nowhere: all has been handed out.
    Done,
}

/// Only for tables whose tag does not come first, and for those with defaults.
#[derive(Default)]
struct Slow<'de> {
    /// Where the next argument comes from after what was kept.
    behind: Ahead,
    /// What came before the tag: each key, and its value behind it.
    kept: Arena<'de>,
    /// Where the next kept key is.
    next: usize,
    /// Where the value is of the kept key that was handed out last. 0 if it has been read.
    value: usize,
    /// The key that was pulled after the tag, while the kept entries are handed out first.
    held: Option<WrittenKey<'de>>,
    /// Values for missing keys, as long as the config has not set them.
    defaults: Vec<&'static Default>,
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
            None => Ok(false),
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
    pub(super) fn keep(&mut self) -> Result<(), A::Error> {
        let slow = match &mut self.slow {
            Some(slow) => slow,
            none => none.insert(Slow::keeping()),
        };
        match (self.borrowed, &self.other) {
            (_, Some(key)) => slow.kept.write(key),
            (Some(key), None) => slow.kept.push(Token::Str(key)),
            (None, None) => slow.kept.push_text(&self.buffer),
        }
        let seed = Keep(&mut slow.kept, self.depth);
        match self.access.next_value_seed(seed) {
            Ok(()) => Ok(()),
            Err(error) => {
                trail::note(self.depth, self.key());
                Err(error)
            }
        }
    }

    /// The tag is read, and perhaps one key further. What was kept before the tag is handed out first.
    #[inline]
    pub(super) fn start(&mut self, ahead: Ahead) {
        self.ahead = ahead;
        if self.slow.is_some() {
            self.start_slow();
        }
    }

    #[inline(never)]
    fn start_slow(&mut self) {
        let behind = self.ahead;
        let held = (behind == Ahead::Key).then(|| self.take_key());
        self.ahead = Ahead::Slow;
        if let Some(slow) = &mut self.slow {
            slow.behind = behind;
            slow.held = held;
        }
    }

    /// Adds what fills missing keys.
    pub(super) fn fill(&mut self, defaults: Defaults) {
        let behind = self.ahead;
        let slow = self.slow.get_or_insert_with(|| {
            Box::new(Slow {
                behind,
                ..Slow::default()
            })
        });
        self.ahead = Ahead::Slow;
        slow.defaults = defaults.entries.iter().collect();
        slow.source = Some(defaults);
    }

    /// Whether a default could not be read.
    pub(super) fn is_blamed(&self) -> bool {
        self.slow.as_ref().is_some_and(|slow| slow.is_blamed)
    }

    /// Goes to the next argument. After the last one, `ahead` says so: the returned value then fits in a register.
    #[inline(never)]
    fn advance(&mut self) -> Result<(), FormatError<A::Error>> {
        if self.ahead != Ahead::Nothing {
            return self.advance_ahead();
        }
        self.advance_format()
    }

    // A function of its own, so that `advance` saves no registers for what is kept.
    #[inline(never)]
    fn advance_format(&mut self) -> Result<(), FormatError<A::Error>> {
        match self.pull() {
            Ok(true) if self.is_reserved() => self.pass_late_scope(),
            Ok(true) => Ok(()),
            Ok(false) => {
                self.ahead = Ahead::Done;
                Ok(())
            }
            Err(error) => Err(FormatError(error)),
        }
    }

    #[inline(never)]
    fn advance_ahead(&mut self) -> Result<(), FormatError<A::Error>> {
        if self.ahead == Ahead::Slow {
            if let (Some(slow), None) = (&mut self.slow, &self.other) {
                if let Some(key) = slow.next_usual() {
                    self.borrowed = Some(key);
                    return Ok(());
                }
            }
            return self.advance_slow();
        }
        self.ahead = match self.ahead {
            Ahead::Key => Ahead::Nothing,
            _ => Ahead::Done,
        };
        Ok(())
    }

    #[inline(never)]
    fn advance_slow(&mut self) -> Result<(), FormatError<A::Error>> {
        loop {
            if self.advance_kept() {
                return Ok(());
            }
            let behind = self.slow.as_ref().map_or(Ahead::End, |slow| slow.behind);
            let is_ahead = match behind {
                Ahead::Nothing => self.pull().map_err(FormatError)?,
                behind => behind == Ahead::Key,
            };
            let Some(slow) = &mut self.slow else {
                self.ahead = Ahead::Done;
                return Ok(());
            };
            if is_ahead {
                slow.behind = Ahead::Nothing;
                if let Some(key) = slow.held.take() {
                    self.set_key(key);
                }
                if self.is_reserved() {
                    return self.pass_late_scope();
                }
                self.forget_default();
                return Ok(());
            }
            slow.behind = Ahead::End;
            if slow.defaults.is_empty() {
                self.ahead = Ahead::Done;
                return Ok(());
            }
            slow.kept = Arena::default();
            slow.next = 0;
            for (key, _, value) in core::mem::take(&mut slow.defaults) {
                slow.kept.push(Token::Str(key));
                value.write(&mut slow.kept);
            }
            slow.is_filling = true;
            if let Some(source) = slow.source {
                source.enter();
            }
        }
    }

    /// Goes to the next kept entry, if there is one left.
    fn advance_kept(&mut self) -> bool {
        self.other = None;
        let Some(slow) = &mut self.slow else {
            return false;
        };
        let Some(key) = slow.next_key() else {
            slow.value = 0;
            return false;
        };
        let key = slow.kept.at(key);
        match *key.token {
            Token::Str(text) => self.borrowed = Some(text),
            Token::Text(start, length) => {
                self.borrowed = None;
                self.buffer.clear();
                self.buffer.push_str(slow.kept.text(start, length));
            }
            _ => {
                let key = slow.kept.tree(key);
                self.borrowed = None;
                self.buffer.clear();
                key.describe(&mut self.buffer);
                self.other = Some(Box::new(key));
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
            slow.defaults.retain(|default| default.0 != key);
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
    pub(super) fn is_reserved(&self) -> bool {
        let key = self.key();
        (key == self.data.key || key == SCOPE_KEY) && !self.is_plain
    }

    /// A `_scope_` behind arguments is for what holds already. Any other reserved key is an error. Goes to the next
    /// argument.
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
            Ok(_) => self.advance(),
            Err(error) => Err(self.noted(error)),
        }
    }

    #[inline(never)]
    fn next_value_slow<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, FormatError<A::Error>> {
        let depth = self.depth;
        let Some((kept, value)) = self.slow.as_mut().and_then(|slow| slow.take_value()) else {
            let read = self.access.next_value_seed(seed);
            return read.map_err(|error| self.noted(error));
        };
        match seed.deserialize(Replay::within(kept, kept.at(value), Manner::PLAIN, depth)) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.lost(error)),
        }
    }
}

impl<'de> Slow<'de> {
    #[inline(never)]
    fn keeping() -> Box<Self> {
        Box::new(Self {
            kept: Arena::new(),
            ..Self::default()
        })
    }

    /// Goes to the next kept entry, if its key is a text of the input, and returns the key.
    #[inline]
    fn next_usual(&mut self) -> Option<&'de str> {
        let [Token::Str(key), value, ..] = self.kept.tokens(self.next) else {
            return None;
        };
        if !self.defaults.is_empty() {
            return None;
        }
        self.value = self.next + 1;
        self.next = match value.has_parts() {
            false => self.next + 2,
            true => self.kept.end(self.value),
        };
        Some(key)
    }

    /// The place of the next kept key. Goes behind it.
    #[inline]
    fn next_key(&mut self) -> Option<usize> {
        let mut entries = Entries(self.kept.tokens(self.next));
        let (key, value) = entries.next()?;
        let end = self.kept.len();
        self.value = end - value.left();
        self.next = end - entries.0.len();
        Some(end - key.left())
    }

    /// The place of the kept value of the pulled key, if it has one.
    #[inline]
    fn take_value(&mut self) -> Option<(&Arena<'de>, usize)> {
        match core::mem::take(&mut self.value) {
            0 => None,
            value => Some((&self.kept, value)),
        }
    }
}

/// By reference, as for [`Deserializer`](serde_core::de::Deserializer): through serde's implementation for references, each
/// module would have one function more.
impl<'de, A: MapAccess<'de>> MapAccess<'de> for &mut AfterTag<'de, A> {
    type Error = FormatError<A::Error>;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Self::Error> {
        self.key_by(|key| seed.deserialize(key))
    }

    // Without a seed: it is compiled once for each module, and this way there is nothing to drop.
    #[inline]
    fn next_key<K: Deserialize<'de>>(&mut self) -> Result<Option<K>, Self::Error> {
        self.key_by(|key| K::deserialize(key))
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, Self::Error> {
        self.value(seed)
    }
}

impl<'de, A: MapAccess<'de>> AfterTag<'de, A> {
    /// Goes to the next argument, and reads its key.
    #[inline(always)]
    fn key_by<T>(
        &mut self,
        read: impl FnOnce(Key<'_, 'de>) -> Result<T, TextError>,
    ) -> Result<Option<T>, FormatError<A::Error>> {
        self.advance()?;
        if self.ahead == Ahead::Done {
            return Ok(None);
        }
        let other;
        let key = match self.borrowed {
            Some(key) => Key::Borrowed(key),
            None => {
                other = self.other_key();
                Key::Other(&other)
            }
        };
        match read(key) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(self.refuse_key(error)),
        }
    }

    /// The pulled key if the format owns it.
    #[inline(never)]
    fn other_key(&self) -> OtherKey<'_, 'de> {
        OtherKey {
            text: &self.buffer,
            content: self.other.as_deref(),
        }
    }

    /// Compiled once for each type and format, not once for each field of each module.
    #[inline(never)]
    fn value<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, FormatError<A::Error>> {
        if self.slow.is_some() {
            return self.next_value_slow(seed);
        }
        match self.access.next_value_seed(seed) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.noted(error)),
        }
    }
}

//! Finds the tag of a table, resolves it, and hands the rest on.

use alloc::borrow::{Cow, ToOwned};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, MapAccess, SeqAccess,
    Unexpected, Visitor,
};

use super::after_tag::{AfterTag, Ahead, of_module, too_deep};
use super::arguments::Arguments;
use super::keep_unknown::{KeptArguments, Named, NoArguments};
use super::made::{self, Made};
use super::name_only::NameOnly;
use super::scope::read_scope;
use super::source::Source;
use super::{DEEPEST, SCOPE_KEY, trail};
use crate::build::BoxError;
use crate::build::made::FromConfig;
use crate::explain::UnknownName;
use crate::lookup::id::{ModuleId, ScopeId};
use crate::registry::Data;
use crate::registry::{Kind, Scope, Tables};
use crate::viewer::{Entered, Viewer};

/// An enum with one variant for each module, read by the module's own `Deserialize`.
pub trait ReadKind<'de>: Sized {
    /// Which modules there are.
    type Kind: Kind;

    /// Whether the arguments are beside the name of the module, so that none can be called as its key.
    const IS_INTERNAL: bool = true;

    /// Whether a name that no module has is read, too.
    const HAS_FALLBACK: bool = false;

    /// Reads the config of one module into its place.
    ///
    /// # Errors
    ///
    /// The errors of the format, and of the module's `Deserialize`.
    fn read<S: Arguments<'de>>(
        kind: Self::Kind,
        source: S,
        made: &mut Made<Self>,
    ) -> Result<(), S::Error>;

    /// Reads the config of a module of which only the name is written, if the registry allows that.
    ///
    /// # Errors
    ///
    /// The errors of the module's `Deserialize`, which finds no arguments.
    fn bare<E: Error>(kind: Self::Kind) -> Result<Self, E> {
        let Data { name, key, .. } = Self::Kind::DATA;
        let module = kind.info().name;
        if key.is_empty() {
            return Err(E::custom(format_args!(
                "this {name} must be a table: write `{{ {module} = {{}} }}`"
            )));
        }
        Err(E::custom(format_args!(
            "this {name} must be a table: write `{{ {key} = \"{module}\" }}`"
        )))
    }

    /// Reads a table into its place.
    ///
    /// # Errors
    ///
    /// Those of the format, and of the module.
    #[inline]
    fn table<A: MapAccess<'de>>(
        table: A,
        is_human_readable: bool,
        made: &mut Made<Self>,
    ) -> Result<(), A::Error> {
        read_internal(table, is_human_readable, made)
    }

    /// Asks a format for whatever there is.
    ///
    /// # Errors
    ///
    /// Those of the format, and of the module.
    #[inline]
    fn any<D: Deserializer<'de>>(config: D, tagged: Tagged<Self>) -> Result<Self, D::Error> {
        tagged.read(|visitor| config.deserialize_any(visitor))
    }

    /// Reads a variant of an enum, such as YAML's `!Name`.
    ///
    /// # Errors
    ///
    /// Those of the format, and of the module.
    fn variant<A: EnumAccess<'de>>(variant: A) -> Result<Self, A::Error> {
        let _ = variant;
        Err(A::Error::invalid_type(
            Unexpected::Enum,
            &Tagged::<Self>(true, PhantomData),
        ))
    }

    /// Keeps a config whose name no module has.
    ///
    /// # Errors
    ///
    /// There is no such module; or an error of the format.
    fn unknown<S: KeptArguments<'de>>(named: Named<'_>, source: S) -> Result<Self, S::Error> {
        let _ = source;
        let viewer = <Self::Kind as Kind>::Scope::current();
        Err(unknown(Self::Kind::DATA, viewer, named.name))
    }

    /// Reads a list, if the registry has a `sequence`.
    ///
    /// # Errors
    ///
    /// Fails if the registry has no `sequence`. Otherwise returns the first error of a module in the list.
    fn list<A: SeqAccess<'de>>(list: A) -> Result<Self, A::Error> {
        let _ = list;
        Err(A::Error::invalid_type(
            Unexpected::Seq,
            &Tagged::<Self>(true, PhantomData),
        ))
    }
}

/// Reads a tagged table, a bare name or a list.
///
/// # Errors
///
/// The errors of the format and of the module, a name that no module has, and a missing tag.
#[inline]
pub fn read<'de, R: ReadKind<'de>, D: Deserializer<'de>>(config: D) -> Result<R, D::Error> {
    let tagged = Tagged(config.is_human_readable(), PhantomData);
    if super::ours::is_watched::<D>() {
        // A newtype would add a step to the path.
        return tagged
            .read(|visitor| config.deserialize_struct(R::Kind::DATA.tag_first, &[], visitor));
    }
    if super::ours::takes_requests::<D>() {
        // Not for other formats: RON, for example, expects that the text contains the newtype.
        return tagged
            .read(|visitor| config.deserialize_newtype_struct(R::Kind::DATA.tag_first, visitor));
    }
    R::any(config, tagged)
}

/// Reads the config of a module of which only the name is written.
///
/// # Errors
///
/// The errors of the module's `Deserialize`, which finds no arguments.
pub fn read_bare<'de, R: ReadKind<'de>, E: Error>(kind: R::Kind) -> Result<R, E> {
    read_one(kind, &mut NameOnly::new(R::Kind::DATA))
        .map_err(|error| E::custom(of_module(error, R::Kind::DATA.name, kind.info())))
}

/// Reads the config of one module.
pub(super) fn read_one<'de, R: ReadKind<'de>, S: Arguments<'de>>(
    kind: R::Kind,
    source: S,
) -> Result<R, S::Error> {
    made::read_into(|made| R::read(kind, source, made))
}

/// Reads a list of configs as the registry's `sequence`.
///
/// # Errors
///
/// The errors of its items.
pub fn read_list<'de, T: Deserialize<'de>, C: FromConfig<Vec<T>>, A: SeqAccess<'de>>(
    mut list: A,
) -> Result<C, A::Error> {
    let mut items = Vec::new();
    while let Some(item) = list.next_element()? {
        items.push(item);
    }
    C::from_config(items).map_err(|error: BoxError| A::Error::custom(error))
}

/// Whether the format is human-readable, for modules that ask.
pub struct Tagged<R>(pub(super) bool, pub(super) PhantomData<R>);

impl<'de, R: ReadKind<'de>> Tagged<R> {
    pub(super) const DATA: &'static Data = R::Kind::DATA;

    pub(super) fn kind(module: ModuleId) -> R::Kind {
        let info = &Self::DATA.modules[module.index()];
        if info.deprecated.is_some() {
            #[cfg(feature = "std")]
            crate::deprecated::report(Self::DATA.name, info);
        }
        R::Kind::ALL[module.index()]
    }
}

impl<'de, R: ReadKind<'de>> Tagged<R> {
    /// Asks a format, with a visitor.
    #[inline]
    pub(super) fn read<E: Error>(
        self,
        ask: impl FnOnce(ConfigVisitor<'_, R>) -> Result<(), E>,
    ) -> Result<R, E> {
        made::read_into(|made| ask(ConfigVisitor { made, tagged: self }))
    }
}

impl<'de, R: ReadKind<'de>> Expected for Tagged<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Data { name, key, .. } = Self::DATA;
        if key.is_empty() {
            return write!(f, "the {name}: a table with its name as the key, or a name");
        }
        write!(f, "the {name}: a table with the key `{key}`, or a name")
    }
}

/// Reads a config into a place. Formats hand on what a visitor returns, and each of them would copy the largest config
/// several times.
pub(super) struct ConfigVisitor<'r, R> {
    made: &'r mut Made<R>,
    tagged: Tagged<R>,
}

impl<'de, R: ReadKind<'de>> Visitor<'de> for ConfigVisitor<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tagged.fmt(f)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<(), E> {
        let viewer = <R::Kind as Kind>::Scope::current();
        let config = match Tagged::<R>::DATA.resolve(viewer, name) {
            Some(module) => R::bare(Tagged::<R>::kind(module)),
            None => R::unknown(Named { name, scope: None }, NoArguments(PhantomData)),
        };
        *self.made = made::made(config?);
        Ok(())
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, config: D) -> Result<(), D::Error> {
        config.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        *self.made = made::made(R::list(list)?);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<(), A::Error> {
        R::table(table, self.tagged.0, self.made)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<(), A::Error> {
        *self.made = made::made(R::variant(variant)?);
        Ok(())
    }
}

/// Reads a table that holds the name of the module and its arguments.
#[inline]
fn read_internal<'de, R: ReadKind<'de>, A: MapAccess<'de>>(
    table: A,
    is_human_readable: bool,
    made: &mut Made<R>,
) -> Result<(), A::Error> {
    let nested = Nested::<<R::Kind as Kind>::Scope>::enter()?;
    let mut rest = AfterTag::new(table, R::Kind::DATA, nested.depth, is_human_readable);
    rest.viewer = nested.viewer;
    let mut tag = Tag::default();
    let viewer = find_tag::<R, A>(&mut rest, &mut tag)?;
    let _guard = viewer.map(Entered::<<R::Kind as Kind>::Scope>::at);
    let found = tag.found(viewer);
    let Some(module) = found.module else {
        let read = R::unknown(found.named(R::Kind::DATA), &mut rest);
        *made = made::made(read.map_err(|fault| fault.0)?);
        return Ok(());
    };
    rest.module = Some(module);
    R::read(Tagged::<R>::kind(module), &mut Source::new(&mut rest), made)
        .map_err(|fault| found.blame(R::Kind::DATA, fault.0))
}

/// The name of a module, and what it means.
pub(super) struct Found<'de> {
    /// `None` if no module has the name, and the registry has a fallback.
    pub(super) module: Option<ModuleId>,
    /// What `_scope_` says.
    pub(super) viewer: Option<ScopeId>,
    /// Kept only if it is needed.
    pub(super) name: Cow<'de, str>,
}

impl Found<'_> {
    /// An error in the arguments.
    pub(super) fn blame<E: Error>(&self, data: &'static Data, error: E) -> E {
        match self.module {
            Some(module) => of_module(error, data.name, &data.modules[module.index()]),
            None => error,
        }
    }

    pub(super) fn named(&self, data: &'static Data) -> Named<'_> {
        Named {
            name: &self.name,
            scope: self.viewer.map(|viewer| data.scopes[viewer.index()].name),
        }
    }
}

/// Reads up to the tag, and one key further. Returns what `_scope_` says.
#[inline]
fn find_tag<'de, R: ReadKind<'de>, A: MapAccess<'de>>(
    rest: &mut AfterTag<'de, A>,
    tag: &mut Tag<'de>,
) -> Result<Option<ScopeId>, A::Error> {
    let data = R::Kind::DATA;
    let current = rest.viewer;
    let mut viewer = None;
    loop {
        if !rest.pull()? {
            return Err(A::Error::custom(format_args!(
                "missing `{}`: which {} is meant",
                data.key, data.name
            )));
        }
        if rest.key() == data.key {
            break;
        }
        if rest.key() == SCOPE_KEY {
            if viewer.is_some() {
                return Err(rest.refuse_second());
            }
            viewer = Some(read_scope(rest, current)?);
            continue;
        }
        rest.keep()?;
    }
    let mut seed = TagSeed::new::<R>(viewer, current, tag);
    rest.access
        .next_value_seed(&mut seed)
        .inspect_err(|_| trail::note(rest.depth, data.key))?;
    let mut ahead = Ahead::Nothing;
    // With one scope, `_scope_` may as well come later: it changes nothing.
    let is_settled = data.scopes.len() == 1 && tag.module.is_some() && cfg!(feature = "std");
    if viewer.is_none() && !is_settled {
        if !rest.pull()? {
            ahead = Ahead::End;
        } else if rest.is_reserved() {
            if rest.key() != SCOPE_KEY {
                return Err(rest.refuse_second());
            }
            viewer = Some(read_scope(rest, current)?);
        } else {
            ahead = Ahead::Key;
        }
    }
    rest.start(ahead);
    if viewer.is_some() || tag.module.is_none() {
        tag.settle(data, viewer, current, R::HAS_FALLBACK)?;
    }
    Ok(viewer)
}

#[cold]
pub(super) fn unknown<E: Error>(data: &'static Data, viewer: ScopeId, name: &str) -> E {
    E::custom(UnknownName::new(data, viewer, name))
}

/// One more table of modules inside another.
pub(super) struct Nested<S: Scope> {
    pub(super) depth: usize,
    /// The scope that names are looked up from.
    pub(super) viewer: ScopeId,
    scope: PhantomData<S>,
}

impl<S: Scope> Nested<S> {
    #[inline]
    pub(super) fn enter<E: Error>() -> Result<Self, E> {
        let (viewer, depth) = S::nest(1);
        let nested = Self {
            depth,
            viewer,
            scope: PhantomData,
        };
        if nested.depth > DEEPEST {
            return Err(too_deep());
        }
        Ok(nested)
    }
}

impl<S: Scope> Drop for Nested<S> {
    #[inline]
    fn drop(&mut self) {
        S::nest(-1);
    }
}

/// The name of a module as it is written, and what it means.
#[derive(Default)]
pub(super) struct Tag<'de> {
    pub(super) module: Option<ModuleId>,
    /// Kept only if a later `_scope_` could change what it means, or if no module has it.
    pub(super) name: Cow<'de, str>,
}

impl<'de> Tag<'de> {
    /// What it means, now that the scope is known. It was resolved from `current`, or from the scope that was known then.
    pub(super) fn settle<E: Error>(
        &mut self,
        data: &'static Data,
        viewer: Option<ScopeId>,
        current: ScopeId,
        has_fallback: bool,
    ) -> Result<(), E> {
        match viewer {
            Some(scope) if scope != current && !self.name.is_empty() => {
                self.module = data.resolve(scope, &self.name);
            }
            _ => {}
        }
        if self.module.is_none() && !has_fallback {
            return Err(unknown(data, viewer.unwrap_or(current), &self.name));
        }
        Ok(())
    }

    /// As seen from the scope that `_scope_` says.
    pub(super) fn found(self, viewer: Option<ScopeId>) -> Found<'de> {
        Found {
            module: self.module,
            viewer,
            name: self.name,
        }
    }
}

/// Resolves the tag while its value is read, so that the format places an error at the name itself.
pub(super) struct TagSeed<'n, 'de> {
    data: &'static Data,
    viewer: ScopeId,
    /// No `_scope_` can follow.
    last: bool,
    /// An unknown name is not an error.
    has_fallback: bool,
    /// The registry's own look-up, for which the compiler knows the table.
    look_up: fn(ScopeId, &str) -> Option<ModuleId>,
    tag: &'n mut Tag<'de>,
}

/// Compiled once for each registry, for all formats.
fn look_up<K: Kind>(viewer: ScopeId, name: &str) -> Option<ModuleId> {
    K::DATA.resolve(viewer, name)
}

impl<'n, 'de> TagSeed<'n, 'de> {
    /// `viewer` is what `_scope_` says, if it has been read.
    #[inline]
    pub(super) fn new<R: ReadKind<'de>>(
        viewer: Option<ScopeId>,
        current: ScopeId,
        tag: &'n mut Tag<'de>,
    ) -> Self {
        Self {
            data: R::Kind::DATA,
            viewer: viewer.unwrap_or(current),
            last: viewer.is_some(),
            has_fallback: R::HAS_FALLBACK,
            look_up: look_up::<R::Kind>,
            tag,
        }
    }

    /// No `_scope_` can follow.
    pub(super) fn last(mut self) -> Self {
        self.last = true;
        self
    }

    /// Finds the module. Returns whether the name must be kept.
    #[inline]
    fn resolve<E: Error>(&mut self, name: &str) -> Result<bool, E> {
        self.tag.module = (self.look_up)(self.viewer, name);
        if self.tag.module.is_none() {
            return self.not_found(name).map(|()| true);
        }
        Ok(!self.last && self.data.scopes.len() > 1)
    }

    /// An error, unless a fallback takes the name, or a `_scope_` that follows could make it known.
    #[cold]
    #[inline(never)]
    fn not_found<E: Error>(&self, name: &str) -> Result<(), E> {
        let mut scopes = self.data.scope_ids();
        let can_wait = !self.last && scopes.any(|scope| self.data.resolve(scope, name).is_some());
        if self.has_fallback || can_wait {
            return Ok(());
        }
        Err(unknown(self.data, self.viewer, name))
    }
}

// By reference, so that formats do not copy it.
impl<'de> DeserializeSeed<'de> for &mut TagSeed<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut TagSeed<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name of the {}", self.data.name)
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        if self.resolve(name)? {
            self.tag.name = Cow::Borrowed(name);
        }
        Ok(())
    }

    /// MessagePack's old text.
    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        match core::str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::invalid_type(Unexpected::Bytes(name), &self)),
        }
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        if self.resolve(name)? {
            self.tag.name = Cow::Owned(name.to_owned());
        }
        Ok(())
    }
}

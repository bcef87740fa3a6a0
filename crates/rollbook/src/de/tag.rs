//! Finds the tag of a table, resolves it, and hands the rest on.

use alloc::borrow::{Cow, ToOwned};
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::after_tag::AfterTag;
use super::arguments::Arguments;
use super::name_only::NameOnly;
use super::{DEEPEST, SCOPE_KEY, trail};
use crate::build::{BoxError, FromConfig};
use crate::explain::{UnknownName, UnknownScope};
use crate::lookup::id::{ModuleId, ScopeId};
use crate::registry::Data;
use crate::registry::{Kind, Scope, Tables};
use crate::viewer::{Entered, Viewer};

/// An enum with one variant for each module, read by the module's own `Deserialize`.
pub trait ReadKind<'de>: Sized {
    /// Which modules there are.
    type Kind: Kind;

    /// Reads the config of one module.
    ///
    /// # Errors
    ///
    /// The errors of the format, and of the module's `Deserialize`.
    fn read<S: Arguments<'de>>(kind: Self::Kind, source: S) -> Result<Self, S::Error>;

    /// Reads the config of a module of which only the name is written, if the registry allows that.
    ///
    /// # Errors
    ///
    /// The errors of the module's `Deserialize`, which finds no arguments.
    fn bare<E: Error>(kind: Self::Kind) -> Result<Self, E> {
        let Data { name, key, .. } = Self::Kind::DATA;
        let module = kind.info().name;
        Err(E::custom(format_args!(
            "this {name} must be a table: write `{{ {key} = \"{module}\" }}`"
        )))
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
        return config.deserialize_struct(R::Kind::DATA.tag_first, &[], tagged);
    }
    if super::ours::takes_requests::<D>() {
        // Not for other formats: RON, for example, expects that the text contains the newtype.
        return config.deserialize_newtype_struct(R::Kind::DATA.tag_first, tagged);
    }
    config.deserialize_any(tagged)
}

/// Reads the config of a module of which only the name is written.
///
/// # Errors
///
/// The errors of the module's `Deserialize`, which finds no arguments.
pub fn read_bare<'de, R: ReadKind<'de>, E: Error>(kind: R::Kind) -> Result<R, E> {
    R::read(kind, NameOnly(R::Kind::DATA)).map_err(E::custom)
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
struct Tagged<R>(bool, PhantomData<R>);

impl<'de, R: ReadKind<'de>> Tagged<R> {
    const DATA: &'static Data = R::Kind::DATA;

    fn kind(module: ModuleId) -> R::Kind {
        let info = &Self::DATA.modules[module.index()];
        if info.deprecated.is_some() {
            #[cfg(feature = "std")]
            crate::deprecated::report(Self::DATA.name, info);
        }
        R::Kind::ALL[module.index()]
    }
}

impl<'de, R: ReadKind<'de>> Visitor<'de> for Tagged<R> {
    type Value = R;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Data { name, key, .. } = Self::DATA;
        write!(f, "the {name}: a table with the key `{key}`, or a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<R, E> {
        let viewer = <R::Kind as Kind>::Scope::current();
        match Self::DATA.resolve(viewer, name) {
            Some(module) => R::bare(Self::kind(module)),
            None => Err(unknown(Self::DATA, viewer, name)),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, config: D) -> Result<R, D::Error> {
        config.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<R, A::Error> {
        R::list(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, table: A) -> Result<R, A::Error> {
        let nested = Nested::<<R::Kind as Kind>::Scope>::enter()?;
        let mut rest = AfterTag::new(table, Self::DATA, nested.depth, self.0);
        let (module, viewer) = find_tag::<<R::Kind as Kind>::Scope, A>(&mut rest)?;
        let kind = Self::kind(module);
        rest.module = Some(module);
        match viewer {
            None => R::read(kind, &mut rest),
            Some(viewer) => {
                let _guard = Entered::<<R::Kind as Kind>::Scope>::at(viewer);
                R::read(kind, &mut rest)
            }
        }
        .map_err(|fault| fault.0)
    }
}

/// Reads up to the tag and one key further. Returns the module's index, and the viewer if `_scope_` sets one.
fn find_tag<'de, S: Scope, A: MapAccess<'de>>(
    rest: &mut AfterTag<'de, A>,
) -> Result<(ModuleId, Option<ScopeId>), A::Error> {
    let data = rest.data;
    let current = S::current();
    let mut viewer = None;
    let mut kept = Vec::new();
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
        rest.keep(&mut kept)?;
    }
    let seed = TagSeed {
        data,
        viewer: viewer.unwrap_or(current),
        last: viewer.is_some(),
    };
    let tag = rest
        .access
        .next_value_seed(seed)
        .inspect_err(|_| trail::note(rest.depth, data.key))?;
    rest.after_tag(kept);
    if viewer.is_none() && rest.pull()? {
        if rest.key() == SCOPE_KEY {
            let scope = read_scope(rest, current)?;
            let module = if scope == current {
                tag.module
            } else {
                data.resolve(scope, &tag.name)
            };
            return match module {
                Some(module) => Ok((module, Some(scope))),
                None => Err(unknown(data, scope, &tag.name)),
            };
        }
        if rest.key() == data.key {
            return Err(rest.refuse_second());
        }
        rest.put_back();
    }
    match tag.module {
        Some(module) => Ok((module, viewer)),
        None => Err(unknown(data, current, &tag.name)),
    }
}

/// Reads the value of `_scope_`.
fn read_scope<'de, A: MapAccess<'de>>(
    rest: &mut AfterTag<'de, A>,
    current: ScopeId,
) -> Result<ScopeId, A::Error> {
    if cfg!(not(feature = "std")) {
        return Err(rest.refuse(format_args!("`{SCOPE_KEY}` needs rollbook's feature `std`")));
    }
    rest.has_scope = true;
    let seed = ScopeSeed {
        data: rest.data,
        viewer: current,
    };
    rest.access
        .next_value_seed(seed)
        .inspect_err(|_| trail::note(rest.depth, SCOPE_KEY))
}

#[cold]
fn unknown<E: Error>(data: &'static Data, viewer: ScopeId, name: &str) -> E {
    E::custom(UnknownName::new(data, viewer, name))
}

/// One more table of modules inside another.
struct Nested<S: Scope> {
    depth: usize,
    scope: PhantomData<S>,
}

impl<S: Scope> Nested<S> {
    fn enter<E: Error>() -> Result<Self, E> {
        let nested = Self {
            depth: S::nest(1),
            scope: PhantomData,
        };
        if nested.depth > DEEPEST {
            return Err(E::custom(format_args!(
                "modules nested deeper than {DEEPEST} levels"
            )));
        }
        Ok(nested)
    }
}

impl<S: Scope> Drop for Nested<S> {
    fn drop(&mut self) {
        S::nest(-1);
    }
}

struct Tag<'de> {
    module: Option<ModuleId>,
    /// Kept only if a later `_scope_` could change what it means.
    name: Cow<'de, str>,
}

/// Resolves the tag while its value is read, so that the format places an error at the name itself.
struct TagSeed {
    data: &'static Data,
    viewer: ScopeId,
    /// No `_scope_` can follow.
    last: bool,
}

impl TagSeed {
    fn resolve<E: Error>(&self, name: &str) -> Result<Option<ModuleId>, E> {
        let module = self.data.resolve(self.viewer, name);
        if module.is_none() && (self.last || !self.known_elsewhere(name)) {
            return Err(unknown(self.data, self.viewer, name));
        }
        Ok(module)
    }

    /// Whether a `_scope_` that follows could make the name known.
    fn known_elsewhere(&self, name: &str) -> bool {
        self.data
            .scope_ids()
            .any(|scope| self.data.resolve(scope, name).is_some())
    }

    fn keeps_name(&self) -> bool {
        !self.last && self.data.scopes.len() > 1
    }
}

impl<'de> DeserializeSeed<'de> for TagSeed {
    type Value = Tag<'de>;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Self::Value, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for TagSeed {
    type Value = Tag<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name of the {}", self.data.name)
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Tag {
            module: self.resolve(name)?,
            name: Cow::Borrowed(name),
        })
    }

    /// MessagePack's old text.
    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        match core::str::from_utf8(name) {
            Ok(name) => self.visit_str(name),
            Err(_) => Err(E::invalid_type(Unexpected::Bytes(name), &self)),
        }
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let module = self.resolve(name)?;
        let name = if self.keeps_name() {
            Cow::Owned(name.to_owned())
        } else {
            Cow::Borrowed("")
        };
        Ok(Tag { module, name })
    }
}

/// Reads the value of `_scope_` as a scope of the viewer's tree.
struct ScopeSeed {
    data: &'static Data,
    viewer: ScopeId,
}

impl<'de> DeserializeSeed<'de> for ScopeSeed {
    type Value = ScopeId;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<ScopeId, D::Error> {
        value.deserialize_any(self)
    }
}

impl Visitor<'_> for ScopeSeed {
    type Value = ScopeId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a scope")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<ScopeId, E> {
        self.data
            .scope_named(self.viewer, name)
            .ok_or_else(|| E::custom(UnknownScope::among(name, self.data.scopes)))
    }
}

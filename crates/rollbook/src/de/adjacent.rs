//! `{ type = "GELU", config = { ... } }`: the name of the module beside a table of its arguments.

use core::fmt;
use core::marker::PhantomData;

use serde_core::de::{DeserializeSeed, Deserializer, Error, MapAccess};

use super::after_tag::AfterTag;
use super::arena::Arena;
use super::keep_unknown::NoArguments;
use super::kept::ArenaSeed;
use super::manner::Manner;
use super::plain::ArgumentsSeed;
use super::replay::Replay;
use super::scope::read_scope;
use super::tag::{Found, Nested, ReadKind, Tag, TagSeed, Tagged, read_bare};
use super::{SCOPE_KEY, trail};
use crate::lookup::id::ScopeId;
use crate::registry::{Kind, Tables};
use crate::viewer::{Entered, Viewer};

/// Reads a table with the name of the module under the registry's key, and the arguments under `content`.
///
/// # Errors
///
/// Those of the format and of the module; any other key.
pub fn read_adjacent<'de, R: ReadKind<'de>, A: MapAccess<'de>>(
    table: A,
    is_human_readable: bool,
    content: &'static str,
) -> Result<R, A::Error> {
    let data = R::Kind::DATA;
    let nested = Nested::<<R::Kind as Kind>::Scope>::enter()?;
    let mut rest = AfterTag::new(table, data, nested.depth, is_human_readable);
    let mut whole = Whole::<R>::new(content);
    while rest.pull()? {
        match Part::of(rest.key(), data.key, content) {
            Part::Tag if whole.tag.is_some() => return Err(rest.refuse_second()),
            Part::Tag => {
                let mut tag = Tag::default();
                let seed = TagSeed::new::<R>(whole.viewer, whole.current, &mut tag);
                let read = rest.access.next_value_seed(VariantName(seed));
                read.inspect_err(|_| trail::note(nested.depth, data.key))?;
                whole.tag = Some(tag);
            }
            Part::Scope if whole.viewer.is_some() => return Err(rest.refuse_second()),
            Part::Scope => {
                let viewer = read_scope(&mut rest, whole.current)?;
                if whole.read.is_some() && viewer != whole.current {
                    return Err(A::Error::custom(format_args!(
                        "`{SCOPE_KEY}` comes too late: write it before `{content}`"
                    )));
                }
                whole.viewer = Some(viewer);
            }
            Part::Content if whole.has_content() => {
                return Err(rest.refuse(format_args!("the key `{content}` is written twice")));
            }
            Part::Content => whole.content(&mut rest, nested.depth)?,
            Part::Other => {
                let text = Other(rest.key().into(), data.name, content);
                return Err(rest.refuse(text));
            }
        }
    }
    whole.finish(nested.depth)
}

/// What has been read of the table.
struct Whole<'de, R> {
    key: &'static str,
    current: ScopeId,
    viewer: Option<ScopeId>,
    tag: Option<Tag<'de>>,
    /// Arguments that came before the name.
    kept: Option<Arena<'de>>,
    read: Option<R>,
}

impl<'de, R: ReadKind<'de>> Whole<'de, R> {
    fn new(key: &'static str) -> Self {
        Self {
            key,
            current: <R::Kind as Kind>::Scope::current(),
            viewer: None,
            tag: None,
            kept: None,
            read: None,
        }
    }

    fn has_content(&self) -> bool {
        self.kept.is_some() || self.read.is_some()
    }

    fn found<E: Error>(&mut self) -> Result<Option<Found<'de>>, E> {
        let Some(mut tag) = self.tag.take() else {
            return Ok(None);
        };
        tag.settle(R::Kind::DATA, self.viewer, self.current, R::HAS_FALLBACK)?;
        // The key must not come again.
        self.tag = Some(Tag::default());
        Ok(Some(tag.found(self.viewer)))
    }

    /// The arguments: read at once if the name is known.
    fn content<A: MapAccess<'de>>(
        &mut self,
        rest: &mut AfterTag<'de, A>,
        depth: usize,
    ) -> Result<(), A::Error> {
        let key = self.key;
        let Some(found) = self.found()? else {
            let kept = rest.access.next_value_seed(ArenaSeed(depth));
            self.kept = Some(kept.inspect_err(|_| trail::note(depth, key))?);
            return Ok(());
        };
        let read = within::<R, _>(&found, |seed| rest.access.next_value_seed(seed), depth);
        self.read = Some(read.inspect_err(|_| {
            if !super::ours::is_ours::<A>() {
                // What lies between is not known.
                drop(trail::take());
                trail::note(depth, key);
            }
        })?);
        Ok(())
    }

    /// The table has ended.
    fn finish<E: Error>(mut self, depth: usize) -> Result<R, E> {
        if let Some(read) = self.read.take() {
            return Ok(read);
        }
        let data = R::Kind::DATA;
        let Some(found) = self.found()? else {
            return Err(E::custom(format_args!(
                "missing `{}`: which {} is meant",
                data.key, data.name
            )));
        };
        let key = self.key;
        match self.kept.take() {
            Some(kept) => {
                let read = |seed: ArgumentsSeed<'_, 'de, R>| {
                    seed.deserialize(Replay::<E>::new(&kept, depth))
                };
                within(&found, read, depth).map_err(|error| {
                    trail::note(depth, key);
                    super::after_tag::with_path(error)
                })
            }
            None => match found.module {
                Some(module) => read_bare(Tagged::<R>::kind(module)),
                None => R::unknown(found.named(data), NoArguments(PhantomData)),
            },
        }
    }
}

/// Reads arguments as seen from the scope that `_scope_` says.
pub(super) fn within<'de, R: ReadKind<'de>, E>(
    found: &Found<'de>,
    read: impl FnOnce(ArgumentsSeed<'_, 'de, R>) -> Result<R, E>,
    depth: usize,
) -> Result<R, E> {
    let seed = ArgumentsSeed {
        found,
        depth,
        made: PhantomData,
    };
    match found.viewer {
        None => read(seed),
        Some(viewer) => {
            let _guard = Entered::<<R::Kind as Kind>::Scope>::at(viewer);
            read(seed)
        }
    }
}

/// A name that may be written as a variant of an enum, as serde's derive does in RON.
struct VariantName<'n, 'de>(TagSeed<'n, 'de>);

impl<'de> DeserializeSeed<'de> for VariantName<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, name: D) -> Result<Self::Value, D::Error> {
        if !Manner::of::<D>(true).is_ron() {
            return self.0.deserialize(name);
        }
        let kept = ArenaSeed(0).deserialize(name)?;
        self.0.deserialize(Replay::<D::Error>::new(&kept, 0))
    }
}

/// What a key of the table is.
enum Part {
    Tag,
    Scope,
    Content,
    Other,
}

impl Part {
    fn of(key: &str, tag: &str, content: &str) -> Self {
        match key {
            _ if key == tag => Self::Tag,
            _ if key == content => Self::Content,
            SCOPE_KEY => Self::Scope,
            _ => Self::Other,
        }
    }
}

struct Other(alloc::string::String, &'static str, &'static str);

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(key, registry, content) = self;
        write!(
            f,
            "unknown key `{key}`: the arguments of the {registry} go into `{content}`"
        )
    }
}

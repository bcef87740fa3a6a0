//! `{ GELU = { ... } }`: the name of the module is the key of its arguments. YAML may write `!GELU { ... }`.

use serde_core::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, VariantAccess};

use super::adjacent::within;
use super::after_tag::AfterTag;
use super::kept::ArenaSeed;
use super::manner::Manner;
use super::plain::ArgumentsSeed;
use super::replay::Replay;
use super::scope::read_scope;
use super::tag::{Found, Nested, ReadKind, Tag, TagSeed, Tagged, unknown};
use super::{SCOPE_KEY, TAG_FIRST, trail};
use crate::registry::{Kind, Tables};
use crate::viewer::Viewer;

/// Reads a table whose only key is the name of the module.
///
/// # Errors
///
/// Those of the format and of the module; a second key.
pub fn read_external<'de, R: ReadKind<'de>, A: MapAccess<'de>>(
    table: A,
    is_human_readable: bool,
) -> Result<R, A::Error> {
    let data = R::Kind::DATA;
    let nested = Nested::<<R::Kind as Kind>::Scope>::enter()?;
    let depth = nested.depth;
    let mut rest = AfterTag::new(table, data, depth, is_human_readable);
    let current = <R::Kind as Kind>::Scope::current();
    let (mut viewer, mut read) = (None, None);
    // `_scope_` may come behind the name where the format says that there is more.
    let more = rest.access.size_hint().is_some_and(|entries| entries > 1);
    let mut kept = None;
    while rest.pull()? {
        if rest.key() == SCOPE_KEY {
            if viewer.is_some() {
                return Err(rest.refuse_second());
            }
            let scope = read_scope(&mut rest, current)?;
            if read.is_some() && scope != current {
                return Err(A::Error::custom(format_args!(
                    "`{SCOPE_KEY}` comes too late: write it before the name"
                )));
            }
            viewer = Some(scope);
            continue;
        }
        if read.is_some() || kept.is_some() {
            let text = alloc::format!(
                "a second key `{}`: the {} is a table with one key, its name",
                rest.key(),
                data.name
            );
            return Err(rest.refuse(text));
        }
        if more && viewer.is_none() {
            let name = rest.take_key().text;
            let value = rest.access.next_value_seed(ArenaSeed(depth));
            kept = Some((name, value?));
            continue;
        }
        let seen_from = viewer.unwrap_or(current);
        let module = data.resolve(seen_from, rest.key());
        if module.is_none() && !R::HAS_FALLBACK {
            let text = data.explain(seen_from, rest.key());
            return Err(rest.refuse(text.as_str()));
        }
        let found = Found {
            module,
            viewer,
            name: rest.take_key().text,
        };
        let value = within::<R, _>(&found, |seed| rest.access.next_value_seed(seed), depth);
        read = Some(value.inspect_err(|_| {
            if !super::ours::is_ours::<A>() {
                // What lies between is not known.
                drop(trail::take());
                trail::note(depth, &found.name);
            }
        })?);
    }
    if let Some((name, value)) = kept {
        let seen_from = viewer.unwrap_or(current);
        let module = data.resolve(seen_from, &name);
        if module.is_none() && !R::HAS_FALLBACK {
            return Err(unknown(data, seen_from, &name));
        }
        let found = Found {
            module,
            viewer,
            name,
        };
        let read = |seed: ArgumentsSeed<'_, 'de, R>| {
            seed.deserialize(Replay::<A::Error>::new(&value, depth))
        };
        return within(&found, read, depth).map_err(|error| {
            trail::note(depth, &found.name);
            super::after_tag::with_path(error)
        });
    }
    read.ok_or_else(|| {
        A::Error::custom(format_args!(
            "missing a key with the name of the {}",
            data.name
        ))
    })
}

/// Reads a variant whose name is that of the module.
///
/// # Errors
///
/// Those of the format and of the module.
pub fn read_variant<'de, R: ReadKind<'de>, A: EnumAccess<'de>>(variant: A) -> Result<R, A::Error> {
    let nested = Nested::<<R::Kind as Kind>::Scope>::enter()?;
    let current = <R::Kind as Kind>::Scope::current();
    let mut tag = Tag::default();
    let mut seed = TagSeed::new::<R>(None, current, &mut tag).last();
    let ((), held) = variant.variant_seed(&mut seed)?;
    let found = tag.found(None);
    within(&found, |seed| held.newtype_variant_seed(seed), nested.depth)
}

/// Asks for what may be a variant. RON, and serde-saphyr for a tag, say the name of one only to a type that asks for it: of
/// these the value is kept, and so an error in it has its path, and not its place.
///
/// # Errors
///
/// Those of the format and of the module.
pub fn any_external<'de, R: ReadKind<'de>, D: Deserializer<'de>>(
    config: D,
    tagged: Tagged<R>,
) -> Result<R, D::Error> {
    let manner = Manner::of::<D>(true);
    if manner.is_ron() || manner.has_quiet_tags() {
        let kept = ArenaSeed(0).deserialize(config)?;
        let kept = Replay::<D::Error>::new(&kept, 0);
        let read = tagged.read(|visitor| kept.deserialize_newtype_struct(TAG_FIRST, visitor));
        return read.map_err(super::after_tag::with_path);
    }
    tagged.read(|visitor| config.deserialize_any(visitor))
}

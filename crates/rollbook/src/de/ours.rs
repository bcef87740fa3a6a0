//! Recognizes this crate's own deserializers and seeds by the names of their types.
//!
//! A trait cannot answer this: `Deserialize` gives us any `D: Deserializer`, stable Rust has no specialization, and `D`
//! is not `'static`, so it has no `TypeId`. Only the order of keys and the text of errors depend on the answer, so a
//! name that is not recognized costs a message its place and nothing else. The tests in `tests/consumer` then fail.

use super::manner::format_name;

/// Whether `T`, or what it borrows, is a type of one module of this crate. `home` is that module's path and `::`.
#[inline]
fn lives_in<T>(home: &str) -> bool {
    format_name::<T>().starts_with(home)
}

/// Whether a deserializer, or its access to a table, is one of this crate's. These understand a request for the tag, and
/// keep the path of errors themselves.
#[inline]
pub(crate) fn is_ours<D>() -> bool {
    #[cfg(feature = "toml")]
    if lives_in::<D>(crate::toml::HOME) {
        return true;
    }
    lives_in::<D>(super::replay::HOME)
        || lives_in::<D>(super::after_tag::HOME)
        || lives_in::<D>(super::buffered::HOME)
}

/// Whether a table is part of a kept value.
#[inline]
pub(crate) fn is_replayed<A>() -> bool {
    lives_in::<A>(super::replay::HOME)
}

/// Whether a deserializer is one of this crate's inside a wrapper that watches it.
#[inline]
pub(crate) fn is_watched<D>() -> bool {
    super::manner::is_watched::<D>() && is_ours::<D>()
}

/// Whether a deserializer understands a request for the tag. A value that rollbook's derive erased passes it on
/// to a deserializer that understands it, and to no other.
#[inline]
pub(crate) fn takes_requests<D>() -> bool {
    #[cfg(feature = "derive")]
    if lives_in::<D>(crate::derive::ERASED_HOME) || lives_in::<D>(crate::derive::AROUND_HOME) {
        return true;
    }
    is_ours::<D>()
}

/// Whether a seed is the one that refuses a value.
#[cfg(feature = "toml")]
#[inline]
pub(crate) fn refuses<S>() -> bool {
    lives_in::<S>(super::refuse::HOME)
}

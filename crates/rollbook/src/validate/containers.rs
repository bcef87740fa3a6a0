//! Validating what holds several configs: all of them, also after a mistake.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::ToString;
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt::Display;

use super::problems::{Problems, Validate};

impl<C: ?Sized, V: Validate<C>> Validate<C> for Vec<V> {
    type Valid = Vec<V::Valid>;

    fn validate(self, context: &C, problems: &mut Problems) -> Option<Self::Valid> {
        let items = self.into_iter().enumerate().map(|(index, config)| {
            let key = alloc::format!("[{index}]");
            problems.at(&key, |problems| config.validate(context, problems))
        });
        all(items)
    }
}

impl<C: ?Sized, V: Validate<C>> Validate<C> for Option<V> {
    type Valid = Option<V::Valid>;

    fn validate(self, context: &C, problems: &mut Problems) -> Option<Self::Valid> {
        match self {
            Some(config) => config.validate(context, problems).map(Some),
            None => Some(None),
        }
    }
}

impl<C: ?Sized, V: Validate<C>> Validate<C> for Box<V> {
    type Valid = Box<V::Valid>;

    fn validate(self, context: &C, problems: &mut Problems) -> Option<Self::Valid> {
        (*self).validate(context, problems).map(Box::new)
    }
}

impl<C: ?Sized, V: Validate<C> + Clone> Validate<C> for Rc<V> {
    type Valid = Rc<V::Valid>;

    fn validate(self, context: &C, problems: &mut Problems) -> Option<Self::Valid> {
        let config = Rc::unwrap_or_clone(self);
        config.validate(context, problems).map(Rc::new)
    }
}

#[cfg(target_has_atomic = "ptr")]
impl<C: ?Sized, V: Validate<C> + Clone> Validate<C> for Arc<V> {
    type Valid = Arc<V::Valid>;

    fn validate(self, context: &C, problems: &mut Problems) -> Option<Self::Valid> {
        let config = Arc::unwrap_or_clone(self);
        config.validate(context, problems).map(Arc::new)
    }
}

impl<C: ?Sized, K: Ord + Display, V: Validate<C>> Validate<C> for BTreeMap<K, V> {
    type Valid = BTreeMap<K, V::Valid>;

    fn validate(self, context: &C, problems: &mut Problems) -> Option<Self::Valid> {
        all(self
            .into_iter()
            .map(|entry| validate_entry(entry, context, problems)))
    }
}

/// The hasher of the valid map is a new one, `S::default()`. Problems come in the order of the keys' texts.
#[cfg(feature = "std")]
impl<C, K, V, S> Validate<C> for std::collections::HashMap<K, V, S>
where
    C: ?Sized,
    K: Eq + core::hash::Hash + Display,
    V: Validate<C>,
    S: core::hash::BuildHasher + Default,
{
    type Valid = std::collections::HashMap<K, V::Valid, S>;

    fn validate(self, context: &C, problems: &mut Problems) -> Option<Self::Valid> {
        let entries = self.into_iter().map(|entry| (entry.0.to_string(), entry));
        let mut entries = entries.collect::<Vec<_>>();
        entries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let entries = entries.into_iter().map(|(_, entry)| entry);
        all(entries.map(|entry| validate_entry(entry, context, problems)))
    }
}

/// Validates one entry of a map, under its key.
fn validate_entry<C: ?Sized, K: Display, V: Validate<C>>(
    (key, config): (K, V),
    context: &C,
    problems: &mut Problems,
) -> Option<(K, V::Valid)> {
    let valid = problems.at(&key.to_string(), |problems| {
        config.validate(context, problems)
    });
    Some((key, valid?))
}

/// All items, if each is there. Goes on after one that is not.
fn all<T, A: Default + Extend<T>>(items: impl Iterator<Item = Option<T>>) -> Option<A> {
    let mut all = Some(A::default());
    for item in items {
        match (&mut all, item) {
            (Some(all), Some(item)) => all.extend([item]),
            _ => all = None,
        }
    }
    all
}

//! How a name resolves from a scope: MMEngine's rules, as one `const fn` over a registry's constants.
//!
//! A bare name is sought in the viewer and then in its ancestors. A qualified name is cut at its first dot: the viewer's
//! own scope (only its own modules), a child of it, the root (only its own modules), a child of the root; through a child
//! the rest is resolved anew, and so may climb.

use crate::data::{Data, NO_SCOPE};
use crate::text::whole;

impl Data {
    /// The index of the module that `name` means as seen from a scope, also of one whose feature is off.
    #[inline]
    pub(crate) const fn resolve_any(&self, viewer: u16, name: &str) -> Option<u16> {
        match self.table.find(name) {
            Some(slot) => self.table.pick(slot, viewer),
            None => self.resolve_qualified(viewer, name),
        }
    }

    /// The index of the module that `name` means as seen from a scope.
    #[inline]
    #[must_use]
    pub const fn resolve(&self, viewer: u16, name: &str) -> Option<u16> {
        match self.resolve_any(viewer, name) {
            Some(module) if module < self.enabled => Some(module),
            _ => None,
        }
    }

    /// Names that are no key of the table: with one scope its own prefix, else the walk.
    #[inline]
    const fn resolve_qualified(&self, viewer: u16, name: &str) -> Option<u16> {
        if self.scopes.len() == 1 {
            let scope = self.scopes[0].name;
            let dot = scope.len();
            if name.len() > dot && name.as_bytes()[dot] == b'.' {
                return self.walk(viewer, name);
            }
            return None;
        }
        if has_dot(name.as_bytes()) {
            self.walk(viewer, name)
        } else {
            None
        }
    }

    #[inline(never)]
    const fn walk(&self, viewer: u16, name: &str) -> Option<u16> {
        let mut at = viewer;
        let mut name = name;
        loop {
            let Some((head, rest)) = cut(name) else {
                return match self.table.find(name) {
                    Some(slot) => self.table.pick(slot, at),
                    None => None,
                };
            };
            if same(head, self.scopes[at as usize].name) {
                return self.own(at, rest);
            }
            let root = self.root(at);
            if let Some(child) = self.child(at, head) {
                at = child;
            } else if same(head, self.scopes[root as usize].name) {
                return self.own(root, rest);
            } else if let Some(child) = self.child(root, head) {
                at = child;
            } else {
                return None;
            }
            name = rest;
        }
    }

    /// A module that is the scope's own, by its bare name.
    const fn own(&self, scope: u16, name: &str) -> Option<u16> {
        if has_dot(name.as_bytes()) {
            return None;
        }
        match self.table.find(name) {
            Some(slot) => self.table.pick_own(slot, scope),
            None => None,
        }
    }

    pub(crate) const fn root(&self, scope: u16) -> u16 {
        let mut at = scope;
        while self.scopes[at as usize].parent != NO_SCOPE {
            at = self.scopes[at as usize].parent;
        }
        at
    }

    pub(crate) const fn child(&self, scope: u16, name: &str) -> Option<u16> {
        let end = self.scopes[scope as usize].end;
        let mut at = scope + 1;
        while at < end {
            if same(self.scopes[at as usize].name, name) {
                return Some(at);
            }
            at = self.scopes[at as usize].end;
        }
        None
    }

    /// The scope that `_scope_` means: searched by its bare name from the viewer's root, depth first.
    #[cfg(feature = "serde")]
    pub(crate) const fn scope_named(&self, viewer: u16, name: &str) -> Option<u16> {
        let mut at = self.root(viewer);
        let end = self.scopes[at as usize].end;
        while at < end {
            if same(self.scopes[at as usize].name, name) {
                return Some(at);
            }
            at += 1;
        }
        None
    }
}

/// Cuts a name at its first dot.
pub(crate) const fn cut(name: &str) -> Option<(&str, &str)> {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'.' {
            let (head, tail) = bytes.split_at(at);
            let (_, rest) = tail.split_at(1);
            return Some((whole(head), whole(rest)));
        }
        at += 1;
    }
    None
}

pub(crate) const fn same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != right.len() {
        return false;
    }
    let mut at = 0;
    while at < left.len() {
        if left[at] != right[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Eight bytes at a time: misses of bare names pay for this.
#[inline]
const fn has_dot(name: &[u8]) -> bool {
    let mut at = 0;
    while at + 8 <= name.len() {
        if word_has_dot(crate::hash::eight(name, at)) {
            return true;
        }
        at += 8;
    }
    if name.len() >= 8 {
        return word_has_dot(crate::hash::eight(name, name.len() - 8));
    }
    while at < name.len() {
        if name[at] == b'.' {
            return true;
        }
        at += 1;
    }
    false
}

/// The bytes that equal a dot become zero; the classic test for a zero byte finds them.
#[inline]
const fn word_has_dot(word: u64) -> bool {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let zeroed = word ^ (ONES * b'.' as u64);
    zeroed.wrapping_sub(ONES) & !zeroed & (ONES << 7) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_found_at_every_place() {
        for length in 0..40 {
            let plain = [b'a'; 40];
            assert!(!has_dot(&plain[..length]));
            for place in 0..length {
                let mut dotted = plain;
                dotted[place] = b'.';
                assert!(has_dot(&dotted[..length]), "{length} {place}");
            }
        }
    }
}

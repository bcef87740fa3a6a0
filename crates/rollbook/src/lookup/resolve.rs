//! How a name resolves from a scope: MMEngine's rules, as one `const fn` over a registry's constants.
//!
//! A bare name is searched in the viewer and then in its ancestors. A qualified name is cut at its first dot: the
//! viewer's own scope (only its own modules), a child of it, the root (only its own modules), a child of the root; through
//! a child the rest is resolved again from there, and so may climb.

use super::hash::{WHOLE, eight, inner, words};
use super::id::{ModuleId, ScopeId};
use super::table::{FEW, Place};
use crate::explain::text::whole;
use crate::registry::{Data, NO_SCOPE};

impl Data {
    /// The index of the module that `name` means as seen from a scope, also of one whose feature is off.
    #[inline(always)]
    pub(crate) const fn resolve_any(&self, viewer: ScopeId, name: &str) -> Option<ModuleId> {
        match self.table.find(name) {
            Some(slot) => self.table.pick(slot, viewer),
            // Names that are not in the table, but lead through the scopes.
            None if self.may_be_qualified(name.as_bytes()) => self.walk(viewer, name),
            None => None,
        }
    }

    /// The index of the module that `name` means as seen from a scope.
    #[inline(always)]
    #[must_use]
    pub const fn resolve(&self, viewer: ScopeId, name: &str) -> Option<ModuleId> {
        self.enabled(self.resolve_any(viewer, name))
    }

    /// The module, unless its feature is off.
    #[inline(always)]
    const fn enabled(&self, module: Option<ModuleId>) -> Option<ModuleId> {
        match module {
            Some(module) if module.packed() < self.enabled => Some(module),
            _ => None,
        }
    }

    /// Whether the names are compared one after the other because there are few.
    #[inline(always)]
    pub(crate) const fn has_few_names(&self) -> bool {
        matches!(self.table.place, Place::Anywhere) && self.table.slots.len() <= FEW
    }

    /// The module with the name of a slot, if this is it: for tables with few names.
    #[inline(always)]
    pub(crate) const fn module_at(
        &self,
        slot: usize,
        viewer: ScopeId,
        name: &str,
    ) -> Option<ModuleId> {
        if !self.table.is(slot, name.as_bytes()) {
            return None;
        }
        self.enabled(self.table.pick(slot, viewer))
    }

    /// Whether a name that is not in the table can lead through the scopes.
    #[inline(always)]
    pub(crate) const fn may_be_qualified(&self, name: &[u8]) -> bool {
        if self.scopes.len() != 1 {
            return may_have_dot(name);
        }
        // The only way is the scope's own name before a dot.
        let dot = self.scopes[0].name.len();
        if self.has_few_names() {
            // Names that are too long for the table are asked alone, if no qualified name is shorter than that.
            let (shortest, longest) =
                (self.table.lengths.0 as usize, self.table.lengths.1 as usize);
            let above = if dot + shortest >= longest && longest > dot {
                longest
            } else {
                dot
            };
            return name.len() > above && name[dot] == b'.';
        }
        // A shorter name is asked for its last byte, without a branch.
        let last = name.len().wrapping_sub(1);
        let at = if dot < last { dot } else { last };
        at < name.len() && name[at] == b'.'
    }

    #[inline(never)]
    const fn walk(&self, viewer: ScopeId, name: &str) -> Option<ModuleId> {
        let mut at = viewer;
        let mut name = name;
        loop {
            let Some((head, rest)) = cut(name) else {
                return match self.table.find(name) {
                    Some(slot) => self.table.pick(slot, at),
                    None => None,
                };
            };
            if same(head, self.scopes[at.index()].name) {
                return self.own(at, rest);
            }
            let root = self.root(at);
            if let Some(child) = self.child(at, head) {
                at = child;
            } else if same(head, self.scopes[root.index()].name) {
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
    const fn own(&self, scope: ScopeId, name: &str) -> Option<ModuleId> {
        if cut(name).is_some() {
            return None;
        }
        match self.table.find(name) {
            Some(slot) => self.table.pick_own(slot, scope),
            None => None,
        }
    }

    pub(crate) const fn root(&self, scope: ScopeId) -> ScopeId {
        let mut at = scope;
        while let Some(parent) = self.parent(at) {
            at = parent;
        }
        at
    }

    pub(crate) const fn parent(&self, scope: ScopeId) -> Option<ScopeId> {
        match self.scopes[scope.index()].parent {
            NO_SCOPE => None,
            parent => Some(ScopeId::new(parent)),
        }
    }

    pub(crate) const fn child(&self, scope: ScopeId, name: &str) -> Option<ScopeId> {
        let end = self.scopes[scope.index()].end;
        let mut at = scope.packed() + 1;
        while at < end {
            if same(self.scopes[at as usize].name, name) {
                return Some(ScopeId::new(at));
            }
            at = self.scopes[at as usize].end;
        }
        None
    }

    /// The scope that `_scope_` means: searched by its bare name from the viewer's root, depth first.
    #[must_use]
    pub const fn scope_named(&self, viewer: ScopeId, name: &str) -> Option<ScopeId> {
        let root = self.root(viewer);
        let end = self.scopes[root.index()].end;
        let mut at = root.packed();
        while at < end {
            if same(self.scopes[at as usize].name, name) {
                return Some(ScopeId::new(at));
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

/// Every bare name that is not found pays for this, so it looks at words, and does not look at very long names.
#[inline(always)]
const fn may_have_dot(name: &[u8]) -> bool {
    let (first, second) = words(name);
    let (third, fourth) = inner(name);
    if dots(first) | dots(second) | dots(third) | dots(fourth) != 0 {
        return true;
    }
    let length = name.len();
    length > WHOLE
        && (dots(eight(name, 16)) | dots(eight(name, length - 24)) != 0 || length > WHOLE + 16)
}

/// The bytes that equal a dot become zero; the classic test for a zero byte finds them.
#[inline]
const fn dots(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let zeroed = word ^ (ONES * b'.' as u64);
    zeroed.wrapping_sub(ONES) & !zeroed & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_found_at_every_place() {
        for length in 0..60 {
            let plain = [b'a'; 60];
            assert_eq!(may_have_dot(&plain[..length]), length > 48);
            for place in 0..length {
                let mut dotted = plain;
                dotted[place] = b'.';
                assert!(may_have_dot(&dotted[..length]), "{length} {place}");
            }
        }
    }
}

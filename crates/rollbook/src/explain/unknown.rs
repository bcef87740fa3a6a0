//! Why a name was not found, and what to write instead: the same words at run time and in rustc's errors.

use alloc::borrow::Cow;
use alloc::string::String;
use core::fmt;

use super::similar::{distance, respelled};
use super::text::Text;
use crate::lookup::id::{ModuleId, ScopeId};
use crate::lookup::resolve::{cut, same};
use crate::registry::{Data, Info, ScopeInfo, is_reserved};

/// A name that no module has, as seen from a scope. Its `Display` says so and gives the best help known: the module is
/// in another registry, in another scope, behind a feature, spelled otherwise, or has a similar name.
///
/// ```
/// use quickstart::registry::act;
///
/// let unknown = act::REGISTRY.resolve("ReLu6").unwrap_err();
/// assert_eq!(unknown.name(), "ReLu6");
/// assert_eq!(unknown.to_string(), "no act `ReLu6`; did you mean `ReLU`?");
/// ```
#[derive(Clone)]
pub struct UnknownName<'a> {
    data: &'static Data,
    viewer: ScopeId,
    name: Cow<'a, str>,
}

impl<'a> UnknownName<'a> {
    pub(crate) const fn new(data: &'static Data, viewer: ScopeId, name: &'a str) -> Self {
        Self {
            data,
            viewer,
            name: Cow::Borrowed(name),
        }
    }

    /// The name that was looked up.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same error with its own copy of the name, so that it can be returned from a function that owns the name.
    ///
    /// ```
    /// use quickstart::registry::act;
    ///
    /// fn pick() -> Result<act::Kind, Box<dyn std::error::Error>> {
    ///     let name = String::from("ReLu6");
    ///     Ok(act::REGISTRY.resolve(&name).map_err(|unknown| unknown.into_owned())?)
    /// }
    ///
    /// assert_eq!(pick().unwrap_err().to_string(), "no act `ReLu6`; did you mean `ReLU`?");
    /// ```
    #[must_use]
    pub fn into_owned(self) -> UnknownName<'static> {
        UnknownName {
            data: self.data,
            viewer: self.viewer,
            name: Cow::Owned(self.name.into_owned()),
        }
    }

    /// The registry in which the name was looked up.
    #[must_use]
    pub const fn registry(&self) -> &'static str {
        self.data.name
    }

    /// The scope that it was looked up from.
    #[must_use]
    pub const fn viewer(&self) -> &'static str {
        self.data.scopes[self.viewer.index()].name
    }
}

impl fmt::Display for UnknownName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.data.explain(self.viewer, &self.name).as_str())
    }
}

impl fmt::Debug for UnknownName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownName")
            .field("name", &self.name)
            .field("registry", &self.registry())
            .field("viewer", &self.viewer())
            .finish()
    }
}

impl core::error::Error for UnknownName<'_> {}

/// A scope that the manifest does not have. Its `Display` lists the scopes that exist.
#[derive(Clone)]
pub struct UnknownScope {
    name: String,
    scopes: &'static [ScopeInfo],
}

impl UnknownScope {
    pub(crate) fn among(name: &str, scopes: &'static [ScopeInfo]) -> Self {
        Self {
            name: name.into(),
            scopes,
        }
    }
}

impl fmt::Display for UnknownScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Text::new().push("there is no scope ").quote(&self.name);
        f.write_str(list_scopes(text, self.scopes).as_str())
    }
}

impl fmt::Debug for UnknownScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UnknownScope({self})")
    }
}

impl core::error::Error for UnknownScope {}

/// What to do about a name that is not found.
#[derive(Clone, Copy)]
pub enum Advice<'a> {
    /// It means this module, whose feature is off.
    Feature(ModuleId),
    /// It was removed; the entry says what to do instead.
    Reserved(ModuleId),
    /// It is in another registry: one of those that were given.
    Registry(usize),
    /// It names a scope that is not there.
    Scope(&'a str),
    /// The name is right, from another scope: write this.
    Write(ModuleId, Text),
    /// The same words, spelled so.
    Respelled(ModuleId, Text),
    /// The most similar name.
    Similar(ModuleId, Text),
    /// The registry has no modules.
    Empty,
    /// Nothing.
    None,
}

impl Data {
    /// The sentence about a name that is not found from a scope.
    #[must_use]
    pub const fn explain(&'static self, viewer: ScopeId, name: &str) -> Text {
        let advice = self.advice(self.registries, viewer, name);
        match advice {
            Advice::Feature(module) => return self.explain_feature(module),
            Advice::Reserved(module) => return self.explain_reserved(module),
            _ => {}
        }
        let mut text = Text::new()
            .push("no ")
            .push(self.name)
            .push(" ")
            .quote(name);
        if self.scopes.len() > 1 {
            text = text
                .push(" as seen from ")
                .quote(self.scopes[viewer.index()].name);
        }
        match advice {
            Advice::Registry(other) => text
                .push("; it is in the registry ")
                .quote(self.registries[other].name),
            Advice::Scope(scope) => {
                let text = text.push("; there is no scope ").quote(scope);
                list_scopes(text, self.scopes)
            }
            Advice::Write(module, spelled) => self.advise(text, module, spelled, "; write ", ""),
            Advice::Respelled(module, spelled) => {
                self.advise(text, module, spelled, "; it is spelled ", "")
            }
            Advice::Similar(module, spelled) => {
                self.advise(text, module, spelled, "; did you mean ", "?")
            }
            Advice::Empty => text.push("; this registry has no modules"),
            Advice::Feature(_) | Advice::Reserved(_) | Advice::None => text,
        }
    }

    /// What to do about a name that is not found from a scope: the best advice.
    #[must_use]
    pub const fn advice<'a>(
        &self,
        registries: &[&'static Self],
        viewer: ScopeId,
        name: &'a str,
    ) -> Advice<'a> {
        if let Some(module) = self.resolve_any(viewer, name) {
            return if is_reserved(&self.modules[module.index()]) {
                Advice::Reserved(module)
            } else {
                Advice::Feature(module)
            };
        }
        if let Some(other) = self.other_registry(registries, viewer, name) {
            return Advice::Registry(other);
        }
        let last = match cut_last(name) {
            Some((scope, last)) => {
                if !self.has_scope(scope) {
                    return Advice::Scope(scope);
                }
                last
            }
            None => name,
        };
        if let Some((module, spelled)) = self.best(viewer, last, Likeness::Same) {
            return Advice::Write(module, spelled);
        }
        if let Some((module, spelled)) = self.best(viewer, last, Likeness::Respelled) {
            return Advice::Respelled(module, spelled);
        }
        if let Some((module, spelled)) = self.best(viewer, last, Likeness::Similar) {
            return Advice::Similar(module, spelled);
        }
        if self.enabled == 0 {
            return Advice::Empty;
        }
        Advice::None
    }

    /// How a module is written as seen from a scope: bare if that works, otherwise with as few scopes as possible.
    #[must_use]
    pub(crate) const fn spell(
        &self,
        viewer: ScopeId,
        module: ModuleId,
        name: &str,
    ) -> Option<Text> {
        let scope = ScopeId::new(self.modules[module.index()].scope_index);
        let mut parts = 0;
        loop {
            let mut text = Text::new();
            let mut part = parts;
            while part > 0 {
                part -= 1;
                let Some(ancestor) = self.ancestor(scope, part) else {
                    return None;
                };
                text = text.push(self.scopes[ancestor.index()].name).push(".");
            }
            text = text.push(name);
            if let Some(found) = self.resolve_any(viewer, text.as_str()) {
                if found.packed() == module.packed() {
                    return Some(text);
                }
            }
            parts += 1;
        }
    }

    const fn explain_feature(&self, module: ModuleId) -> Text {
        let info = &self.modules[module.index()];
        let text = Text::new().push("the ").push(self.name).push(" ");
        let text = text.quote(info.name).push(" needs the feature ");
        feature(text, info).push(", which is off in this build")
    }

    const fn explain_reserved(&self, module: ModuleId) -> Text {
        let info = &self.modules[module.index()];
        let text = Text::new().push("the ").push(self.name).push(" ");
        let text = text.quote(info.name).push(" was removed");
        match info.deprecated {
            Some(note) => text.push(": ").push_printable(note),
            None => text,
        }
    }

    const fn advise(
        &self,
        text: Text,
        module: ModuleId,
        spelled: Text,
        before: &str,
        after: &str,
    ) -> Text {
        let text = text.push(before).quote(spelled.as_str()).push(after);
        let info = &self.modules[module.index()];
        if info.feature.is_none() || module.packed() < self.enabled {
            return text;
        }
        let text = text.push(" (it needs the feature ");
        feature(text, info).push(", which is off in this build)")
    }

    const fn other_registry(
        &self,
        registries: &[&'static Self],
        viewer: ScopeId,
        name: &str,
    ) -> Option<usize> {
        let mut index = 0;
        while index < registries.len() {
            let other = registries[index];
            if !same(other.name, self.name) {
                match other.resolve_any(viewer, name) {
                    Some(module) if !is_reserved(&other.modules[module.index()]) => {
                        return Some(index);
                    }
                    _ => {}
                }
            }
            index += 1;
        }
        None
    }

    /// The module whose name or alias is most alike, with its spelling from the viewer.
    const fn best(
        &self,
        viewer: ScopeId,
        name: &str,
        likeness: Likeness,
    ) -> Option<(ModuleId, Text)> {
        let mut best = None;
        let mut nearest = usize::MAX;
        let mut module = 0_u16;
        while (module as usize) < self.modules.len() {
            let info = &self.modules[module as usize];
            let mut index = 0;
            while index <= info.aliases.len() && !is_reserved(info) {
                let known = if index == 0 {
                    info.name
                } else {
                    info.aliases[index - 1]
                };
                if let Some(distance) = likeness.of(name, known) {
                    if distance < nearest {
                        let id = ModuleId::new(module);
                        if let Some(text) = self.spell(viewer, id, known) {
                            best = Some((id, text));
                            nearest = distance;
                        }
                    }
                }
                index += 1;
            }
            module += 1;
        }
        best
    }

    const fn has_scope(&self, name: &str) -> bool {
        let mut index = 0;
        while index < self.scopes.len() {
            if same(self.scopes[index].name, name) {
                return true;
            }
            index += 1;
        }
        false
    }

    /// The scope this many steps above.
    const fn ancestor(&self, scope: ScopeId, steps: usize) -> Option<ScopeId> {
        let mut at = scope;
        let mut step = 0;
        while step < steps {
            match self.parent(at) {
                Some(parent) => at = parent,
                None => return None,
            }
            step += 1;
        }
        Some(at)
    }
}

const fn list_scopes(text: Text, scopes: &[ScopeInfo]) -> Text {
    let mut text = text.push("; the scopes are ");
    let mut index = 0;
    while index < scopes.len() {
        if index > 0 {
            text = text.push(", ");
        }
        if index == 8 && scopes.len() > 9 {
            return text.push("…");
        }
        text = text.quote(scopes[index].name);
        index += 1;
    }
    text
}

#[derive(Clone, Copy)]
enum Likeness {
    Same,
    Respelled,
    Similar,
}

impl Likeness {
    const fn of(self, name: &str, known: &str) -> Option<usize> {
        match self {
            Self::Same if same(name, known) => Some(0),
            Self::Respelled if respelled(name, known) => Some(0),
            Self::Similar => distance(name, known),
            _ => None,
        }
    }
}

/// The scope right before the last part of a qualified name, and that part.
const fn cut_last(name: &str) -> Option<(&str, &str)> {
    let (mut scope, mut rest) = match cut(name) {
        Some(parts) => parts,
        None => return None,
    };
    while let Some((next, last)) = cut(rest) {
        scope = next;
        rest = last;
    }
    Some((scope, rest))
}
/// `huge` of the package `mmdet`
const fn feature(text: Text, info: &Info) -> Text {
    let text = match info.feature {
        Some(feature) => text.quote(feature),
        None => text,
    };
    match info.feature_package {
        Some(package) => text.push(" of the package ").quote(package),
        None => text,
    }
}

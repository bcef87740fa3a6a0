//! Rust sources as modules, in which paths are looked up as rustc does it: items, files, imports.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use syn::{Ident, Item, UseTree};
use toml::de::DeTable;

use super::attributes::Attributes;

/// A module of a crate.
pub(super) struct Module {
    pub(super) items: Vec<Item>,
    /// The places of the items of each name.
    named: HashMap<String, Vec<usize>>,
    /// The places of the imports.
    imports: Vec<usize>,
    parent: Option<Rc<Module>>,
    /// The folder of the files of its modules.
    folder: PathBuf,
    children: RefCell<HashMap<String, Option<Rc<Module>>>>,
}

/// What a path leads to.
#[derive(Clone)]
pub(super) enum Found {
    /// An item of a module, by its place in it.
    Item(Rc<Module>, usize),
    /// A path that leads out of the crate.
    Foreign(Vec<String>),
    /// The enum of a registry's configs, `registry::norm::Config`, which no source has: the name of the registry.
    Config(String),
}

/// Types, or functions and constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    Type,
    Value,
}

/// More steps than a path has that rustc accepts.
const FUEL: u32 = 64;

/// The crates of a package: its library, then its programs.
pub(super) fn crates(package: &Path) -> Vec<Rc<Module>> {
    let text = std::fs::read_to_string(package.join("Cargo.toml")).unwrap_or_default();
    let mut files = vec!["src/lib.rs".to_owned(), "src/main.rs".to_owned()];
    if let Ok(table) = DeTable::parse(&text) {
        let path = |table: &DeTable<'_>| Some(table.get("path")?.get_ref().as_str()?.to_owned());
        let library = table.get_ref().get("lib").map(toml::Spanned::get_ref);
        if let Some(path) = library.and_then(|library| path(library.as_table()?)) {
            files.insert(0, path);
        }
        let programs = table.get_ref().get("bin").map(toml::Spanned::get_ref);
        let programs = programs.and_then(|programs| programs.as_array());
        let programs = programs.into_iter().flatten();
        files.extend(programs.filter_map(|program| path(program.get_ref().as_table()?)));
    }
    let roots = files.iter().filter_map(|file| {
        let file = package.join(file);
        let folder = file.parent()?.to_owned();
        Some(Rc::new(Module::read(&file, folder, None)?))
    });
    roots.collect()
}

impl Module {
    fn read(file: &Path, folder: PathBuf, parent: Option<Rc<Self>>) -> Option<Self> {
        let text = std::fs::read_to_string(file).ok()?;
        let items = syn::parse_file(&text).ok()?.items;
        Some(Self::new(items, folder, parent))
    }

    fn new(items: Vec<Item>, folder: PathBuf, parent: Option<Rc<Self>>) -> Self {
        let mut named = HashMap::<String, Vec<usize>>::new();
        let mut imports = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match (name(item), item) {
                (Some(name), _) => named.entry(name.to_string()).or_default().push(index),
                (None, Item::Use(_)) => imports.push(index),
                (None, _) => {}
            }
        }
        Self {
            items,
            named,
            imports,
            parent,
            folder,
            children: RefCell::default(),
        }
    }

    /// What a path means here.
    pub(super) fn find(self: &Rc<Self>, path: &[String], space: Space) -> Option<Found> {
        self.step(path, space, FUEL)
    }

    fn step(self: &Rc<Self>, path: &[String], space: Space, fuel: u32) -> Option<Found> {
        let fuel = fuel.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        match (first.as_str(), rest) {
            (_, []) => {
                let mut own = self
                    .named(first)
                    .filter(|index| space_of(&self.items[*index]) == Some(space));
                if let Some(index) = own.next() {
                    // Of several, features choose one.
                    return match own.next() {
                        None => Some(Found::Item(Rc::clone(self), index)),
                        Some(_) => None,
                    };
                }
            }
            ("crate", rest) => return self.root().step(rest, space, fuel),
            ("self", rest) => return self.step(rest, space, fuel),
            ("super", rest) => return self.parent.as_ref()?.step(rest, space, fuel),
            (name, rest) => {
                if let Some(child) = self.child(name) {
                    return child.step(rest, space, fuel);
                }
            }
        }
        let mut globs = Vec::new();
        for index in &self.imports {
            let Item::Use(import) = &self.items[*index] else {
                continue;
            };
            if let Some(mut target) = imported(&import.tree, first, &mut Vec::new(), &mut globs) {
                target.extend_from_slice(rest);
                // `use x;` of a crate, or of a module beside this one.
                if target == path {
                    return Some(Found::Foreign(target));
                }
                return self.step(&target, space, fuel);
            }
        }
        for mut target in globs {
            target.extend_from_slice(path);
            if let Some(Found::Item(module, index)) = self.step(&target, space, fuel) {
                return Some(Found::Item(module, index));
            }
        }
        match path {
            [registry, config] if config == "Config" && self.includes_registry() => {
                Some(Found::Config(registry.clone()))
            }
            _ => Some(Found::Foreign(path.to_vec())),
        }
    }

    fn named(&self, name: &str) -> impl Iterator<Item = usize> {
        self.named.get(name).into_iter().flatten().copied()
    }

    /// Whether it has `rollbook::include_registry!()`.
    fn includes_registry(&self) -> bool {
        self.items.iter().any(|item| match item {
            Item::Macro(call) => {
                let name = call.mac.path.segments.last();
                name.is_some_and(|name| name.ident == "include_registry")
            }
            _ => false,
        })
    }

    fn root(self: &Rc<Self>) -> Rc<Self> {
        let mut at = self;
        while let Some(parent) = &at.parent {
            at = parent;
        }
        Rc::clone(at)
    }

    /// The module of this name inside this one. `None` if it does not exist, or if its file cannot be read.
    fn child(self: &Rc<Self>, name: &str) -> Option<Rc<Self>> {
        if let Some(known) = self.children.borrow().get(name) {
            return known.clone();
        }
        let mut modules = self
            .named(name)
            .filter_map(|index| match &self.items[index] {
                Item::Mod(module) => Some(module),
                _ => None,
            });
        let found = modules.next().filter(|_| modules.next().is_none());
        let child = found.and_then(|found| {
            let folder = self.folder.join(name);
            let parent = Some(Rc::clone(self));
            if let Some((_, items)) = &found.content {
                return Some(Self::new(items.clone(), folder, parent));
            }
            if let Some(path) = Attributes::new(&found.attrs).text("path") {
                let file = self.folder.join(path);
                let folder = file.parent()?.to_owned();
                return Self::read(&file, folder, parent);
            }
            let beside = self.folder.join(format!("{name}.rs"));
            Self::read(&beside, folder.clone(), parent.clone())
                .or_else(|| Self::read(&folder.join("mod.rs"), folder, parent))
        });
        let child = child.map(Rc::new);
        let mut children = self.children.borrow_mut();
        children.insert(name.to_owned(), child.clone());
        child
    }
}

/// The name of an item that a path can name.
fn name(item: &Item) -> Option<&Ident> {
    Some(match item {
        Item::Mod(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Const(item) => &item.ident,
        Item::Static(item) => &item.ident,
        _ => return None,
    })
}

fn space_of(item: &Item) -> Option<Space> {
    match item {
        Item::Struct(_) | Item::Enum(_) | Item::Type(_) => Some(Space::Type),
        Item::Fn(_) | Item::Const(_) | Item::Static(_) => Some(Space::Value),
        _ => None,
    }
}

/// The path that an import gives a name. Paths of globs are collected.
fn imported(
    tree: &UseTree,
    name: &str,
    before: &mut Vec<String>,
    globs: &mut Vec<Vec<String>>,
) -> Option<Vec<String>> {
    let path = |last: String, before: &[String]| {
        let mut path = before.to_vec();
        // `use a::{self}` is `use a`.
        if last != "self" || path.is_empty() {
            path.push(last);
        }
        path
    };
    match tree {
        UseTree::Path(inner) => {
            before.push(inner.ident.to_string());
            let found = imported(&inner.tree, name, before, globs);
            before.pop();
            found
        }
        UseTree::Name(leaf) => {
            let path = path(leaf.ident.to_string(), before);
            (path.last().is_some_and(|last| last == name)).then_some(path)
        }
        UseTree::Rename(leaf) => {
            (leaf.rename == name).then(|| path(leaf.ident.to_string(), before))
        }
        UseTree::Glob(_) => {
            globs.push(before.clone());
            None
        }
        UseTree::Group(group) => {
            let mut trees = group.items.iter();
            trees.find_map(|tree| imported(tree, name, before, globs))
        }
    }
}

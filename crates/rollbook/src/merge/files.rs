//! Follows `_base_` from file to file, and merges what it finds.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use toml::de::DeValue;

use super::{BASE, Fault, Place, Rules, Table, json};
use crate::agreed::toml_tree;

/// A file that was read.
#[derive(Debug)]
pub struct File {
    /// The path that it was opened by.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Where its text starts in the space of all documents.
    pub start: usize,
    /// The first `_base_` that named it.
    pub asked: Option<Place>,
    /// Whether it is JSON, and not TOML.
    pub json: bool,
    /// The `_base_`s of it, in order.
    named: Vec<(String, Place)>,
    /// The files that those are.
    bases: Vec<usize>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    New,
    /// Whether its bases are being loaded.
    Open,
    Loaded,
}

/// Files, each read once.
#[derive(Debug, Default)]
pub struct Files {
    /// In the order of their places.
    pub list: Vec<File>,
    /// By canonical path.
    known: HashMap<PathBuf, usize>,
}

/// Larger files are refused.
const LARGEST: u64 = 64 << 20;

impl Files {
    /// Reads a file and all that it is based on. `end` is where the space of documents ends. A text that is neither TOML
    /// nor JSON has no bases; the fault shows when the file is merged.
    ///
    /// # Errors
    ///
    /// What cannot be read, and a cycle.
    pub fn load(&mut self, path: &Path, end: &mut usize) -> Result<usize, Fault> {
        let root = self.open(path, None, end)?;
        let mut stack = vec![(root, 0)];
        let loaded = self.follow(&mut stack, end);
        if loaded.is_err() {
            for (file, _) in stack {
                self.list[file].state = State::New;
                self.list[file].bases.clear();
            }
        }
        loaded.map(|()| root)
    }

    /// Not recursive: a chain may be long.
    fn follow(&mut self, stack: &mut Vec<(usize, usize)>, end: &mut usize) -> Result<(), Fault> {
        while let Some((file, next)) = stack.last_mut() {
            let at = *file;
            if self.list[at].state == State::Loaded {
                stack.pop();
                continue;
            }
            self.list[at].state = State::Open;
            let Some((base, place)) = self.list[at].named.get(*next).cloned() else {
                self.list[at].state = State::Loaded;
                stack.pop();
                continue;
            };
            *next += 1;
            let folder = self.list[at].path.parent().unwrap_or(Path::new(""));
            let base = self.open(&folder.join(base), Some(place), end)?;
            self.list[at].bases.push(base);
            match self.list[base].state {
                State::Loaded => {}
                State::New => stack.push((base, 0)),
                State::Open => {
                    let round = stack.iter().skip_while(|(file, _)| *file != base);
                    let step = |(file, next): &(usize, usize)| {
                        let (_, place) = &self.list[*file].named[*next - 1];
                        place.clone()
                    };
                    return Err(Fault::Cycle {
                        chain: round.map(step).collect(),
                    });
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, path: &Path, asked: Option<Place>, end: &mut usize) -> Result<usize, Fault> {
        let unreadable = |why| Fault::Unreadable {
            path: path.to_owned(),
            asked: asked.clone(),
            why,
        };
        let real = path.canonicalize().map_err(unreadable)?;
        if let Some(known) = self.known.get(&real) {
            return Ok(*known);
        }
        let extension = path.extension().unwrap_or_default().to_ascii_lowercase();
        if ["yaml", "yml", "py"]
            .iter()
            .any(|other| extension == *other)
        {
            let path = path.to_owned();
            return Err(Fault::Format { path, asked });
        }
        let text = read(path, asked.is_some()).map_err(unreadable)?;
        let json = extension == "json";
        let start = *end;
        *end += text.len() + 1;
        self.known.insert(real, self.list.len());
        // A file that names its bases wrongly is in the list too, so that its line can be drawn.
        let named = bases(&text, json, start);
        self.list.push(File {
            path: path.to_owned(),
            text,
            start,
            asked,
            json,
            named: Vec::new(),
            bases: Vec::new(),
            state: State::New,
        });
        let file = self.list.len() - 1;
        self.list[file].named = named?;
        Ok(file)
    }

    /// A file and all that it is based on: bases before what is based on them.
    #[must_use]
    pub fn order(&self, root: usize) -> Vec<usize> {
        let mut seen = vec![false; self.list.len()];
        let mut order = Vec::new();
        let mut stack = vec![(root, 0)];
        seen[root] = true;
        while let Some((file, next)) = stack.last_mut() {
            match self.list[*file].bases.get(*next) {
                None => {
                    order.push(*file);
                    stack.pop();
                }
                Some(base) => {
                    *next += 1;
                    if !core::mem::replace(&mut seen[*base], true) {
                        stack.push((*base, 0));
                    }
                }
            }
        }
        order
    }

    /// Whether one of these files has more than one base.
    #[must_use]
    pub fn has_several_bases(&self, files: &[usize]) -> bool {
        files.iter().any(|file| self.list[*file].bases.len() > 1)
    }

    /// A file merged over all that it is based on. `table` gives the table of one file, at its place.
    ///
    /// # Errors
    ///
    /// Those of `table`, and what cannot be merged.
    pub fn merged<'a, E: From<Fault>>(
        &self,
        root: usize,
        rules: &Rules,
        mut table: impl FnMut(usize) -> Result<Table<'a>, E>,
    ) -> Result<Table<'a>, E> {
        let order = self.order(root);
        let mut uses = vec![0_usize; self.list.len()];
        for file in &order {
            self.list[*file]
                .bases
                .iter()
                .for_each(|base| uses[*base] += 1);
        }
        let mut done = HashMap::new();
        for file in order {
            let mut below = Table::new();
            for (at, base) in self.list[file].bases.iter().enumerate() {
                uses[*base] -= 1;
                // A table is copied only if another file needs it too.
                let table = match uses[*base] {
                    0 => done.remove(base),
                    _ => done.get(base).cloned(),
                };
                let table = table.expect("bases come before what is based on them");
                match at {
                    0 => below = table,
                    _ => join(&mut below, table)?,
                }
            }
            let mut own = table(file)?;
            own.remove(BASE);
            rules.merge(&mut below, own)?;
            done.insert(file, below);
        }
        Ok(done.remove(&root).expect("the order ends with the root"))
    }
}

/// Bases of one file must not disagree: nothing says which of them should win.
fn join<'a>(below: &mut Table<'a>, other: Table<'a>) -> Result<(), Fault> {
    for (key, value) in other {
        match below.get_key_value(key.get_ref().as_ref()) {
            Some((_, known)) if same(known.get_ref(), value.get_ref()) => {}
            Some((known, _)) => {
                return Err(Fault::TwoBases {
                    first: known.span(),
                    second: key.span(),
                    key: key.into_inner().into_owned(),
                });
            }
            None => {
                below.insert(key, value);
            }
        }
    }
    Ok(())
}

/// Whether two values are the same, wherever they are.
fn same(one: &DeValue<'_>, other: &DeValue<'_>) -> bool {
    match (one, other) {
        (DeValue::String(one), DeValue::String(other)) => one == other,
        (DeValue::Integer(one), DeValue::Integer(other)) => {
            (one.radix(), one.as_str()) == (other.radix(), other.as_str())
        }
        (DeValue::Float(one), DeValue::Float(other)) => one.as_str() == other.as_str(),
        (DeValue::Boolean(one), DeValue::Boolean(other)) => one == other,
        (DeValue::Datetime(one), DeValue::Datetime(other)) => one == other,
        (DeValue::Array(one), DeValue::Array(other)) => {
            let mut pairs = one.iter().zip(other.iter());
            one.len() == other.len() && pairs.all(|(a, b)| same(a.get_ref(), b.get_ref()))
        }
        (DeValue::Table(one), DeValue::Table(other)) => {
            let mut pairs = one.iter().zip(other.iter());
            one.len() == other.len()
                && pairs.all(|((a, x), (b, y))| a == b && same(x.get_ref(), y.get_ref()))
        }
        _ => false,
    }
}

/// A base must be a regular file: reading a pipe or a device might never end.
fn read(path: &Path, base: bool) -> std::io::Result<String> {
    let file = std::fs::File::open(path)?;
    if base && !file.metadata()?.is_file() {
        return Err(std::io::Error::other("it is not a file"));
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        let largest = LARGEST >> 20;
        let why = format!("it is larger than {largest} MiB");
        return Err(std::io::Error::other(why));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        std::io::Error::other(format!("it is not UTF-8 at byte {at}"))
    })
}

/// The files that a file names as its bases. A text that cannot be read names none.
fn bases(text: &str, is_json: bool, start: usize) -> Result<Vec<(String, Place)>, Fault> {
    // With an escape, the key may be spelled in another way.
    if !text.contains(BASE) && !text.contains('\\') {
        return Ok(Vec::new());
    }
    let table = if is_json {
        match json(text).map(|node| node.into_inner()) {
            Ok(DeValue::Table(table)) => Some(table),
            _ => None,
        }
    } else {
        // The keys of the top come before the first header. If it is not a document, the line was inside a string.
        whole(before_headers(text)).or_else(|| whole(text))
    };
    let base = table.as_ref().and_then(|table| table.get(BASE));
    let Some(base) = base else {
        return Ok(Vec::new());
    };
    let place = |node: &super::Node<'_>| {
        let span = node.span();
        span.start + start..span.end + start
    };
    match base.get_ref() {
        DeValue::String(path) => Ok(vec![(path.clone().into_owned(), place(base))]),
        DeValue::Array(list) => {
            let paths = list.iter().map(|item| match item.get_ref() {
                DeValue::String(path) => Ok((path.clone().into_owned(), place(item))),
                _ => Err(Fault::NoPath(place(item))),
            });
            paths.collect()
        }
        _ => Err(Fault::NoPath(place(base))),
    }
}

fn whole(text: &str) -> Option<Table<'_>> {
    let parsed = toml_tree::parse(text);
    let whole = parsed.errors.is_empty() && parsed.too_deep.is_none();
    whole.then(|| parsed.table.into_inner())
}

fn before_headers(text: &str) -> &str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            break;
        }
        end += line.len();
    }
    &text[..end]
}

//! The folders of a crate depend on each other in one direction, and its files not in circles.
//!
//! Reads every path that starts with `crate::` or `super::`, in imports and in code, and follows what a `mod.rs`
//! re-exports to the file that defines it. Tests are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A crate: its folder, and its rooms from the top down. A room may use those in later rows only. A file with a row of its
/// own does not belong to its folder's.
struct House {
    source: &'static str,
    rows: &'static [&'static [&'static str]],
    /// Arrows up that are meant, with a reason at each.
    up: &'static [(&'static str, &'static str)],
    /// Files that may use each other, with a reason at each.
    circles: &'static [&'static [&'static str]],
}

const BUILD: House = House {
    source: "src",
    rows: &[
        &["lib"],
        &["script", "tools", "page"],
        &["generator", "example"],
        &["catalog", "inputs", "output"],
        &["emit", "config_check", "schema", "schema_file", "lock"],
        &["arguments"],
        &["tables"],
        &["model"],
        &["manifest"],
        &["fragment", "diagnostics"],
        &["text"],
        &["error"],
    ],
    up: &[],
    circles: &[],
};

const RUNTIME: House = House {
    source: "../rollbook/src",
    rows: &[
        &["lib"],
        &["private"],
        &["include"],
        &["generated"],
        &["toml", "derive", "json_schema"],
        &["registry/check", "registry/read", "ser"],
        &["error"],
        &["de"],
        &["async_build", "validate"],
        &["build"],
        &["deprecated"],
        &["registry"],
        &["registry/listing"],
        &["viewer"],
        &["explain"],
        &["lookup"],
        &["explain/text", "explain/similar"],
        &["registry/data"],
        &["lookup/table"],
        &["lookup/hash", "lookup/id"],
        &["merge"],
        &["agreed"],
    ],
    up: &[
        // It asks whether a type's name starts with the path of one of this crate's deserializers.
        ("de/ours.rs", "toml/mod.rs"),
        ("de/ours.rs", "derive/mod.rs"),
        // A registry reads the fields of a struct with rollbook's derive itself, so that the struct's code knows no format.
        ("de/arguments.rs", "derive/mod.rs"),
        ("de/name_only.rs", "derive/mod.rs"),
        ("de/name_only.rs", "derive/fill.rs"),
        ("de/source.rs", "derive/mod.rs"),
        ("de/source.rs", "derive/fill.rs"),
    ],
    circles: &[
        // The same question, asked by one of those that it knows.
        &["de/after_tag/mod.rs", "de/arguments.rs", "de/ours.rs"],
        // Each is mutual recursion over one type: a value holds tables and variants, which hold values.
        &["derive/erased.rs", "derive/token.rs"],
        &["derive/around.rs", "derive/fill.rs"],
        &["de/kept.rs", "de/ron.rs"],
        &["de/key.rs", "de/replay/mod.rs"],
        &[
            "toml/table.rs",
            "toml/value.rs",
            "toml/variant.rs",
            "toml/word.rs",
        ],
    ],
};

/// One use of a file by another.
struct Arrow {
    from: String,
    line: usize,
    to: String,
}

#[test]
fn rollbook() {
    // A published package holds one crate.
    if !Path::new(env!("CARGO_MANIFEST_DIR"))
        .join(RUNTIME.source)
        .is_dir()
    {
        eprintln!("\nSKIPPED: the sources of the crate rollbook are not beside this one\n");
        return;
    }
    check(&RUNTIME);
}

#[test]
fn rollbook_build() {
    check(&BUILD);
}

fn check(house: &House) {
    let arrows = arrows(&Path::new(env!("CARGO_MANIFEST_DIR")).join(house.source));
    assert!(arrows.len() > 50, "the sources are gone");
    let mut wrong = Vec::new();
    for Arrow { from, line, to } in &arrows {
        let (Some(above), Some(below)) = (row(house, from), row(house, to)) else {
            wrong.push(format!("{from}:{line}: `{to}` or `{from}` is in no row"));
            continue;
        };
        let meant = house.up.contains(&(from.as_str(), to.as_str()));
        if room(house, from) != room(house, to) && above >= below && !meant {
            wrong.push(format!("{from}:{line}: uses `{to}`, which is not below it"));
        }
    }
    for circle in circles(&arrows) {
        let within = |group: &&[&str]| circle.iter().all(|file| group.contains(&file.as_str()));
        if !house.circles.iter().any(within) {
            wrong.push(format!("these files use each other: {}", circle.join(", ")));
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// The file itself, if it has a row of its own; otherwise the folder or file right below the source folder.
fn room<'f>(house: &House, file: &'f str) -> &'f str {
    let stem = file.strip_suffix(".rs").unwrap();
    match house.rows.iter().any(|row| row.contains(&stem)) {
        true => stem,
        false => stem.split('/').next().unwrap(),
    }
}

fn row(house: &House, file: &str) -> Option<usize> {
    let room = room(house, file);
    house.rows.iter().position(|row| row.contains(&room))
}

/// All arrows of a source folder, with paths relative to it.
fn arrows(source: &Path) -> Vec<Arrow> {
    let mut texts = BTreeMap::new();
    read(source, source, &mut texts);
    let mut arrows = Vec::new();
    for (file, text) in &texts {
        let home = module(file);
        for (line, path) in paths(text, &home) {
            let to = defining(&path, &texts);
            // `lib.rs` defines nothing: what leads there is a path in a text, such as a message.
            if to != *file && to != "lib.rs" {
                arrows.push(Arrow {
                    from: file.clone(),
                    line,
                    to,
                });
            }
        }
    }
    arrows
}

/// The texts of all files but tests, without comments and test modules.
fn read(folder: &Path, source: &Path, texts: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        if path.is_dir() {
            read(&path, source, texts);
            continue;
        }
        let name = path.strip_prefix(source).unwrap().to_str().unwrap();
        let name = name.replace('\\', "/");
        let test = name.ends_with("_test.rs") || name.ends_with("tests.rs");
        if test || !name.ends_with(".rs") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = code.lines().map(|line| match line.trim_start() {
            comment if comment.starts_with("//") => "",
            _ => line,
        });
        texts.insert(name, lines.collect::<Vec<_>>().join("\n"));
    }
}

/// `model/mod.rs` as `model`, `model/path.rs` as `model`, `path`, `lib.rs` as nothing.
fn module(file: &str) -> Vec<String> {
    let path = file.strip_suffix(".rs").unwrap();
    let parts = path
        .split('/')
        .filter(|part| !matches!(*part, "mod" | "lib"));
    parts.map(str::to_owned).collect()
}

/// Every `crate::` and `super::` path of a text as seen from the crate's root, with its line.
fn paths(text: &str, home: &[String]) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("::") {
        let before = &text[..at];
        let word = before
            .rsplit(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap();
        let start = before.len() - word.len();
        if before[..start].ends_with([':', '$']) {
            continue;
        }
        let mut prefix = match word {
            "crate" => Vec::new(),
            "super" | "self" => home.to_vec(),
            _ => continue,
        };
        let mut rest = &text[start..];
        rest = rest.strip_prefix("crate::").unwrap_or(rest);
        rest = rest.strip_prefix("self::").unwrap_or(rest);
        while let Some(after) = rest.strip_prefix("super::") {
            prefix.pop();
            rest = after;
        }
        let line = before.matches('\n').count() + 1;
        leaves(rest, &prefix, &mut |path| found.push((line, path)));
    }
    found
}

/// The paths of a tree such as `a::{b, c::{d, e}}`. Returns what follows it.
fn leaves<'t>(text: &'t str, prefix: &[String], found: &mut impl FnMut(Vec<String>)) -> &'t str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start().trim_start_matches(',').trim_start();
            if let Some(after) = rest.strip_prefix('}') {
                return after;
            }
            let after = leaves(rest, prefix, found);
            if after.len() == rest.len() {
                return after;
            }
            rest = after;
        }
    }
    let end = text
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let mut path = prefix.to_vec();
    if word != "self" {
        path.push(word.to_owned());
    }
    if let Some(rest) = rest.strip_prefix("::") {
        if rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '{')) {
            return leaves(rest, &path, found);
        }
    }
    found(path);
    // `b as c`
    let renamed = rest.trim_start().strip_prefix("as ");
    renamed.map_or(rest, |rest| {
        rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// The file that defines the item at a path.
fn defining(path: &[String], texts: &BTreeMap<String, String>) -> String {
    let mut path = path.to_vec();
    // As often as doors open on each other.
    for _ in 0..9 {
        let (file, depth) = file(&path, texts);
        let Some(item) = path.get(depth) else {
            return file;
        };
        let door = module(&file);
        let exports = texts[&file].split(';').filter_map(|statement| {
            let statement = statement.trim_start();
            let (visible, tree) = statement.split_once("use ")?;
            let ours = visible.ends_with("pub(crate) ")
                || visible.ends_with("pub(super) ")
                || visible.ends_with("pub ");
            ours.then_some(tree)
        });
        let mut next = None;
        for tree in exports {
            let absolute = tree.starts_with("crate::");
            let tree = tree.strip_prefix("crate::").unwrap_or(tree);
            let prefix = if absolute { &[] } else { door.as_slice() };
            leaves(tree, prefix, &mut |leaf| {
                if leaf.last() == Some(item) {
                    next = Some(leaf);
                }
            });
        }
        match next {
            Some(mut next) => {
                next.extend(path.drain(depth + 1..));
                path = next;
            }
            None => return file,
        }
    }
    panic!("re-exports in a circle: {path:?}");
}

/// The file of the longest beginning of a path that is a module, and its length.
fn file(path: &[String], texts: &BTreeMap<String, String>) -> (String, usize) {
    for depth in (0..=path.len()).rev() {
        let base = path[..depth].join("/");
        let names = match depth {
            0 => ["lib.rs".to_owned(), String::new()],
            _ => [format!("{base}.rs"), format!("{base}/mod.rs")],
        };
        if let Some(name) = names.into_iter().find(|name| texts.contains_key(name)) {
            return (name, depth);
        }
    }
    panic!("no lib.rs");
}

/// Groups of files that reach each other, sorted.
fn circles(arrows: &[Arrow]) -> BTreeSet<Vec<String>> {
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for Arrow { from, to, .. } in arrows {
        below.entry(from).or_default().insert(to);
    }
    let reach = |from: &str| {
        let mut reached = BTreeSet::new();
        let mut left = vec![from.to_owned()];
        while let Some(at) = left.pop() {
            for next in below.get(at.as_str()).into_iter().flatten() {
                if reached.insert((*next).to_owned()) {
                    left.push((*next).to_owned());
                }
            }
        }
        reached
    };
    let reached = below
        .keys()
        .map(|from| ((*from).to_owned(), reach(from)))
        .collect::<BTreeMap<_, _>>();
    let circle = |from: &String| {
        let files = reached[from]
            .iter()
            .filter(|to| reached.get(*to).is_some_and(|back| back.contains(from)));
        files.cloned().collect::<Vec<_>>()
    };
    reached
        .keys()
        .map(circle)
        .filter(|files| !files.is_empty())
        .collect()
}

#[test]
fn a_path_is_found_in_all_its_forms() {
    let text = "use crate::a::{B, c::{self, D as E}};\nfn f() { super::g::h(); $crate::x(); crate::A::new() }";
    let home = ["m".to_owned(), "n".to_owned()];
    let found = paths(text, &home);
    let found = found
        .iter()
        .map(|(line, path)| format!("{line} {}", path.join(".")));
    assert_eq!(
        found.collect::<Vec<_>>(),
        ["1 a.B", "1 a.c", "1 a.c.D", "2 m.g.h", "2 A.new"]
    );
}

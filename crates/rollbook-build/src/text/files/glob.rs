//! Finding files by a pattern with `*`, `?` and `**`.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::str::Chars;

/// What a pattern finds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: BTreeSet<PathBuf>,
    /// The folders in which a new file could match.
    pub(super) folders: BTreeSet<PathBuf>,
}

/// Whether a pattern is more than a path.
pub(super) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// The files below a folder that match. Their paths start with `base`.
pub(super) fn find(base: &Path, pattern: &str) -> Found {
    let mut parts = pattern.split('/').collect::<Vec<_>>();
    parts.dedup_by(|next, part| *next == "**" && *part == "**");
    if parts.last() == Some(&"**") {
        parts.push("*");
    }
    let mut walk = Walk::default();
    walk.folder(base, &parts);
    walk.found
}

/// A walk over folders. Several `**` lead to the same place in many ways, so places are remembered.
#[derive(Default)]
struct Walk {
    found: Found,
    /// Folders, each with how many parts of the pattern are left there.
    seen: HashSet<(PathBuf, usize)>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, parts: &[&str]) {
        let Some((part, rest)) = parts.split_first() else {
            return;
        };
        if !self.seen.insert((folder.to_owned(), parts.len())) {
            return;
        }
        if !is_pattern(part) {
            let next = folder.join(part);
            if !rest.is_empty() {
                self.folder(&next, rest);
            } else if next.is_file() {
                self.found.files.insert(next);
            }
            return;
        }
        self.found.folders.insert(folder.to_owned());
        if *part == "**" {
            self.folder(folder, rest);
        }
        // A folder that cannot be read holds nothing that matches.
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let hidden = name.starts_with('.') && !part.starts_with('.');
            if hidden {
                continue;
            }
            let path = entry.path();
            if *part == "**" {
                // Not through symbolic links: they may lead back.
                if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                    self.folder(&path, parts);
                }
            } else if matches(part, &name) {
                if !rest.is_empty() {
                    self.folder(&path, rest);
                } else if path.is_file() {
                    self.found.files.insert(path);
                }
            }
        }
    }
}

/// Whether a name matches one part of a pattern, by one pass with a single place to go back to.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let (mut pattern, mut name) = (pattern.chars(), name.chars());
    let mut back: Option<(Chars<'_>, Chars<'_>)> = None;
    loop {
        let here = name.clone();
        let Some(c) = name.next() else {
            return pattern.all(|c| c == '*');
        };
        match pattern.next() {
            Some('*') => {
                back = Some((pattern.clone(), here.clone()));
                name = here;
            }
            Some(expect) if expect == '?' || expect == c => {}
            _ => {
                let Some((star, from)) = &mut back else {
                    return false;
                };
                from.next();
                (pattern, name) = (star.clone(), from.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Without memory, the number of ways through 30 folders is in the millions.
    #[test]
    fn many_ways_to_one_folder_are_one() {
        let root = std::env::temp_dir().join(format!("rollbook-glob-{}", std::process::id()));
        let deepest = root.join(["d"; 30].join("/"));
        std::fs::create_dir_all(&deepest).unwrap();
        std::fs::write(deepest.join("a.toml"), "").unwrap();
        let mut walk = Walk::default();
        let pattern = ["**/*"; 8].join("/") + "/*.toml";
        walk.folder(&root, &pattern.split('/').collect::<Vec<_>>());
        std::fs::remove_dir_all(&root).unwrap();
        assert_eq!(walk.found.files.len(), 1);
        // 31 folders, 17 parts.
        assert!(walk.seen.len() <= 31 * 17, "{}", walk.seen.len());
    }

    #[test]
    fn one_part() {
        let check = |pattern: &str, name: &str, expect| {
            assert_eq!(matches(pattern, name), expect, "{pattern} {name}");
        };
        check("*.toml", "a.toml", true);
        check("*.toml", ".toml", true);
        check("*.toml", "a.tom", false);
        check("a*b*c", "aXbYbZc", true);
        check("a*b*c", "aXbYbZ", false);
        check("?.toml", "网.toml", true);
        check("?.toml", "ab.toml", false);
        check(&"*a".repeat(50), &"a".repeat(5000), true);
        check(&format!("{}b", "*a".repeat(50)), &"a".repeat(5000), false);
    }
}

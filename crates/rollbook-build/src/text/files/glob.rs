//! Finding files by a pattern with `*`, `?` and `**`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

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

/// The files below a folder that match, the way to each starting with `base`.
pub(super) fn find(base: &Path, pattern: &str) -> Found {
    let mut parts = pattern.split('/').collect::<Vec<_>>();
    parts.dedup_by(|next, part| *next == "**" && *part == "**");
    if parts.last() == Some(&"**") {
        parts.push("*");
    }
    let mut found = Found::default();
    walk(base, &parts, &mut found);
    found
}

fn walk(folder: &Path, parts: &[&str], found: &mut Found) {
    let Some((part, rest)) = parts.split_first() else {
        return;
    };
    if !is_pattern(part) {
        let next = folder.join(part);
        if !rest.is_empty() {
            walk(&next, rest, found);
        } else if next.is_file() {
            found.files.insert(next);
        }
        return;
    }
    found.folders.insert(folder.to_owned());
    if *part == "**" {
        walk(folder, rest, found);
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
                walk(&path, parts, found);
            }
        } else if matches(part, &name) {
            if !rest.is_empty() {
                walk(&path, rest, found);
            } else if path.is_file() {
                found.files.insert(path);
            }
        }
    }
}

/// Whether a name matches one part of a pattern, by one pass with a single place to go back to.
pub(crate) fn matches(pattern: &str, name: &str) -> bool {
    let pattern = pattern.chars().collect::<Vec<_>>();
    let name = name.chars().collect::<Vec<_>>();
    let (mut p, mut n) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                back = Some((p + 1, n));
                p += 1;
            }
            Some(c) if *c == '?' || *c == name[n] => {
                p += 1;
                n += 1;
            }
            _ => match back {
                None => return false,
                Some((star, from)) => {
                    back = Some((star, from + 1));
                    (p, n) = (star, from + 1);
                }
            },
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

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

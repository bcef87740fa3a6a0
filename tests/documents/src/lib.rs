//! Reads the repository's Markdown files.

use std::fs;
use std::path::{Path, PathBuf};

/// A Markdown file of the repository.
#[derive(Debug)]
pub struct Page {
    /// Relative to the repository, with forward slashes.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A fenced block of code.
#[derive(Debug)]
pub struct Block<'a> {
    /// The number of its first line, from 1.
    pub line: usize,
    /// What follows the fence: `rust,no_run`.
    pub language: &'a str,
    /// The file that the comment above the block names.
    pub source: Option<&'a str>,
    /// What it holds.
    pub code: String,
}

/// Every Markdown file that belongs to the repository, in order of their paths.
pub fn pages() -> Vec<Page> {
    let root = fixture::repository();
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    paths.sort();
    let page = |path: PathBuf| {
        let relative = path.strip_prefix(&root).unwrap().to_str().unwrap();
        Page {
            text: fs::read_to_string(&path).unwrap(),
            path: relative.replace('\\', "/"),
        }
    };
    paths.into_iter().map(page).collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap_or_default();
        if path.is_dir() {
            // `.github` holds pages too; other hidden folders belong to tools.
            let left_out = ["target", "node_modules"].contains(&name);
            if !left_out && (!name.starts_with('.') || name == ".github") {
                collect(&path, paths);
            }
        } else if name.ends_with(".md") {
            paths.push(path);
        }
    }
}

impl Page {
    /// Its fenced blocks.
    pub fn blocks(&self) -> Vec<Block<'_>> {
        let mut blocks = Vec::new();
        let mut source = None;
        let mut lines = self.text.lines().enumerate();
        while let Some((number, line)) = lines.next() {
            let indent = line.len() - line.trim_start().len();
            if let Some(language) = line.trim_start().strip_prefix("```") {
                let code = lines.by_ref().map(|(_, line)| line);
                let code = code.take_while(|line| line.trim_start() != "```");
                let code = code.map(|line| line.get(indent..).unwrap_or_default());
                blocks.push(Block {
                    line: number + 1,
                    language,
                    source: source.take(),
                    code: code.collect::<Vec<_>>().join("\n"),
                });
            } else {
                let comment = line.strip_prefix("<!-- ");
                source = comment.and_then(|rest| rest.strip_suffix(" -->"));
            }
        }
        blocks
    }

    /// The targets of its links that are not addresses of the web, outside of code.
    pub fn links(&self) -> Vec<String> {
        let mut links = Vec::new();
        let mut fenced = false;
        for line in self.text.lines() {
            fenced ^= line.trim_start().starts_with("```");
            if fenced {
                continue;
            }
            // Every second part lies between backticks.
            let prose = line.split('`').step_by(2).collect::<Vec<_>>().join("");
            let inline = prose.split("](").skip(1);
            links.extend(inline.filter_map(|rest| rest.split(')').next().map(str::to_owned)));
            if let Some((name, target)) = prose.split_once("]: ") {
                if name.starts_with('[') {
                    links.push(target.trim().to_owned());
                }
            }
        }
        links.retain(|link| !link.contains("://") && !link.starts_with("mailto:"));
        links
    }

    /// The anchors of its headings, as GitHub makes them.
    pub fn anchors(&self) -> Vec<String> {
        let headings = self.text.lines().filter(|line| line.starts_with('#'));
        headings
            .map(|line| {
                let heading = line.trim_start_matches('#').trim().to_lowercase();
                let kept = heading.chars().filter_map(|letter| match letter {
                    ' ' => Some('-'),
                    '-' | '_' => Some(letter),
                    _ => letter.is_alphanumeric().then_some(letter),
                });
                kept.collect()
            })
            .collect()
    }
}

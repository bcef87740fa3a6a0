//! Each link leads somewhere, and each block of Rust is compiled: by rustdoc, or as part of a file of the workspace.

use std::fs;

use documents::pages;

/// Pages that another test follows step by step.
const FOLLOWED: [&str; 2] = ["docs/add-a-format.md", "docs/layers.md"];

/// The folder whose pages are modules of rollbook's documentation.
const GUIDE: &str = "crates/rollbook/docs/";

#[test]
fn each_link_leads_to_a_file_and_a_heading() {
    let pages = pages();
    let root = fixture::repository();
    let mut broken = Vec::new();
    let mut seen = 0;
    for page in &pages {
        // Its targets are items of the crate, which rustdoc checks.
        if page.path == format!("{GUIDE}links.md") {
            continue;
        }
        for link in page.links() {
            seen += 1;
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let here = root.join(&page.path);
            let file = if path.is_empty() {
                here.clone()
            } else {
                here.parent().unwrap().join(path)
            };
            let there = file.canonicalize().ok();
            let target = pages
                .iter()
                .find(|page| there == root.join(&page.path).canonicalize().ok());
            let known = match target {
                Some(target) if !anchor.is_empty() => {
                    target.anchors().iter().any(|heading| heading == anchor)
                }
                _ => there.is_some(),
            };
            if !known {
                broken.push(format!("{}: {link}", page.path));
            }
        }
    }
    assert!(seen > 30, "only {seen} links were found");
    assert_eq!(broken, [""; 0]);
}

/// In rustdoc a link to a file leads nowhere, so the pages of the guide name their links, and `links.md` has the items.
#[test]
fn the_guide_links_to_items() {
    let pages = pages();
    let items = pages.iter().find(|page| page.path.ends_with("/links.md"));
    let items = &items.unwrap().text;
    let mut wrong = Vec::new();
    for page in pages.iter().filter(|page| page.path.starts_with(GUIDE)) {
        for link in page.links().iter().filter(|link| !link.contains("::")) {
            let name = link.trim_end_matches(".md");
            let definition = format!("\n[{name}]: {link}");
            if !page.text.contains(&definition) || !items.contains(&format!("[{name}]: ")) {
                wrong.push(format!("{}: {link}", page.path));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// `rust` is for rustdoc, which compiles it in the pages of the guide and in the README files of the crates. `rs` is for
/// code of a file, named in a comment above the block. A line `// ...` stands for lines that are left out.
#[test]
fn each_block_of_rust_is_compiled() {
    let root = fixture::repository();
    let mut wrong = Vec::new();
    let (mut doctests, mut parts) = (0, 0);
    let followed = |page: &documents::Page| FOLLOWED.contains(&&*page.path);
    for page in pages().iter().filter(|page| !followed(page)) {
        let tested = page.path.starts_with("crates/");
        for block in page.blocks() {
            let place = format!("{}:{}", page.path, block.line);
            let language = block.language.split(',').next().unwrap_or_default();
            let ignored = block.language.split(',').any(|word| word == "ignore");
            match (language, block.source) {
                _ if ignored => wrong.push(format!("{place}: `ignore`")),
                ("rust", None) if tested => doctests += 1,
                ("rs" | "toml" | "python", Some(source)) => {
                    parts += 1;
                    let text = fs::read_to_string(root.join(source)).unwrap_or_default();
                    if !holds(&text, &block.code) {
                        wrong.push(format!("{place}: not in {source}"));
                    }
                }
                ("rust" | "rs", _) => wrong.push(format!("{place}: nothing compiles it")),
                _ => {}
            }
        }
    }
    assert!(
        doctests > 8 && parts > 8,
        "{doctests} doctests, {parts} parts"
    );
    assert_eq!(wrong, [""; 0]);
}

/// Whether the pieces of `code`, between lines `// ...`, follow each other in `text`. Indentation does not count.
fn holds(text: &str, code: &str) -> bool {
    let lines = |text: &str| {
        let lines = text.lines().map(|line| line.trim().to_owned());
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    let (text, code) = (lines(text), lines(code));
    let mut from = 0;
    for piece in code.split(|line| line == "// ...") {
        let rest = &text[from..];
        let found = (0..=rest.len()).find(|&at| rest[at..].starts_with(piece));
        match found {
            Some(at) => from += at + piece.len(),
            None => return false,
        }
    }
    !code.is_empty()
}

#[test]
fn a_block_that_a_file_does_not_hold() {
    let file = "a\n  b\n\nc\nd\n";
    assert!(holds(file, "a\nb") && holds(file, "b\n// ...\nd"));
    assert!(!holds(file, "a\nc") && !holds(file, "d\n// ...\nb") && !holds(file, ""));
}

//! Follows `docs/layers.md`: writes its files, builds the program, and compares what its lines print.

use std::fs;
use std::process::Command;

use fixture::Package;

/// A block of the page: the line before it, its language, its text.
struct Block<'a> {
    before: &'a str,
    language: &'a str,
    text: String,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut open = false;
    let mut before = "";
    for line in page.lines() {
        match line.strip_prefix("```") {
            Some(language) if !open => {
                open = true;
                blocks.push(Block {
                    before,
                    language,
                    text: String::new(),
                });
            }
            Some(_) => open = false,
            None if open => {
                let text = &mut blocks.last_mut().unwrap().text;
                text.push_str(line);
                text.push('\n');
            }
            None if !line.is_empty() => before = line,
            None => {}
        }
    }
    blocks
}

/// The page's Cargo.toml with the crates of this repository.
fn by_path(manifest: &str) -> String {
    let crates = fixture::repository().join("crates");
    let path = |name: &str| format!("path = {:?}", crates.join(name));
    let rollbook = "rollbook = { version = \"0.1\",";
    let build = "rollbook-build = \"0.1\"";
    assert!(
        manifest.contains(rollbook) && manifest.contains(build),
        "{manifest}"
    );
    let manifest = manifest.replace(rollbook, &format!("rollbook = {{ {},", path("rollbook")));
    let manifest = manifest.replace(
        build,
        &format!("rollbook-build = {{ {} }}", path("rollbook-build")),
    );
    format!("{manifest}\n[workspace]\n")
}

#[test]
fn the_page_of_layers_does_as_it_says() {
    let page = fs::read_to_string(fixture::repository().join("docs/layers.md")).unwrap();
    let blocks = blocks(&page);
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), "app");
    let mut files = 0;
    for block in &blocks {
        let path = block
            .before
            .strip_prefix('`')
            .and_then(|line| line.strip_suffix("`:"));
        if let Some(path) = path {
            match path {
                "Cargo.toml" => package.write(path, &by_path(&block.text)),
                path => package.write(path, &block.text),
            }
            files += 1;
        }
    }
    assert_eq!(files, 6, "files of the page");
    let output = package.cargo(&["build"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let app = package.target_folder().join("debug/app");
    let mut lines = 0;
    for block in blocks.iter().filter(|block| block.language == "console") {
        for part in block.text.split("$ ").skip(1) {
            let (line, expect) = part.split_once('\n').unwrap();
            let mut command = Command::new(&app);
            command.current_dir(package.path("."));
            for word in line.split(' ') {
                match word.split_once('=') {
                    Some((name, value)) if name.starts_with("APP__") => command.env(name, value),
                    // The program is built already.
                    _ if ["cargo", "run", "-q", "--"].contains(&word) => &mut command,
                    _ => command.arg(word),
                };
            }
            let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
            assert_eq!(said, expect, "{line}");
            lines += 1;
        }
    }
    assert_eq!(lines, 4, "lines of the page");
}

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

#[test]
fn the_page_of_layers_does_as_it_says() {
    let page = fs::read_to_string(fixture::repository().join("docs/layers.md")).unwrap();
    let blocks = blocks(&page);
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), "app").target("layers-page-target");
    let crates = fixture::repository().join("crates");
    let manifest = format!(
        "[workspace]\n[package]\nname = \"app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
         rollbook = {{ path = {:?}, features = [\"layers\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         [build-dependencies]\nrollbook-build = {{ path = {:?} }}\n",
        crates.join("rollbook"),
        crates.join("rollbook-build"),
    );
    package.write("Cargo.toml", &manifest);
    let build = "fn main() {\n    rollbook_build::generate(\"registry.toml\");\n}\n";
    package.write("build.rs", build);
    let mut files = 0;
    for block in &blocks {
        let path = block
            .before
            .strip_prefix('`')
            .and_then(|line| line.strip_suffix("`:"));
        if let Some(path) = path {
            package.write(path, &block.text);
            files += 1;
        }
    }
    assert_eq!(files, 4, "files of the page");
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
                    _ if word == "app" => &mut command,
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

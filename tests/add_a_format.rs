//! Follows `docs/add-a-format.md` word by word, in a copy of the package.

mod package;

use std::fs;
use std::path::Path;

use package::Package;

/// What the document says before a block, and the block.
fn steps(text: &str) -> Vec<(String, String)> {
    let mut steps = Vec::new();
    let mut before = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("```") {
            let block = lines.by_ref().take_while(|line| *line != "```");
            let block = block.collect::<Vec<_>>().join("\n") + "\n";
            steps.push((before.to_owned(), block));
        } else if !line.trim().is_empty() {
            before = line;
        }
    }
    steps
}

/// The parts between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_document_is_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/add-a-format.md")).unwrap();
    let package = Package::copy("add-a-format");
    let mut ran = 0;
    for (said, block) in steps(&text) {
        let quoted = quoted(&said);
        if said.starts_with("New file") {
            let path = package.0.join(quoted[0]);
            assert!(!path.exists(), "{said}");
            fs::write(path, block).unwrap();
        } else if said.starts_with("In ") {
            let path = package.0.join(quoted[0]);
            let text = fs::read_to_string(&path).unwrap();
            let at = text.find(quoted[1]).unwrap_or_else(|| panic!("{said}"));
            let end = at + text[at..].find('\n').unwrap() + 1;
            fs::write(path, format!("{}{block}{}", &text[..end], &text[end..])).unwrap();
        } else if said.starts_with("Run ") {
            let arguments = quoted[0].split_whitespace().skip(1).collect::<Vec<_>>();
            let output = package.cargo(&arguments);
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{errors}");
            assert_eq!(String::from_utf8_lossy(&output.stdout), block);
            ran += 1;
        } else {
            panic!("a block of which it is not said what to do: {said}");
        }
    }
    assert_eq!(ran, 1);
    let documented = "tests/documented.rs";
    fs::create_dir_all(package.0.join("tests")).unwrap();
    fs::copy(root.join(documented), package.0.join(documented)).unwrap();
    let output = package.cargo(&["test", "--test", "documented"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}

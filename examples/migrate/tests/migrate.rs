//! The shapes before and after: the same answers, and the figures that the pages `from-...` give.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use migrate::after::{self, Shape};
use migrate::before::{inventory, linkme, serde_enum, typetag};

const CIRCLE: &str = r#"{"type": "Circle", "radius": 2.0}"#;
const SQUARE: &str = r#"{"side": 3.0, "type": "Square"}"#;
const WRONG: &str = r#"{"type": "Circel", "radius": 2.0}"#;

#[test]
fn each_way_gives_the_same_areas() {
    for (config, area) in [(CIRCLE, 12.0), (SQUARE, 9.0)] {
        assert_eq!(serde_enum::read(config).unwrap().area(), area);
        assert_eq!(typetag::read(config).unwrap().area(), area);
        assert_eq!(inventory::read(config).unwrap().area(), area);
        assert_eq!(linkme::read(config).unwrap().area(), area);
        assert_eq!(after::read(config).unwrap().area(), area);
    }
}

/// What each of them says about a misspelled name is in its page.
#[test]
fn each_way_refuses_a_wrong_name() {
    let errors = [
        ("from-serde-enum", serde_enum::read(WRONG).err()),
        ("from-typetag", typetag::read(WRONG).err()),
        ("from-inventory-or-linkme", inventory::read(WRONG).err()),
        ("from-inventory-or-linkme", linkme::read(WRONG).err()),
    ];
    let ours = after::read(WRONG).err().unwrap().to_string();
    for (page, error) in errors {
        let text = fs::read_to_string(guide(page)).unwrap();
        let error = error.unwrap().to_string();
        assert!(text.contains(&error), "{page}: {error}");
        assert!(text.contains(&ours), "{page}: {ours}");
    }
}

/// `cargo test -p migrate lines` is the command that the pages name.
#[test]
fn lines_changed_are_those_in_the_pages() {
    let after = code("src/after.rs");
    let fixed = code("build.rs").len() + code("registry.toml").len();
    for (page, before) in [
        ("from-serde-enum", "serde_enum"),
        ("from-typetag", "typetag"),
        ("from-inventory-or-linkme", "inventory"),
        ("from-inventory-or-linkme", "linkme"),
    ] {
        let before = code(&format!("src/before/{before}.rs"));
        let same = common(&before, &after);
        let (removed, added) = (before.len() - same, after.len() - same);
        let figures = format!(
            "{removed} lines of Rust are removed and {added} are added; `build.rs` and `registry.toml` have {fixed}"
        );
        let text = fs::read_to_string(guide(page)).unwrap();
        assert!(text.contains(&figures), "{page}: {figures}");
    }
}

#[test]
fn the_python_file_is_python() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/mmengine_shapes.py");
    let program = "import ast, sys; ast.parse(open(sys.argv[1]).read())";
    match Command::new("python3")
        .args(["-c", program])
        .arg(file)
        .status()
    {
        Ok(status) => assert!(status.success()),
        Err(error) => {
            // Not println: the test runner keeps that to itself.
            let skipped =
                format!("\nSKIPPED: python3: {error}: mmengine_shapes.py was not parsed\n");
            std::io::stderr().write_all(skipped.as_bytes()).unwrap();
        }
    }
}

fn guide(page: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates/rollbook/docs");
    folder.join(page).with_extension("md")
}

/// The lines of a file, without empty ones and comments.
fn code(file: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.map(str::to_owned).collect()
}

/// The length of the longest common subsequence: what `diff` leaves in place.
fn common(left: &[String], right: &[String]) -> usize {
    let mut row = vec![0; right.len() + 1];
    for line in left {
        let mut before = 0;
        for (at, other) in right.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if line == other {
                before + 1
            } else {
                above.max(row[at])
            };
            before = above;
        }
    }
    row[right.len()]
}

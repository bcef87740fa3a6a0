//! Each command that only reads, on `examples/zoo`: what it prints, and its exit code. `ROLLBOOK_BLESS=1` writes the
//! records.

mod command;

use command::{as_recorded, cargo_rollbook};
use fixture::repository;

/// The name of a record, the package of the zoo, and the arguments.
const CASES: &[(&str, &str, &[&str])] = &[
    ("check", "app", &["check"]),
    ("list", "app", &["list"]),
    ("list-of-a-registry", "app", &["list", "loss"]),
    ("list-short", "mmcls", &["list", "--message-format=short"]),
    (
        "list-json",
        "mmcls",
        &["list", "backbone", "--message-format=json"],
    ),
    (
        "list-with-a-feature",
        "mmcls",
        &["list", "backbone", "--features", "big"],
    ),
    ("list-unknown-registry", "app", &["list", "models"]),
    ("tree", "app", &["tree"]),
    (
        "tree-json",
        "mmdet",
        &["tree", "head", "--message-format=json"],
    ),
    (
        "explain",
        "app",
        &["explain", "Sequential", "--from", "mmdet"],
    ),
    (
        "explain-qualified",
        "app",
        &["explain", "mmcls.ResNet", "--from", "mmdet"],
    ),
    (
        "explain-another-scope",
        "app",
        &["explain", "ResNet", "--from", "mmdet"],
    ),
    ("explain-a-feature", "mmcls", &["explain", "Huge"]),
    (
        "explain-a-registry",
        "app",
        &["explain", "ResNet", "--registry", "model"],
    ),
    (
        "explain-json",
        "app",
        &[
            "explain",
            "NetB",
            "--from",
            "mmcls",
            "--message-format=json",
        ],
    ),
    (
        "explain-short",
        "app",
        &[
            "explain",
            "NetB",
            "--from",
            "mmcls",
            "--message-format=short",
        ],
    ),
    (
        "explain-unknown-scope",
        "app",
        &["explain", "NetB", "--from", "mmcx"],
    ),
    ("graph-mermaid", "app", &["graph"]),
    ("graph-dot", "app", &["graph", "--format", "dot"]),
    // With the arguments of modules of other crates.
    ("docs", "app", &["docs"]),
    ("usage", "app", &["lost"]),
];

#[test]
fn each_command_prints_what_is_recorded() {
    let target = repository().join("target/zoo");
    let mut wrong = Vec::new();
    for (name, package, arguments) in CASES {
        let folder = repository().join("examples/zoo").join(package);
        let said = cargo_rollbook(&folder, &target, arguments);
        wrong.extend(as_recorded("zoo", name, &said));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_rust_that_is_generated() {
    let target = repository().join("target/zoo");
    let folder = repository().join("examples/zoo/mmcv");
    let said = cargo_rollbook(&folder, &target, &["expand"]);
    assert!(
        said.contains("pub mod model {") && said.starts_with("exit code 0\n"),
        "{said}"
    );
}

#[test]
fn each_shell_gets_a_script() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = cargo_rollbook(&repository(), &repository(), &["completions", shell]);
        assert!(
            said.contains("explain") && said.starts_with("exit code 0\n"),
            "{said}"
        );
    }
}

/// As `head` does.
#[test]
fn a_reader_of_completions_may_stop() {
    let output = fixture::unread(
        env!("CARGO_BIN_EXE_cargo-rollbook"),
        &["completions", "bash"],
    );
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
}

//! `diff`: what changed since a revision.

use std::fs;

use fixture::Package;

use crate::command::example::{REGISTRY, folder, package};
use crate::{check, git, read, run};

#[test]
fn what_changed_since_a_revision() {
    let package = package("diff", &[]);
    git(&package, &["init", "--quiet"]);
    // Before there was a manifest.
    git(&package, &["add", "diff/build.rs"]);
    git(&package, &["commit", "--quiet", "-m", "first"]);
    git(&package, &["tag", "first"]);
    package.write("diff/registry.toml", "[registry.model\n");
    git(&package, &["add", "."]);
    git(&package, &["commit", "--quiet", "-m", "broken"]);
    git(&package, &["tag", "broken"]);
    // In two files, of which one was elsewhere.
    let hooks = "[modules.det.hook]\nLog = \"crate::Log\" # to the terminal\n";
    let registry = REGISTRY.replace(hooks, "").replace(
        "[rollbook]",
        "[rollbook]\ninclude = [\"old/*.toml\", \"../shared.toml\"]",
    );
    let added = "Gone = { type = \"crate::OldNet\", aliases = [\"old\"] }\n\n[modules.cls.model]";
    let registry = registry.replace("\n[modules.cls.model]", added);
    package.write("diff/registry.toml", &registry);
    package.write("diff/old/hooks.toml", hooks);
    package.write("shared.toml", "[scope.shared]\n");
    git(&package, &["add", "."]);
    git(&package, &["commit", "--quiet", "-m", "good"]);
    git(&package, &["tag", "v1"]);

    package.write("diff/registry.toml", REGISTRY);
    check(&package, "diff-breaking", &["diff", "v1"]);
    check(
        &package,
        "diff-breaking-short",
        &["diff", "v1", "--message-format=short"],
    );
    check(
        &package,
        "diff-breaking-json",
        &["diff", "v1", "--message-format=json"],
    );
    git(&package, &["add", "."]);
    git(&package, &["commit", "--quiet", "-m", "now"]);
    check(&package, "diff-nothing", &["diff", "HEAD"]);
    let now = REGISTRY
        .replace("defaults = { depth = 50 }", "defaults = { depth = 34, width = 2 }, feature = \"big\"")
        .replace("deprecated = \"use `ResNet`\"", "aliases = [\"Older\"]")
        .replace("Head = \"crate::Head<$hook>\"", "Top = { type = \"crate::Head<$hook>\", aliases = [\"Head\"] }")
        .replace("[registry.hook]", "reserved = { Ancient = \"use `ResNet`\" }\n[registry.hook]\nkey = \"kind\"\nbare = false")
        .replace("parent = \"det\"", "name = \"classes\"")
        .replace("aliases = [\"resnet50\"], ", "");
    package.write("diff/registry.toml", &now);
    check(&package, "diff-of-each-kind", &["diff", "HEAD"]);
    check(&package, "diff-unknown-revision", &["diff", "v9"]);
    check(&package, "diff-without-manifest", &["diff", "first"]);
    check(&package, "diff-broken-manifest", &["diff", "broken"]);
    let temporary = package.path("temporary");
    fs::create_dir_all(&temporary).unwrap();
    let output = diff(&package).env("TMPDIR", &temporary).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        fs::read_dir(temporary).unwrap().count(),
        0,
        "a folder is left"
    );
}

fn diff(package: &Package) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-rollbook"));
    command.args(["rollbook", "diff", "HEAD", "--offline"]);
    command.current_dir(folder(package));
    command
        .env("CARGO_TARGET_DIR", package.target_folder())
        .env_remove("RUSTFLAGS");
    command
}

#[test]
fn no_repository() {
    let package = package("no-repository", &[]);
    // The test's folder is in a repository itself: git stops below it.
    let mut command = diff(&package);
    command.env(
        "GIT_CEILING_DIRECTORIES",
        package.path(".").canonicalize().unwrap(),
    );
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("is not in a git repository"), "{said}");
}

const WITH_ARGUMENTS: &str = "pub mod registry { rollbook::include_registry!(); }\n\
    #[derive(serde::Deserialize)]\npub struct Net { pub depth: u32, pub width: Option<u32> }\n";

/// The arguments come from the Rust sources, and those of a revision from its lock.
#[test]
fn arguments_that_changed() {
    let registry =
        "[rollbook]\nlock = true\n[registry.model]\n[modules.model]\nNet = \"crate::Net\"\n";
    let files = [("registry.toml", registry), ("src/lib.rs", WITH_ARGUMENTS)];
    let package = package("arguments", &files);
    run(&package, &["lock"]);
    let lock = read(&package, "registry.lock");
    assert!(
        lock.ends_with("model Net args: depth: u32, width?: Option<u32>\n"),
        "{lock}"
    );
    git(&package, &["init", "--quiet"]);
    git(&package, &["add", "."]);
    git(&package, &["commit", "--quiet", "-m", "first"]);
    let changed = WITH_ARGUMENTS
        .replace("depth: u32", "depth: String")
        .replace("Option<u32>", "u32, pub norm: bool");
    package.write("arguments/src/lib.rs", &changed);
    check(&package, "diff-arguments", &["diff", "HEAD"]);
    check(&package, "lock-arguments", &["lock", "--check"]);
    assert_eq!(read(&package, "registry.lock"), lock);
    run(&package, &["lock", "--accept"]);
    let lock = read(&package, "registry.lock");
    assert!(
        lock.ends_with("model Net args: depth: String, width: u32, norm: bool\n"),
        "{lock}"
    );
}

//! Files in, files out: what is read, written, watched and reported.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use rollbook_build::{Error, Generator};

const MANIFEST: &str = "[registry.act]\n[modules.act]\nReLU = \"crate::ReLU\"\nFast = { type = \"crate::Fast\", feature = \"gpu-fast\" }\n";

/// An empty folder of that name.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What `read` says of a manifest that is not text.
fn refused(root: &Path) -> String {
    match Generator::new().root(root).generate().unwrap_err() {
        error @ Error::Read { .. } => {
            let source = std::error::Error::source(&error).unwrap();
            format!("{error}: {source}")
        }
        error => panic!("{error}"),
    }
}

#[test]
fn a_manifest_that_cannot_be_read() {
    let root = folder("unreadable");
    let start = "cannot read the manifest `registry.toml`: ";
    assert_eq!(refused(&root), format!("{start}no such file"));
    fs::create_dir(root.join("registry.toml")).unwrap();
    assert_eq!(refused(&root), format!("{start}it is a folder"));
    fs::remove_dir(root.join("registry.toml")).unwrap();
    fs::write(root.join("registry.toml"), b"# a\n# \xff\n").unwrap();
    assert_eq!(
        refused(&root),
        format!("{start}it is not UTF-8 text, from line 2 on")
    );
}

#[test]
fn an_out_dir_that_is_not_there() {
    let root = folder("no-out-dir");
    write(&root.join("registry.toml"), MANIFEST);
    let error = Generator::new()
        .root(&root)
        .out_dir(root.join("no"))
        .generate()
        .unwrap_err();
    assert!(matches!(error, Error::Write { .. }), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn files_are_written_only_when_they_differ() {
    let root = folder("written");
    let out = root.join("out");
    fs::create_dir(&out).unwrap();
    write(&root.join("registry.toml"), MANIFEST);
    let mut generator = Generator::new();
    generator.root(&root).out_dir(&out);
    let changed = |name: &str| fs::metadata(out.join(name)).unwrap().modified().unwrap();

    let first = generator.generate().unwrap();
    assert_eq!(
        fs::read_to_string(out.join("registry.rs")).unwrap(),
        first.text
    );
    assert_eq!(
        fs::read_to_string(out.join("rollbook-problems.txt")).unwrap(),
        ""
    );
    // So old that a file that is written again is newer.
    let before = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for name in ["registry.rs", "rollbook-problems.txt"] {
        let file = fs::File::options().write(true).open(out.join(name));
        file.unwrap().set_modified(before).unwrap();
    }
    generator.generate().unwrap();
    assert_eq!(
        (changed("registry.rs"), changed("rollbook-problems.txt")),
        (before, before)
    );

    write(
        &root.join("registry.toml"),
        &format!("{MANIFEST}GELU = \"GELU\"\n"),
    );
    let second = generator.generate().unwrap();
    assert!(changed("rollbook-problems.txt") > before);
    assert_eq!(
        fs::read_to_string(out.join("rollbook-problems.txt")).unwrap(),
        second.problems
    );
    assert_eq!(
        fs::read_dir(&out).unwrap().count(),
        6,
        "something temporary is left"
    );
}

#[test]
fn a_faulty_entry_does_not_take_the_rest_with_it() {
    let root = folder("half");
    let text = format!(
        "{MANIFEST}GELU = \"GELU\"\nELU =\n[modules.cat]\nX = {{ config = \"crate::X\" }}\n"
    );
    write(&root.join("registry.toml"), &text);
    let output = Generator::new().root(&root).generate().unwrap();
    assert!(
        output
            .problems
            .ends_with("3 problems; the registry is generated without these entries")
    );
    assert!(
        output
            .text
            .contains("pub type ReLU = crate::ReLU; // registry.toml:3")
    );
    assert!(!output.text.contains("GELU"));
}

#[test]
fn a_manifest_without_any_sense_gives_a_registry_file_all_the_same() {
    let root = folder("senseless");
    for text in [
        "",
        "\0\0\0",
        "[[[",
        "registry = 1\nscope = 2\nmodules = 3\nrollbook = 4",
    ] {
        write(&root.join("registry.toml"), text);
        let output = Generator::new().root(&root).generate().unwrap();
        assert_eq!(output.problems.is_empty(), text.is_empty(), "{text:?}");
        assert!(output.text.contains("pub enum Scope"), "{text:?}");
    }
}

#[test]
fn features_by_either_spelling() {
    let root = folder("features");
    write(&root.join("registry.toml"), MANIFEST);
    let has = |features: &[&str]| {
        let output = Generator::new()
            .root(&root)
            .features(features)
            .generate()
            .unwrap();
        output.text.contains("pub type Fast = ")
    };
    assert!(!has(&[]));
    assert!(!has(&["gpu"]));
    assert!(has(&["gpu-fast"]));
    assert!(has(&["other", "GPU_FAST"]));
}

#[test]
fn included_files_in_sorted_order() {
    let root = folder("include");
    write(
        &root.join("conf/registry.toml"),
        "[rollbook]\ninclude = [\"more/**/*.toml\", \"one.toml\", \"more/b.toml\"]\n[registry.act]\n",
    );
    write(
        &root.join("conf/more/b.toml"),
        "[modules.act]\nB = \"crate::B\"\n",
    );
    write(
        &root.join("conf/more/a.toml"),
        "[modules.act]\nA = \"crate::A\"\n",
    );
    write(
        &root.join("conf/more/deep/er/c.toml"),
        "[modules.act]\nC = \"crate::C\"\n",
    );
    write(
        &root.join("conf/more/.hidden.toml"),
        "[modules.act]\nHidden = \"crate::Hidden\"\n",
    );
    write(&root.join("conf/more/notes.md"), "no TOML");
    write(
        &root.join("conf/one.toml"),
        "[modules.act]\nOne = \"crate::One\"\n",
    );
    let output = Generator::new()
        .root(&root)
        .manifest("conf/registry.toml")
        .generate()
        .unwrap();
    assert_eq!(output.problems, "");
    let places =
        ["a.toml:2", "b.toml:2", "deep/er/c.toml:2"].map(|file| format!("conf/more/{file}"));
    let mut at = 0;
    for place in places.iter().map(String::as_str).chain(["conf/one.toml:2"]) {
        let found = output.text[at..].find(&format!("// {place}\n"));
        at += found.unwrap_or_else(|| panic!("{place} is missing or too early"));
    }
    assert!(!output.text.contains("Hidden"));
    let files = output
        .files
        .iter()
        .map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap());
    assert_eq!(
        files.collect::<Vec<_>>(),
        [
            "conf/more",
            "conf/more/a.toml",
            "conf/more/b.toml",
            "conf/more/deep",
            "conf/more/deep/er",
            "conf/more/deep/er/c.toml",
            "conf/one.toml",
            "conf/registry.toml",
        ]
    );
}

/// No test of its own: the build script that the test below runs.
#[test]
#[ignore = "run by build_script_talks_to_cargo"]
fn build_script() {
    rollbook_build::generate("registry.toml");
}

/// What the build script prints for a package in that folder.
fn cargo_reads(root: &Path) -> Vec<String> {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "build_script", "--ignored", "--nocapture"])
        .env("CARGO_MANIFEST_DIR", root)
        .env("OUT_DIR", root.join("out"))
        .env("CARGO_PKG_NAME", "demo")
        .env("CARGO_FEATURE_GPU_FAST", "1")
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let root = format!("{}/", root.display());
    let lines = text.lines().filter_map(|line| line.split_once("cargo::"));
    lines.map(|(_, line)| line.replace(&root, "")).collect()
}

#[test]
fn build_script_talks_to_cargo() {
    let root = folder("script");
    fs::create_dir(root.join("out")).unwrap();
    let always = "rustc-check-cfg=cfg(rollbook_problems, rollbook_report)";
    let switch = "rerun-if-env-changed=ROLLBOOK_SPANS";
    let watch = "rerun-if-changed=registry.toml";
    assert_eq!(
        cargo_reads(&root),
        [
            always,
            switch,
            watch,
            "error=cannot read the manifest `registry.toml`: no such file; write it, or correct its path in build.rs",
        ]
    );

    write(&root.join("registry.toml"), MANIFEST);
    assert_eq!(cargo_reads(&root), [always, switch, watch]);
    let text = fs::read_to_string(root.join("out/registry.rs")).unwrap();
    assert!(text.contains("pub type Fast = "));

    write(
        &root.join("registry.toml"),
        "[registry.act]\ndispatch = true\n[modules.cat]\n",
    );
    assert_eq!(
        cargo_reads(&root),
        [
            always,
            switch,
            watch,
            "rustc-cfg=rollbook_report",
            "rustc-cfg=rollbook_problems",
        ]
    );

    write(
        &root.join("registry.toml"),
        "[rollbook]\nspans = false\n[registry.act]\ndispatch = true\n[modules.cat]\n",
    );
    assert_eq!(
        cargo_reads(&root),
        [
            always,
            switch,
            watch,
            "warning=registry.toml:4:12: `dispatch` does nothing in a registry without a `trait`; remove it, or name the trait",
            "rustc-cfg=rollbook_problems",
        ]
    );
    assert_eq!(
        fs::read_to_string(root.join("out/rollbook-report.txt")).unwrap(),
        ""
    );

    // The features are those that Cargo.toml declares.
    let off = "[registry.act]\n[modules.act]\nA = { type = \"crate::A\", feature = \"cuda\" }\n";
    write(&root.join("registry.toml"), off);
    let watch_features = "rerun-if-changed=Cargo.toml";
    write(&root.join("Cargo.toml"), "[features]\ncuda = []\n");
    assert_eq!(cargo_reads(&root), [always, switch, watch, watch_features]);
    write(&root.join("Cargo.toml"), "[features]\ncude = []\n");
    let problems = "rustc-cfg=rollbook_problems";
    assert_eq!(
        cargo_reads(&root),
        [
            always,
            switch,
            watch,
            watch_features,
            "rustc-cfg=rollbook_report",
            problems
        ]
    );
}

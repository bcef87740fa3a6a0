//! The fragment of a dependency: merged or refused with a problem, never a panic.
#![no_main]

const MANIFEST: &str = r#"
[crates]
base = {}

[rollbook]
scope = "app"

[scope.app]
parent = "base"

[modules.base.model]
Net = { type = "crate::Net", override = true }
"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let place = tempfile::tempdir().expect("a temporary folder");
    let fragment = place.path().join("fragment.toml");
    std::fs::write(&fragment, bytes).expect("a file");
    std::fs::write(place.path().join("registry.toml"), MANIFEST).expect("a file");
    let output = rollbook_build::Generator::new()
        .root(place.path())
        .package("fuzz")
        .published("base", &fragment)
        .generate();
    let output = output.expect("a manifest that can be read");
    // A fault in a fragment is reported with the name of its dependency; otherwise it is right.
    assert!(output.problems.is_empty() || output.problems.contains(" [R"));
});

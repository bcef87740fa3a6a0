//! A manifest: problems or Rust, never a panic, and what is generated is the same twice.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let place = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(place.path().join("registry.toml"), bytes).expect("a file");
    let generate = || {
        rollbook_build::Generator::new()
            .root(place.path())
            .manifest("registry.toml")
            .package("fuzz")
            .generate()
    };
    if let (Ok(one), Ok(other)) = (generate(), generate()) {
        assert_eq!(one.text, other.text);
    }
});

//! A manifest and the configs that it checks: problems or Rust, never a panic, and what is generated is the same twice.
//! The input is the manifest, `config.toml` and `config.json`, with a zero byte between them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let place = tempfile::tempdir().expect("a temporary folder");
    let files = ["registry.toml", "config.toml", "config.json"];
    for (file, bytes) in files.iter().zip(bytes.splitn(3, |byte| *byte == 0)) {
        std::fs::write(place.path().join(file), bytes).expect("a file");
    }
    let generate = || {
        rollbook_build::Generator::new()
            .root(place.path())
            .manifest("registry.toml")
            .package("fuzz")
            .generate()
    };
    if let (Ok(one), Ok(other)) = (generate(), generate()) {
        assert_eq!(one.text, other.text);
        assert_eq!(one.problems, other.problems);
    }
});

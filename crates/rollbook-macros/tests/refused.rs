//! What `#[dispatch]` refuses, with the words and the place, and what newer versions of Rust accept. `TRYBUILD=overwrite` writes the records again.

#[test]
fn each_refusal_in_our_words() {
    trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
}

#[test]
fn a_future_that_says_what_it_captures() {
    // Rust 1.85 and 1.86 do not have `use<...>` in traits.
    let version = std::process::Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()))
        .arg("--version")
        .output()
        .expect("rustc says its version");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    if version.starts_with("rustc 1.85.") || version.starts_with("rustc 1.86.") {
        eprintln!("SKIPPED: {version} has no `use<...>` in traits");
        return;
    }
    trybuild::TestCases::new().pass("tests/accepted/*.rs");
}

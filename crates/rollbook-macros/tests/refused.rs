//! What `#[dispatch]` refuses, with the words and the place. `TRYBUILD=overwrite` writes the records again.

#[test]
fn each_refusal_in_our_words() {
    trybuild::TestCases::new().compile_fail("tests/refused/*.rs");
}

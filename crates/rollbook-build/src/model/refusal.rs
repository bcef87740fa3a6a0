//! Names that a registry cannot have.

use crate::text::rust::identifier::{is_identifier, is_keyword};

/// Why a registry cannot be called so.
pub(crate) fn refusal(text: &str) -> Option<&'static str> {
    /// What the generated file has beside its registries, and primitive types that it uses there.
    const TAKEN: &[&str] = &[
        "Scope",
        "__rollbook",
        "bool",
        "char",
        "crates",
        "f32",
        "f64",
        "i128",
        "i16",
        "i32",
        "i64",
        "i8",
        "isize",
        "no_scope",
        "registries",
        "scopes",
        "str",
        "tables",
        "u128",
        "u16",
        "u32",
        "u64",
        "u8",
        "usize",
    ];
    /// A macro and a Rust module bear the name.
    const LONGEST: usize = 200;
    if is_keyword(text) {
        Some("it is a keyword of Rust")
    } else if !is_identifier(text) {
        Some("it is not an identifier of Rust")
    } else if TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(text)) {
        Some("the generated file has something of that name")
    } else if text == "EMPTY" {
        Some("the generated file has a constant of that name")
    } else if text == "rollbook" {
        Some("it would hide the crate of that name from `rollbook::include_registry!`")
    } else if text.len() > LONGEST {
        Some("it is very long")
    } else {
        None
    }
}

//! The matrix in TOML by `rollbook::toml`.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Toml;

impl Format for Toml {
    const NAME: &'static str = "toml-rollbook";
    const RAW: &'static [(&'static str, &'static str)] = &[
        ("F64", r##"inf"##),
        ("F64", r##"-nan"##),
        ("TomlDate", r##"2026-01-02"##),
        ("U32", r##"0x10"##),
        ("Str", r##"'''a'''"##),
        ("MapU32", r##"{ 1 = "a" }"##),
    ];
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        toml::to_string(document).ok()
    }

    fn with_raw(document: String, raw: &str) -> String {
        document.replace("\"@@\"", raw)
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        rollbook::toml::from_str(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Toml>();
}

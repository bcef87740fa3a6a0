//! The matrix in JSON5.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Json;

impl Format for Json {
    const NAME: &'static str = "json5";
    const RAW: &'static [(&'static str, &'static str)] = &[
        ("Bytes", r##"'0102ff'"##),
        ("F64", r##".5"##),
        ("F64", r##"Infinity"##),
        ("U32", r##"0x10"##),
        ("U128Mid", r##"18446744073709551616"##),
        ("MapU32", r##"{1: 'a'}"##),
    ];
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        json5::to_string(document).ok()
    }

    fn with_raw(document: String, raw: &str) -> String {
        document.replace("\"@@\"", raw)
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        json5::from_str(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Json>();
}

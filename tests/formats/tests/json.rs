//! The matrix in JSON.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Json;

impl Format for Json {
    const NAME: &'static str = "json";
    const RAW: &'static [(&'static str, &'static str)] = &[
        ("F64", r##"1e400"##),
        ("F64", r##"-0"##),
        ("F64", r##"1.00000000000000000001"##),
        ("F64", r##"1E5"##),
        ("F32", r##"16777217"##),
        ("JsonValue", r##"1e400"##),
        ("JsonValue", r##"18446744073709551616"##),
        ("JsonValue", r##"1.00000000000000000001"##),
        ("JsonValue", r##"-0"##),
        ("JsonValue", r##"1E5"##),
        ("JsonValue", r##"[1.10, {"a": 1e-5}]"##),
        ("JsonNumber", r##"1e400"##),
        ("JsonNumber", r##"1.10"##),
        ("UntFloat", r##"1.5"##),
        ("UntNum", r##"1e2"##),
        ("MapU32", r##"{"1": "a"}"##),
        ("JsonRaw", r##"{"a" :1e999}"##),
        ("I64Min", r##"-0"##),
        ("U8", r##"300"##),
        ("U8", r##"1.0"##),
        ("Char", r##""xy""##),
        ("Str", r##""\u0000""##),
    ];
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        serde_json::to_string(document).ok()
    }

    fn with_raw(document: String, raw: &str) -> String {
        document.replace("\"@@\"", raw)
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        serde_json::from_str(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Json>();
}

//! The matrix in JSON from a reader.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Json;

impl Format for Json {
    const NAME: &'static str = "json-reader";
    const RAW: &'static [(&'static str, &'static str)] = &[
        ("F64", r##"1e400"##),
        ("F64", r##"-0"##),
        ("F64", r##"1.00000000000000000001"##),
        ("F64", r##"1E5"##),
        ("F32", r##"16777217"##),
        ("JsonValue", r##"1e400"##),
        ("JsonValue", r##"18446744073709551616"##),
        ("JsonValue", r##"1.00000000000000000001"##),
    ];
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        serde_json::to_string(document).ok()
    }

    fn with_raw(document: String, raw: &str) -> String {
        document.replace("\"@@\"", raw)
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        serde_json::from_reader(text.as_bytes()).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Json>();
}

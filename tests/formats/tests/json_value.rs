//! The matrix in `serde_json::Value`.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Json;

impl Format for Json {
    const NAME: &'static str = "json-value";
    type Text = serde_json::Value;

    fn write(document: &Doc<'_>) -> Option<serde_json::Value> {
        serde_json::to_value(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &serde_json::Value) -> Result<T, String> {
        serde_json::from_value(text.clone()).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Json>();
}

//! The matrix in JSON through serde_path_to_error.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Json;

impl Format for Json {
    const NAME: &'static str = "json-path";
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        serde_json::to_string(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        let mut input = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut input).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Json>();
}

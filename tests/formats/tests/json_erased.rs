//! The matrix in JSON through erased-serde.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Json;

impl Format for Json {
    const NAME: &'static str = "json-erased";
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        serde_json::to_string(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        let mut input = serde_json::Deserializer::from_str(text);
        let mut input = <dyn erased_serde::Deserializer>::erase(&mut input);
        erased_serde::deserialize(&mut input).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Json>();
}

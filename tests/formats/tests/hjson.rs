//! The matrix in Hjson.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Hjson;

impl Format for Hjson {
    const NAME: &'static str = "hjson";
    type Text = String;

    fn write(document: &Doc<'_>) -> Option<String> {
        serde_json::to_string(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &String) -> Result<T, String> {
        deser_hjson::from_str(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Hjson>();
}

//! The matrix in serde-value.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Value;

impl Format for Value {
    const NAME: &'static str = "serde-value";
    type Text = serde_value::Value;

    fn write(document: &Doc<'_>) -> Option<serde_value::Value> {
        serde_value::to_value(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &serde_value::Value) -> Result<T, String> {
        text.clone()
            .deserialize_into()
            .map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Value>();
}

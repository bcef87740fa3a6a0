//! The matrix in `ciborium::Value`.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Cbor;

impl Format for Cbor {
    const NAME: &'static str = "cbor-value";
    type Text = ciborium::Value;

    fn write(document: &Doc<'_>) -> Option<ciborium::Value> {
        ciborium::Value::serialized(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &ciborium::Value) -> Result<T, String> {
        text.deserialized().map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Cbor>();
}

//! The matrix in CBOR.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Cbor;

impl Format for Cbor {
    const NAME: &'static str = "cbor";
    type Text = Vec<u8>;

    fn write(document: &Doc<'_>) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        ciborium::into_writer(document, &mut out).ok()?;
        Some(out)
    }

    fn read<T: DeserializeOwned>(text: &Vec<u8>) -> Result<T, String> {
        ciborium::from_reader(&text[..]).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Cbor>();
}

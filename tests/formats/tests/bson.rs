//! The matrix in BSON.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Bson;

impl Format for Bson {
    const NAME: &'static str = "bson";
    type Text = Vec<u8>;

    fn write(document: &Doc<'_>) -> Option<Vec<u8>> {
        bson::serialize_to_vec(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &Vec<u8>) -> Result<T, String> {
        bson::deserialize_from_slice(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Bson>();
}

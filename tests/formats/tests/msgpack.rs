//! The matrix in MessagePack.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct MessagePack;

impl Format for MessagePack {
    const NAME: &'static str = "msgpack";
    type Text = Vec<u8>;

    fn write(document: &Doc<'_>) -> Option<Vec<u8>> {
        rmp_serde::to_vec_named(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &Vec<u8>) -> Result<T, String> {
        rmp_serde::from_slice(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<MessagePack>();
}

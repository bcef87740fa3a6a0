//! The matrix in MessagePack, human-readable.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::Serialize;
use serde::de::DeserializeOwned;

struct MessagePack;

impl Format for MessagePack {
    const NAME: &'static str = "msgpack-human";
    type Text = Vec<u8>;

    fn write(document: &Doc<'_>) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut to = rmp_serde::Serializer::new(&mut out)
            .with_struct_map()
            .with_human_readable();
        document.serialize(&mut to).ok()?;
        Some(out)
    }

    fn read<T: DeserializeOwned>(text: &Vec<u8>) -> Result<T, String> {
        let mut input = rmp_serde::Deserializer::new(&text[..]).with_human_readable();
        T::deserialize(&mut input).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<MessagePack>();
}

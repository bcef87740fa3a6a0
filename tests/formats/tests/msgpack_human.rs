//! The matrix in MessagePack, human-readable.

use serde::Serialize as _;

formats::matrix! {
    "msgpack-human", Vec<u8>;
    write(document) {
        let mut out = Vec::new();
        let mut to = rmp_serde::Serializer::new(&mut out)
            .with_struct_map()
            .with_human_readable();
        document.serialize(&mut to).ok()?;
        Some(out)
    }
    read(text) {
        let mut input = rmp_serde::Deserializer::new(&text[..]).with_human_readable();
        T::deserialize(&mut input)
    }
}

//! The matrix in MessagePack.

formats::matrix! {
    "msgpack", Vec<u8>;
    write(document) { rmp_serde::to_vec_named(document).ok() }
    read(text) { rmp_serde::from_slice(text) }
}

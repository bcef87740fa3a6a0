//! The matrix in MessagePack from a reader.

formats::matrix! {
    "msgpack-reader", Vec<u8>;
    write(document) { rmp_serde::to_vec_named(document).ok() }
    read(text) { rmp_serde::from_read(&text[..]) }
}

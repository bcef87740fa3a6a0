//! The matrix in BSON.

formats::matrix! {
    "bson", Vec<u8>;
    write(document) { bson::serialize_to_vec(document).ok() }
    read(text) { bson::deserialize_from_slice(text) }
}

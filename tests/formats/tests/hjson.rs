//! The matrix in Hjson.

formats::matrix! {
    "hjson", String;
    write(document) { serde_json::to_string(document).ok() }
    read(text) { deser_hjson::from_str(text) }
}

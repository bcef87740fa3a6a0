//! The matrix in JSON through serde_path_to_error.

formats::matrix! {
    "json-path", String;
    write(document) { serde_json::to_string(document).ok() }
    read(text) {
        let mut input = serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(&mut input)
    }
}

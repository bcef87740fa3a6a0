//! The matrix in `serde_json::Value`.

formats::matrix! {
    "json-value", serde_json::Value;
    write(document) { serde_json::to_value(document).ok() }
    read(text) { serde_json::from_value(text.clone()) }
}

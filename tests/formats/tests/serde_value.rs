//! The matrix in serde-value.

formats::matrix! {
    "serde-value", serde_value::Value;
    write(document) { serde_value::to_value(document).ok() }
    read(text) { text.clone().deserialize_into() }
}

//! The matrix in `ciborium::Value`.

formats::matrix! {
    "cbor-value", ciborium::Value;
    write(document) { ciborium::Value::serialized(document).ok() }
    read(text) { text.deserialized() }
}

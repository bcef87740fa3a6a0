//! The matrix in JSON through erased-serde.

formats::matrix! {
    "json-erased", String;
    write(document) { serde_json::to_string(document).ok() }
    read(text) {
        let mut input = serde_json::Deserializer::from_str(text);
        let mut input = <dyn erased_serde::Deserializer>::erase(&mut input);
        erased_serde::deserialize(&mut input)
    }
}

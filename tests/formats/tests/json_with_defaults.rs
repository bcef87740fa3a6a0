//! The matrix in JSON through `config_with`, which keeps all of it.

use formats::raw;
use formats::registry::net;

formats::matrix! {
    "json-with-defaults", String;
    RAW = raw::JSON;
    write(document) { serde_json::to_string(document).ok() }
    read(text) { serde_json::from_str(text) }
    read_config(text) {
        let mut input = serde_json::Deserializer::from_str(text);
        net::REGISTRY.config_with(&mut input, serde_json::json!({}))
    }
}

//! The matrix in JSON.

use formats::raw;

formats::matrix! {
    "json", String;
    RAW = raw::JSON;
    write(document) { serde_json::to_string(document).ok() }
    read(text) { serde_json::from_str(text) }
}

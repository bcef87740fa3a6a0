//! The matrix in JSON from a reader.

use formats::raw;

formats::matrix! {
    "json-reader", String;
    RAW = raw::JSON.split_at(8).0;
    write(document) { serde_json::to_string(document).ok() }
    read(text) { serde_json::from_reader(text.as_bytes()) }
}

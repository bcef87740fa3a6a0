//! The matrix in JSON5.

use formats::raw;

formats::matrix! {
    "json5", String;
    RAW = raw::JSON5;
    write(document) { json5::to_string(document).ok() }
    read(text) { json5::from_str(text) }
}

//! The matrix in RON with tables as maps.

use formats::raw;

formats::matrix! {
    "ron-maps", String;
    MAP = true;
    RAW = raw::RON;
    write(document) { ron::to_string(document).ok() }
    read(text) { ron::from_str(text) }
}

//! The matrix in RON with tables as structs.

use formats::raw;

formats::matrix! {
    "ron", String;
    RAW = raw::RON;
    write(document) { ron::to_string(document).ok() }
    read(text) { ron::from_str(text) }
}

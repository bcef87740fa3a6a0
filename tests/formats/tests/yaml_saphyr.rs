//! The matrix in YAML by serde-saphyr.

use formats::raw;

formats::matrix! {
    "yaml-saphyr", String;
    RAW = raw::YAML;
    write(document) { serde_saphyr::to_string(document).ok() }
    read(text) { serde_saphyr::from_str(text) }
}

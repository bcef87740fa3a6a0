//! The matrix in TOML by `rollbook::toml`.

use formats::raw;

formats::matrix! {
    "toml-rollbook", String;
    RAW = raw::TOML;
    write(document) { toml::to_string(document).ok() }
    read(text) { rollbook::toml::from_str(text) }
}

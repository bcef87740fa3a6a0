//! The matrix in TOML by `toml`.

use formats::raw;

formats::matrix! {
    "toml", String;
    RAW = raw::TOML;
    write(document) { toml::to_string(document).ok() }
    read(text) { toml::from_str(text) }
}

//! The matrix in YAML by serde_yaml_ng.

use formats::raw;

formats::matrix! {
    "yaml-ng", String;
    RAW = raw::YAML;
    write(document) { serde_yaml_ng::to_string(document).ok() }
    read(text) { serde_yaml_ng::from_str(text) }
}

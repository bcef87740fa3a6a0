//! The matrix in `serde_yaml_ng::Value`.

formats::matrix! {
    "yaml-ng-value", serde_yaml_ng::Value;
    write(document) { serde_yaml_ng::to_value(document).ok() }
    read(text) { serde_yaml_ng::from_value(text.clone()) }
}

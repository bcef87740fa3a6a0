//! The matrix in `serde_yaml_ng::Value`.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Yaml;

impl Format for Yaml {
    const NAME: &'static str = "yaml-ng-value";
    type Text = serde_yaml_ng::Value;

    fn write(document: &Doc<'_>) -> Option<serde_yaml_ng::Value> {
        serde_yaml_ng::to_value(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &serde_yaml_ng::Value) -> Result<T, String> {
        serde_yaml_ng::from_value(text.clone()).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Yaml>();
}

//! The matrix in config-rs.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Config;

impl Format for Config {
    const NAME: &'static str = "config-rs";
    // Its tables have no order.
    const SKIPPED: &'static [&'static str] = &["IMap", "JsonValue", "YamlValue", "UntMap"];
    type Text = config::Config;

    fn write(document: &Doc<'_>) -> Option<config::Config> {
        config::Config::try_from(document).ok()
    }

    fn read<T: DeserializeOwned>(text: &config::Config) -> Result<T, String> {
        text.clone()
            .try_deserialize()
            .map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Config>();
}

//! The matrix in figment.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Figment;

impl Format for Figment {
    const NAME: &'static str = "figment";
    type Text = figment::Figment;

    fn write(document: &Doc<'_>) -> Option<figment::Figment> {
        let figment = figment::Figment::from(figment::providers::Serialized::defaults(document));
        figment.extract::<figment::value::Dict>().ok()?;
        Some(figment)
    }

    fn read<T: DeserializeOwned>(text: &figment::Figment) -> Result<T, String> {
        text.extract().map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Figment>();
}

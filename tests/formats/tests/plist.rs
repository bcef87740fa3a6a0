//! The matrix in an XML property list.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Plist;

impl Format for Plist {
    const NAME: &'static str = "plist";
    // Its writer panics at these.
    const SKIPPED: &'static [&'static str] = &["OptOpt", "VecOpt", "OptVec", "MapVec", "OptUnit"];
    type Text = Vec<u8>;

    fn write(document: &Doc<'_>) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        plist::to_writer_xml(&mut out, document).ok()?;
        Some(out)
    }

    fn read<T: DeserializeOwned>(text: &Vec<u8>) -> Result<T, String> {
        plist::from_bytes(text).map_err(|error| error.to_string())
    }
}

#[test]
fn matrix() {
    check::<Plist>();
}

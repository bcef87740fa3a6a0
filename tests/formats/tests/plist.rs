//! The matrix in an XML property list.

use formats::doc::Doc;
use formats::matrix::{Format, check};
use serde::de::DeserializeOwned;

struct Plist;

impl Format for Plist {
    const NAME: &'static str = "plist";
    type Text = Vec<u8>;

    fn write(document: &Doc<'_>) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        // It panics at some options.
        let written = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            plist::to_writer_xml(&mut out, document)
        }));
        written.ok()?.ok()?;
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

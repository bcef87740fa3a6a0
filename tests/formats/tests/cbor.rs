//! The matrix in CBOR.

formats::matrix! {
    "cbor", Vec<u8>;
    write(document) {
        let mut out = Vec::new();
        ciborium::into_writer(document, &mut out).ok()?;
        Some(out)
    }
    read(text) { ciborium::from_reader(&text[..]) }
}

//! The matrix in an XML property list.

formats::matrix! {
    "plist", Vec<u8>;
    write(document) {
        let mut out = Vec::new();
        // It panics at some options.
        let written = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            plist::to_writer_xml(&mut out, document)
        }));
        written.ok()?.ok()?;
        Some(out)
    }
    read(text) { plist::from_bytes(text) }
}

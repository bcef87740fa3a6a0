//! The matrix in a binary property list.

formats::matrix! {
    "plist-binary", Vec<u8>;
    write(document) {
        let mut out = Vec::new();
        // It panics at some options.
        let written = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            plist::to_writer_binary(&mut out, document)
        }));
        written.ok()?.ok()?;
        Some(out)
    }
    read(text) { plist::from_bytes(text) }
}

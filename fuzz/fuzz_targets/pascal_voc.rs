//! The reader of pascal voc.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'PascalVoc'\nannotations = 'f.xml'",
        "f.xml",
        bytes,
        &[],
    );
});

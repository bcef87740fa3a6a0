//! The reader of coco.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'Coco'\nannotations = 'f.json'",
        "f.json",
        bytes,
        &[],
    );
});

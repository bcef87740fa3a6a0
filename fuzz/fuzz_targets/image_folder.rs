//! The reader of image folder.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'classification.ImageFolder'\nimages = 'images'",
        "images/cat/a.png",
        bytes,
        &[],
    );
});

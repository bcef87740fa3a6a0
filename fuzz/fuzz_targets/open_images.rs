//! The reader of open images.
#![no_main]

use rollbook_fuzz::PICTURE;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'OpenImages'\nannotations = 'f.csv'\nimages = 'images'",
        "f.csv",
        bytes,
        &[("images/a.png", PICTURE)],
    );
});

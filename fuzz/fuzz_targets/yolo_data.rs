//! The reader of yolo data.
#![no_main]

use rollbook_fuzz::PICTURE;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'Yolo'\ndata = 'data.yaml'",
        "data.yaml",
        bytes,
        &[
            ("images/a.png", PICTURE),
            ("labels/a.txt", b"0 0.5 0.5 0.1 0.2\n"),
        ],
    );
});

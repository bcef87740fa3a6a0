//! The reader of yolo labels.
#![no_main]

use rollbook_fuzz::PICTURE;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'Yolo'\ndata = 'data.yaml'",
        "labels/a.txt",
        bytes,
        &[
            ("images/a.png", PICTURE),
            ("data.yaml", b"path: .\ntrain: images\nnames:\n  0: cat\n"),
        ],
    );
});

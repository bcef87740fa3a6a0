//! The reader of masks that are pictures.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'MaskImages'\nmasks = 'masks'\nclasses = { 1 = 'cat', 2 = 'dog' }\nvalues = 'objects'",
        "masks/a.png",
        bytes,
        &[],
    );
});

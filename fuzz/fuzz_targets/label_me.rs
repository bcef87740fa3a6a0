//! The reader of label me.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'LabelMe'\nannotations = 'f.json'\nmerge_groups = true",
        "f.json",
        bytes,
        &[],
    );
});

//! The reader of cvat.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read("type = 'Cvat'\nannotations = 'f.xml'", "f.xml", bytes, &[]);
});

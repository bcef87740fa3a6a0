//! The reader of classification csv.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read(
        "type = 'classification.Csv'\nannotations = 'f.csv'",
        "f.csv",
        bytes,
        &[],
    );
});

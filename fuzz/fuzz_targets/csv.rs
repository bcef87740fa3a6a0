//! The reader of csv.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    rollbook_fuzz::read("type = 'Csv'\nannotations = 'f.csv'", "f.csv", bytes, &[]);
});

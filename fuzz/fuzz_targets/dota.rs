//! The reader of DOTA.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let picture = ("images/a.png", rollbook_fuzz::PICTURE);
    rollbook_fuzz::read(
        "type = 'Dota'\nannotations = 'labelTxt'\nimages = 'images'",
        "labelTxt/a.txt",
        bytes,
        &[picture],
    );
});

//! A job file: modules or an error.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = converters::job_file::JobFile::parse(text);
});

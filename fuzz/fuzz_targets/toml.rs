//! `rollbook::toml` reads what the crate `toml` reads, and a module's config what its struct reads.
#![no_main]

use rollbook_fuzz::compare;
use rollbook_fuzz::parts::{Own, Serde};
use rollbook_fuzz::registry::part::Config;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let theirs = toml::from_str::<toml::Table>(text);
    let read = rollbook::toml::from_str::<toml::Table>(text);
    match (&theirs, &read) {
        (Ok(theirs), Ok(read)) => assert_eq!(format!("{theirs:?}"), format!("{read:?}")),
        (Err(_), Err(_)) => {}
        // `docs/untrusted.md`: configs of more than 127 levels are refused.
        (Ok(_), Err(error)) if error.to_string().contains("nested") => return,
        _ => panic!("toml: {theirs:?}, rollbook: {read:?}"),
    }
    let Ok(table) = theirs else {
        return;
    };
    if table.contains_key("type") || table.contains_key("_scope_") {
        return;
    }
    let serde = rollbook::toml::from_str::<Serde>(text);
    let own = rollbook::toml::from_str::<Own>(text);
    // It may only be at the start.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    compare(&serde, &own, |name| {
        rollbook::toml::from_str::<Config>(&format!("type = '{name}'\n{text}"))
    });
});

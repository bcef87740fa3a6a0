//! JSON: a module's config reads what its struct reads. The input is what lies between the braces.
#![no_main]

use rollbook_fuzz::compare;
use rollbook_fuzz::registry::part::Config;
use serde_json::{Map, Value, from_str};

libfuzzer_sys::fuzz_target!(|body: &str| {
    let table = format!("{{{body}}}");
    // Only an object, and none with a name of its own.
    let Ok(entries) = from_str::<Map<String, Value>>(&table) else {
        return;
    };
    if entries.contains_key("type") || entries.contains_key("_scope_") {
        return;
    }
    let comma = if entries.is_empty() { "" } else { "," };
    let (serde, own) = (from_str(&table), from_str(&table));
    compare(&serde, &own, |name| {
        from_str::<Config>(&format!("{{\"type\":\"{name}\"{comma}{body}}}"))
    });
    compare(&serde, &own, |name| {
        from_str::<Config>(&format!("{{{body}{comma}\"type\":\"{name}\"}}"))
    });
});

//! MessagePack: a module's config reads what its struct reads. The input is the number of entries, and then the entries.
#![no_main]

use std::io::Cursor;

use rollbook_fuzz::compare;
use rollbook_fuzz::registry::part::Config;
use serde::Deserialize;
use serde::de::IgnoredAny;

/// A table of up to fourteen entries.
fn table(count: usize, parts: &[&[u8]]) -> Vec<u8> {
    let mut bytes = vec![0x80 | count as u8];
    for part in parts {
        bytes.extend(*part);
    }
    bytes
}

/// A short text.
fn text(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xa0 | text.len() as u8];
    bytes.extend(text.as_bytes());
    bytes
}

/// Where the table ends, and whether one of its keys is reserved.
fn end(table: &[u8]) -> Option<usize> {
    let mut input = rmp_serde::Deserializer::new(Cursor::new(table));
    IgnoredAny::deserialize(&mut input).ok()?;
    Some(input.position() as usize)
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((count, entries)) = bytes.split_first() else {
        return;
    };
    let count = usize::from(count % 15);
    let whole = table(count, &[entries]);
    let Some(end) = end(&whole) else {
        return;
    };
    let entries = &whole[1..end];
    let reserved = |key: &str| {
        entries
            .windows(key.len())
            .any(|part| part == key.as_bytes())
    };
    if reserved("type") || reserved("_scope_") {
        return;
    }
    let (serde, own) = (rmp_serde::from_slice(&whole), rmp_serde::from_slice(&whole));
    compare(&serde, &own, |name| {
        let tag = [text("type"), text(name)].concat();
        rmp_serde::from_slice::<Config>(&table(count + 1, &[&tag, entries]))
    });
    compare(&serde, &own, |name| {
        let tag = [text("type"), text(name)].concat();
        rmp_serde::from_slice::<Config>(&table(count + 1, &[entries, &tag]))
    });
});

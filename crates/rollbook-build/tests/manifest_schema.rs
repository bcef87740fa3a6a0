//! `docs/registry.schema.json` is what the table of keys gives. `ROLLBOOK_BLESS=1` writes it.

#![cfg(feature = "schema")]

use std::path::Path;

#[test]
fn the_schema_of_the_manifest_is_up_to_date() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    // A published package holds one crate.
    if !docs.is_dir() {
        eprintln!("\nSKIPPED: the folder docs is not beside this crate\n");
        return;
    }
    let path = docs.join("registry.schema.json");
    let schema = rollbook_build::manifest_schema();
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        std::fs::write(&path, &schema).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == schema,
        "docs/registry.schema.json is out of date: ROLLBOOK_BLESS=1 cargo test -p rollbook-build --features schema --test manifest_schema"
    );
}

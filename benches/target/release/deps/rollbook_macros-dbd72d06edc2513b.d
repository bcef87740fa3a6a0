/work/main/benches/target/release/deps/rollbook_macros-dbd72d06edc2513b.d: /work/main/crates/rollbook-macros/src/lib.rs /work/main/crates/rollbook-macros/src/alias.rs /work/main/crates/rollbook-macros/src/emit.rs /work/main/crates/rollbook-macros/src/parse.rs /work/main/crates/rollbook-macros/src/tokens.rs

/work/main/benches/target/release/deps/librollbook_macros-dbd72d06edc2513b.so: /work/main/crates/rollbook-macros/src/lib.rs /work/main/crates/rollbook-macros/src/alias.rs /work/main/crates/rollbook-macros/src/emit.rs /work/main/crates/rollbook-macros/src/parse.rs /work/main/crates/rollbook-macros/src/tokens.rs

/work/main/crates/rollbook-macros/src/lib.rs:
/work/main/crates/rollbook-macros/src/alias.rs:
/work/main/crates/rollbook-macros/src/emit.rs:
/work/main/crates/rollbook-macros/src/parse.rs:
/work/main/crates/rollbook-macros/src/tokens.rs:

/work/main/benches/target/release/deps/rollbook-86ea3a0854ddb241.d: /work/main/crates/rollbook/src/lib.rs /work/main/crates/rollbook/src/build.rs /work/main/crates/rollbook/src/data.rs /work/main/crates/rollbook/src/error.rs /work/main/crates/rollbook/src/explain.rs /work/main/crates/rollbook/src/hash.rs /work/main/crates/rollbook/src/lookup.rs /work/main/crates/rollbook/src/registry.rs /work/main/crates/rollbook/src/similar.rs /work/main/crates/rollbook/src/table.rs /work/main/crates/rollbook/src/text.rs /work/main/crates/rollbook/src/viewer.rs

/work/main/benches/target/release/deps/librollbook-86ea3a0854ddb241.rlib: /work/main/crates/rollbook/src/lib.rs /work/main/crates/rollbook/src/build.rs /work/main/crates/rollbook/src/data.rs /work/main/crates/rollbook/src/error.rs /work/main/crates/rollbook/src/explain.rs /work/main/crates/rollbook/src/hash.rs /work/main/crates/rollbook/src/lookup.rs /work/main/crates/rollbook/src/registry.rs /work/main/crates/rollbook/src/similar.rs /work/main/crates/rollbook/src/table.rs /work/main/crates/rollbook/src/text.rs /work/main/crates/rollbook/src/viewer.rs

/work/main/benches/target/release/deps/librollbook-86ea3a0854ddb241.rmeta: /work/main/crates/rollbook/src/lib.rs /work/main/crates/rollbook/src/build.rs /work/main/crates/rollbook/src/data.rs /work/main/crates/rollbook/src/error.rs /work/main/crates/rollbook/src/explain.rs /work/main/crates/rollbook/src/hash.rs /work/main/crates/rollbook/src/lookup.rs /work/main/crates/rollbook/src/registry.rs /work/main/crates/rollbook/src/similar.rs /work/main/crates/rollbook/src/table.rs /work/main/crates/rollbook/src/text.rs /work/main/crates/rollbook/src/viewer.rs

/work/main/crates/rollbook/src/lib.rs:
/work/main/crates/rollbook/src/build.rs:
/work/main/crates/rollbook/src/data.rs:
/work/main/crates/rollbook/src/error.rs:
/work/main/crates/rollbook/src/explain.rs:
/work/main/crates/rollbook/src/hash.rs:
/work/main/crates/rollbook/src/lookup.rs:
/work/main/crates/rollbook/src/registry.rs:
/work/main/crates/rollbook/src/similar.rs:
/work/main/crates/rollbook/src/table.rs:
/work/main/crates/rollbook/src/text.rs:
/work/main/crates/rollbook/src/viewer.rs:

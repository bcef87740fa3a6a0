/work/main/benches/target/release/deps/rollbook-af26c517c8b5677a.d: /work/main/crates/rollbook/src/lib.rs /work/main/crates/rollbook/src/build.rs /work/main/crates/rollbook/src/configure.rs /work/main/crates/rollbook/src/data.rs /work/main/crates/rollbook/src/deprecated.rs /work/main/crates/rollbook/src/error.rs /work/main/crates/rollbook/src/explain.rs /work/main/crates/rollbook/src/hash.rs /work/main/crates/rollbook/src/lookup.rs /work/main/crates/rollbook/src/read/mod.rs /work/main/crates/rollbook/src/read/arguments.rs /work/main/crates/rollbook/src/read/bare.rs /work/main/crates/rollbook/src/read/content.rs /work/main/crates/rollbook/src/read/key.rs /work/main/crates/rollbook/src/read/message.rs /work/main/crates/rollbook/src/read/replay.rs /work/main/crates/rollbook/src/read/rest.rs /work/main/crates/rollbook/src/read/source.rs /work/main/crates/rollbook/src/read/trail.rs /work/main/crates/rollbook/src/read/visitor.rs /work/main/crates/rollbook/src/registry.rs /work/main/crates/rollbook/src/similar.rs /work/main/crates/rollbook/src/table.rs /work/main/crates/rollbook/src/text.rs /work/main/crates/rollbook/src/toml/mod.rs /work/main/crates/rollbook/src/toml/draw.rs /work/main/crates/rollbook/src/toml/error.rs /work/main/crates/rollbook/src/toml/table.rs /work/main/crates/rollbook/src/toml/value.rs /work/main/crates/rollbook/src/viewer.rs /work/main/crates/rollbook/src/write.rs

/work/main/benches/target/release/deps/librollbook-af26c517c8b5677a.rlib: /work/main/crates/rollbook/src/lib.rs /work/main/crates/rollbook/src/build.rs /work/main/crates/rollbook/src/configure.rs /work/main/crates/rollbook/src/data.rs /work/main/crates/rollbook/src/deprecated.rs /work/main/crates/rollbook/src/error.rs /work/main/crates/rollbook/src/explain.rs /work/main/crates/rollbook/src/hash.rs /work/main/crates/rollbook/src/lookup.rs /work/main/crates/rollbook/src/read/mod.rs /work/main/crates/rollbook/src/read/arguments.rs /work/main/crates/rollbook/src/read/bare.rs /work/main/crates/rollbook/src/read/content.rs /work/main/crates/rollbook/src/read/key.rs /work/main/crates/rollbook/src/read/message.rs /work/main/crates/rollbook/src/read/replay.rs /work/main/crates/rollbook/src/read/rest.rs /work/main/crates/rollbook/src/read/source.rs /work/main/crates/rollbook/src/read/trail.rs /work/main/crates/rollbook/src/read/visitor.rs /work/main/crates/rollbook/src/registry.rs /work/main/crates/rollbook/src/similar.rs /work/main/crates/rollbook/src/table.rs /work/main/crates/rollbook/src/text.rs /work/main/crates/rollbook/src/toml/mod.rs /work/main/crates/rollbook/src/toml/draw.rs /work/main/crates/rollbook/src/toml/error.rs /work/main/crates/rollbook/src/toml/table.rs /work/main/crates/rollbook/src/toml/value.rs /work/main/crates/rollbook/src/viewer.rs /work/main/crates/rollbook/src/write.rs

/work/main/benches/target/release/deps/librollbook-af26c517c8b5677a.rmeta: /work/main/crates/rollbook/src/lib.rs /work/main/crates/rollbook/src/build.rs /work/main/crates/rollbook/src/configure.rs /work/main/crates/rollbook/src/data.rs /work/main/crates/rollbook/src/deprecated.rs /work/main/crates/rollbook/src/error.rs /work/main/crates/rollbook/src/explain.rs /work/main/crates/rollbook/src/hash.rs /work/main/crates/rollbook/src/lookup.rs /work/main/crates/rollbook/src/read/mod.rs /work/main/crates/rollbook/src/read/arguments.rs /work/main/crates/rollbook/src/read/bare.rs /work/main/crates/rollbook/src/read/content.rs /work/main/crates/rollbook/src/read/key.rs /work/main/crates/rollbook/src/read/message.rs /work/main/crates/rollbook/src/read/replay.rs /work/main/crates/rollbook/src/read/rest.rs /work/main/crates/rollbook/src/read/source.rs /work/main/crates/rollbook/src/read/trail.rs /work/main/crates/rollbook/src/read/visitor.rs /work/main/crates/rollbook/src/registry.rs /work/main/crates/rollbook/src/similar.rs /work/main/crates/rollbook/src/table.rs /work/main/crates/rollbook/src/text.rs /work/main/crates/rollbook/src/toml/mod.rs /work/main/crates/rollbook/src/toml/draw.rs /work/main/crates/rollbook/src/toml/error.rs /work/main/crates/rollbook/src/toml/table.rs /work/main/crates/rollbook/src/toml/value.rs /work/main/crates/rollbook/src/viewer.rs /work/main/crates/rollbook/src/write.rs

/work/main/crates/rollbook/src/lib.rs:
/work/main/crates/rollbook/src/build.rs:
/work/main/crates/rollbook/src/configure.rs:
/work/main/crates/rollbook/src/data.rs:
/work/main/crates/rollbook/src/deprecated.rs:
/work/main/crates/rollbook/src/error.rs:
/work/main/crates/rollbook/src/explain.rs:
/work/main/crates/rollbook/src/hash.rs:
/work/main/crates/rollbook/src/lookup.rs:
/work/main/crates/rollbook/src/read/mod.rs:
/work/main/crates/rollbook/src/read/arguments.rs:
/work/main/crates/rollbook/src/read/bare.rs:
/work/main/crates/rollbook/src/read/content.rs:
/work/main/crates/rollbook/src/read/key.rs:
/work/main/crates/rollbook/src/read/message.rs:
/work/main/crates/rollbook/src/read/replay.rs:
/work/main/crates/rollbook/src/read/rest.rs:
/work/main/crates/rollbook/src/read/source.rs:
/work/main/crates/rollbook/src/read/trail.rs:
/work/main/crates/rollbook/src/read/visitor.rs:
/work/main/crates/rollbook/src/registry.rs:
/work/main/crates/rollbook/src/similar.rs:
/work/main/crates/rollbook/src/table.rs:
/work/main/crates/rollbook/src/text.rs:
/work/main/crates/rollbook/src/toml/mod.rs:
/work/main/crates/rollbook/src/toml/draw.rs:
/work/main/crates/rollbook/src/toml/error.rs:
/work/main/crates/rollbook/src/toml/table.rs:
/work/main/crates/rollbook/src/toml/value.rs:
/work/main/crates/rollbook/src/viewer.rs:
/work/main/crates/rollbook/src/write.rs:

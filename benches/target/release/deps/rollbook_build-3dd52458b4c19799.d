/work/main/benches/target/release/deps/rollbook_build-3dd52458b4c19799.d: /work/main/crates/rollbook-build/src/lib.rs /work/main/crates/rollbook-build/src/diagnostics/mod.rs /work/main/crates/rollbook-build/src/diagnostics/draw.rs /work/main/crates/rollbook-build/src/diagnostics/messages.rs /work/main/crates/rollbook-build/src/diagnostics/text.rs /work/main/crates/rollbook-build/src/emit/mod.rs /work/main/crates/rollbook-build/src/emit/build.rs /work/main/crates/rollbook-build/src/emit/enums.rs /work/main/crates/rollbook-build/src/emit/hash.rs /work/main/crates/rollbook-build/src/emit/macros.rs /work/main/crates/rollbook-build/src/emit/read.rs /work/main/crates/rollbook-build/src/emit/registry.rs /work/main/crates/rollbook-build/src/emit/scope.rs /work/main/crates/rollbook-build/src/emit/tables.rs /work/main/crates/rollbook-build/src/emit/text.rs /work/main/crates/rollbook-build/src/error.rs /work/main/crates/rollbook-build/src/fragment.rs /work/main/crates/rollbook-build/src/generator.rs /work/main/crates/rollbook-build/src/manifest/mod.rs /work/main/crates/rollbook-build/src/manifest/crates.rs /work/main/crates/rollbook-build/src/manifest/defaults.rs /work/main/crates/rollbook-build/src/manifest/glob.rs /work/main/crates/rollbook-build/src/manifest/include.rs /work/main/crates/rollbook-build/src/manifest/load.rs /work/main/crates/rollbook-build/src/manifest/modules.rs /work/main/crates/rollbook-build/src/manifest/registry.rs /work/main/crates/rollbook-build/src/manifest/scope.rs /work/main/crates/rollbook-build/src/manifest/settings.rs /work/main/crates/rollbook-build/src/manifest/syntax.rs /work/main/crates/rollbook-build/src/manifest/table.rs /work/main/crates/rollbook-build/src/model/mod.rs /work/main/crates/rollbook-build/src/model/identifier.rs /work/main/crates/rollbook-build/src/model/merge.rs /work/main/crates/rollbook-build/src/model/modules.rs /work/main/crates/rollbook-build/src/model/names.rs /work/main/crates/rollbook-build/src/model/path.rs /work/main/crates/rollbook-build/src/model/registries.rs /work/main/crates/rollbook-build/src/model/scopes.rs /work/main/crates/rollbook-build/src/model/sequence.rs /work/main/crates/rollbook-build/src/model/tokens.rs /work/main/crates/rollbook-build/src/model/types.rs /work/main/crates/rollbook-build/src/model/variants.rs /work/main/crates/rollbook-build/src/script.rs /work/main/crates/rollbook-build/src/source.rs /work/main/crates/rollbook-build/src/suggest.rs /work/main/crates/rollbook-build/src/write.rs

/work/main/benches/target/release/deps/librollbook_build-3dd52458b4c19799.rlib: /work/main/crates/rollbook-build/src/lib.rs /work/main/crates/rollbook-build/src/diagnostics/mod.rs /work/main/crates/rollbook-build/src/diagnostics/draw.rs /work/main/crates/rollbook-build/src/diagnostics/messages.rs /work/main/crates/rollbook-build/src/diagnostics/text.rs /work/main/crates/rollbook-build/src/emit/mod.rs /work/main/crates/rollbook-build/src/emit/build.rs /work/main/crates/rollbook-build/src/emit/enums.rs /work/main/crates/rollbook-build/src/emit/hash.rs /work/main/crates/rollbook-build/src/emit/macros.rs /work/main/crates/rollbook-build/src/emit/read.rs /work/main/crates/rollbook-build/src/emit/registry.rs /work/main/crates/rollbook-build/src/emit/scope.rs /work/main/crates/rollbook-build/src/emit/tables.rs /work/main/crates/rollbook-build/src/emit/text.rs /work/main/crates/rollbook-build/src/error.rs /work/main/crates/rollbook-build/src/fragment.rs /work/main/crates/rollbook-build/src/generator.rs /work/main/crates/rollbook-build/src/manifest/mod.rs /work/main/crates/rollbook-build/src/manifest/crates.rs /work/main/crates/rollbook-build/src/manifest/defaults.rs /work/main/crates/rollbook-build/src/manifest/glob.rs /work/main/crates/rollbook-build/src/manifest/include.rs /work/main/crates/rollbook-build/src/manifest/load.rs /work/main/crates/rollbook-build/src/manifest/modules.rs /work/main/crates/rollbook-build/src/manifest/registry.rs /work/main/crates/rollbook-build/src/manifest/scope.rs /work/main/crates/rollbook-build/src/manifest/settings.rs /work/main/crates/rollbook-build/src/manifest/syntax.rs /work/main/crates/rollbook-build/src/manifest/table.rs /work/main/crates/rollbook-build/src/model/mod.rs /work/main/crates/rollbook-build/src/model/identifier.rs /work/main/crates/rollbook-build/src/model/merge.rs /work/main/crates/rollbook-build/src/model/modules.rs /work/main/crates/rollbook-build/src/model/names.rs /work/main/crates/rollbook-build/src/model/path.rs /work/main/crates/rollbook-build/src/model/registries.rs /work/main/crates/rollbook-build/src/model/scopes.rs /work/main/crates/rollbook-build/src/model/sequence.rs /work/main/crates/rollbook-build/src/model/tokens.rs /work/main/crates/rollbook-build/src/model/types.rs /work/main/crates/rollbook-build/src/model/variants.rs /work/main/crates/rollbook-build/src/script.rs /work/main/crates/rollbook-build/src/source.rs /work/main/crates/rollbook-build/src/suggest.rs /work/main/crates/rollbook-build/src/write.rs

/work/main/benches/target/release/deps/librollbook_build-3dd52458b4c19799.rmeta: /work/main/crates/rollbook-build/src/lib.rs /work/main/crates/rollbook-build/src/diagnostics/mod.rs /work/main/crates/rollbook-build/src/diagnostics/draw.rs /work/main/crates/rollbook-build/src/diagnostics/messages.rs /work/main/crates/rollbook-build/src/diagnostics/text.rs /work/main/crates/rollbook-build/src/emit/mod.rs /work/main/crates/rollbook-build/src/emit/build.rs /work/main/crates/rollbook-build/src/emit/enums.rs /work/main/crates/rollbook-build/src/emit/hash.rs /work/main/crates/rollbook-build/src/emit/macros.rs /work/main/crates/rollbook-build/src/emit/read.rs /work/main/crates/rollbook-build/src/emit/registry.rs /work/main/crates/rollbook-build/src/emit/scope.rs /work/main/crates/rollbook-build/src/emit/tables.rs /work/main/crates/rollbook-build/src/emit/text.rs /work/main/crates/rollbook-build/src/error.rs /work/main/crates/rollbook-build/src/fragment.rs /work/main/crates/rollbook-build/src/generator.rs /work/main/crates/rollbook-build/src/manifest/mod.rs /work/main/crates/rollbook-build/src/manifest/crates.rs /work/main/crates/rollbook-build/src/manifest/defaults.rs /work/main/crates/rollbook-build/src/manifest/glob.rs /work/main/crates/rollbook-build/src/manifest/include.rs /work/main/crates/rollbook-build/src/manifest/load.rs /work/main/crates/rollbook-build/src/manifest/modules.rs /work/main/crates/rollbook-build/src/manifest/registry.rs /work/main/crates/rollbook-build/src/manifest/scope.rs /work/main/crates/rollbook-build/src/manifest/settings.rs /work/main/crates/rollbook-build/src/manifest/syntax.rs /work/main/crates/rollbook-build/src/manifest/table.rs /work/main/crates/rollbook-build/src/model/mod.rs /work/main/crates/rollbook-build/src/model/identifier.rs /work/main/crates/rollbook-build/src/model/merge.rs /work/main/crates/rollbook-build/src/model/modules.rs /work/main/crates/rollbook-build/src/model/names.rs /work/main/crates/rollbook-build/src/model/path.rs /work/main/crates/rollbook-build/src/model/registries.rs /work/main/crates/rollbook-build/src/model/scopes.rs /work/main/crates/rollbook-build/src/model/sequence.rs /work/main/crates/rollbook-build/src/model/tokens.rs /work/main/crates/rollbook-build/src/model/types.rs /work/main/crates/rollbook-build/src/model/variants.rs /work/main/crates/rollbook-build/src/script.rs /work/main/crates/rollbook-build/src/source.rs /work/main/crates/rollbook-build/src/suggest.rs /work/main/crates/rollbook-build/src/write.rs

/work/main/crates/rollbook-build/src/lib.rs:
/work/main/crates/rollbook-build/src/diagnostics/mod.rs:
/work/main/crates/rollbook-build/src/diagnostics/draw.rs:
/work/main/crates/rollbook-build/src/diagnostics/messages.rs:
/work/main/crates/rollbook-build/src/diagnostics/text.rs:
/work/main/crates/rollbook-build/src/emit/mod.rs:
/work/main/crates/rollbook-build/src/emit/build.rs:
/work/main/crates/rollbook-build/src/emit/enums.rs:
/work/main/crates/rollbook-build/src/emit/hash.rs:
/work/main/crates/rollbook-build/src/emit/macros.rs:
/work/main/crates/rollbook-build/src/emit/read.rs:
/work/main/crates/rollbook-build/src/emit/registry.rs:
/work/main/crates/rollbook-build/src/emit/scope.rs:
/work/main/crates/rollbook-build/src/emit/tables.rs:
/work/main/crates/rollbook-build/src/emit/text.rs:
/work/main/crates/rollbook-build/src/error.rs:
/work/main/crates/rollbook-build/src/fragment.rs:
/work/main/crates/rollbook-build/src/generator.rs:
/work/main/crates/rollbook-build/src/manifest/mod.rs:
/work/main/crates/rollbook-build/src/manifest/crates.rs:
/work/main/crates/rollbook-build/src/manifest/defaults.rs:
/work/main/crates/rollbook-build/src/manifest/glob.rs:
/work/main/crates/rollbook-build/src/manifest/include.rs:
/work/main/crates/rollbook-build/src/manifest/load.rs:
/work/main/crates/rollbook-build/src/manifest/modules.rs:
/work/main/crates/rollbook-build/src/manifest/registry.rs:
/work/main/crates/rollbook-build/src/manifest/scope.rs:
/work/main/crates/rollbook-build/src/manifest/settings.rs:
/work/main/crates/rollbook-build/src/manifest/syntax.rs:
/work/main/crates/rollbook-build/src/manifest/table.rs:
/work/main/crates/rollbook-build/src/model/mod.rs:
/work/main/crates/rollbook-build/src/model/identifier.rs:
/work/main/crates/rollbook-build/src/model/merge.rs:
/work/main/crates/rollbook-build/src/model/modules.rs:
/work/main/crates/rollbook-build/src/model/names.rs:
/work/main/crates/rollbook-build/src/model/path.rs:
/work/main/crates/rollbook-build/src/model/registries.rs:
/work/main/crates/rollbook-build/src/model/scopes.rs:
/work/main/crates/rollbook-build/src/model/sequence.rs:
/work/main/crates/rollbook-build/src/model/tokens.rs:
/work/main/crates/rollbook-build/src/model/types.rs:
/work/main/crates/rollbook-build/src/model/variants.rs:
/work/main/crates/rollbook-build/src/script.rs:
/work/main/crates/rollbook-build/src/source.rs:
/work/main/crates/rollbook-build/src/suggest.rs:
/work/main/crates/rollbook-build/src/write.rs:

# env-dep:CARGO_PKG_VERSION=0.1.0

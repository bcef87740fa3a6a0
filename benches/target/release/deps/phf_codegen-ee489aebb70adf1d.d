/work/main/benches/target/release/deps/phf_codegen-ee489aebb70adf1d.d: /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_codegen-0.14.0/src/lib.rs

/work/main/benches/target/release/deps/libphf_codegen-ee489aebb70adf1d.rlib: /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_codegen-0.14.0/src/lib.rs

/work/main/benches/target/release/deps/libphf_codegen-ee489aebb70adf1d.rmeta: /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_codegen-0.14.0/src/lib.rs

/root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_codegen-0.14.0/src/lib.rs:

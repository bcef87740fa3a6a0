/work/main/benches/target/release/deps/phf_generator-0224cd2aaef2b5b9.d: /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_generator-0.14.0/src/lib.rs /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_generator-0.14.0/src/ptrhash.rs

/work/main/benches/target/release/deps/libphf_generator-0224cd2aaef2b5b9.rlib: /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_generator-0.14.0/src/lib.rs /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_generator-0.14.0/src/ptrhash.rs

/work/main/benches/target/release/deps/libphf_generator-0224cd2aaef2b5b9.rmeta: /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_generator-0.14.0/src/lib.rs /root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_generator-0.14.0/src/ptrhash.rs

/root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_generator-0.14.0/src/lib.rs:
/root/.cargo/registry/src/index.crates.io-1949cf8c6b5b557f/phf_generator-0.14.0/src/ptrhash.rs:

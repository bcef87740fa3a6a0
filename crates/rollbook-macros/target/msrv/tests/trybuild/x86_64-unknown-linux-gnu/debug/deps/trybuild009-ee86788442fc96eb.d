/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild009-ee86788442fc96eb.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/self-by-another-pointer.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild009-ee86788442fc96eb.d: /work/wt-publish/crates/rollbook-macros/tests/refused/self-by-another-pointer.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/self-by-another-pointer.rs:

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild010-bfe666ff3ffb0a7b.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/unsafe-method.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild010-bfe666ff3ffb0a7b.d: /work/wt-publish/crates/rollbook-macros/tests/refused/unsafe-method.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/unsafe-method.rs:

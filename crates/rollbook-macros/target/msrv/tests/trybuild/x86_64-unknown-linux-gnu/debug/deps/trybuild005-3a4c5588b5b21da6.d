/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild005-3a4c5588b5b21da6.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/not-a-trait.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild005-3a4c5588b5b21da6.d: /work/wt-publish/crates/rollbook-macros/tests/refused/not-a-trait.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/not-a-trait.rs:

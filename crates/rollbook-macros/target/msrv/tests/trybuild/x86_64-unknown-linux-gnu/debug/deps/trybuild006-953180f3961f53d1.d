/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild006-953180f3961f53d1.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/relative-path.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild006-953180f3961f53d1.d: /work/wt-publish/crates/rollbook-macros/tests/refused/relative-path.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/relative-path.rs:

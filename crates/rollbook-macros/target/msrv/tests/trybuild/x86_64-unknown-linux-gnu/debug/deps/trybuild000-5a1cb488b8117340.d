/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild000-5a1cb488b8117340.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/arguments.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild000-5a1cb488b8117340.d: /work/wt-publish/crates/rollbook-macros/tests/refused/arguments.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/arguments.rs:

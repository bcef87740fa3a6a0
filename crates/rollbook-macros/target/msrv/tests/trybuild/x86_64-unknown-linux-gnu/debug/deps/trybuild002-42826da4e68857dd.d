/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild002-42826da4e68857dd.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/associated-type.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild002-42826da4e68857dd.d: /work/wt-publish/crates/rollbook-macros/tests/refused/associated-type.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/associated-type.rs:

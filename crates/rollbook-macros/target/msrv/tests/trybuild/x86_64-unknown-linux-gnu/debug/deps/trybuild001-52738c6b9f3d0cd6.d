/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild001-52738c6b9f3d0cd6.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/associated-constant.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild001-52738c6b9f3d0cd6.d: /work/wt-publish/crates/rollbook-macros/tests/refused/associated-constant.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/associated-constant.rs:

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild007-8d24079f443feaaa.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/returns-impl.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild007-8d24079f443feaaa.d: /work/wt-publish/crates/rollbook-macros/tests/refused/returns-impl.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/returns-impl.rs:

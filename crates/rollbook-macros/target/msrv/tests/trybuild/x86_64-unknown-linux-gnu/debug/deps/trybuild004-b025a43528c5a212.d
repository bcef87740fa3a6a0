/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild004-b025a43528c5a212.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/generic-trait.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild004-b025a43528c5a212.d: /work/wt-publish/crates/rollbook-macros/tests/refused/generic-trait.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/generic-trait.rs:

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild003-9b78cf4e81d4902c.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/function-without-self.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild003-9b78cf4e81d4902c.d: /work/wt-publish/crates/rollbook-macros/tests/refused/function-without-self.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/function-without-self.rs:

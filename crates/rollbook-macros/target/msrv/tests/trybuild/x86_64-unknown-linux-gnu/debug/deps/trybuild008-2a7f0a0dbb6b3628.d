/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/libtrybuild008-2a7f0a0dbb6b3628.rmeta: /work/wt-publish/crates/rollbook-macros/tests/refused/returns-self.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/trybuild008-2a7f0a0dbb6b3628.d: /work/wt-publish/crates/rollbook-macros/tests/refused/returns-self.rs

/work/wt-publish/crates/rollbook-macros/tests/refused/returns-self.rs:

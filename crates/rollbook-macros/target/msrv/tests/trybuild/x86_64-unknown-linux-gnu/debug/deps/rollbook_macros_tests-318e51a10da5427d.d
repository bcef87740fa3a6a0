/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/librollbook_macros_tests-318e51a10da5427d.rmeta: main.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/rollbook_macros_tests-318e51a10da5427d.d: main.rs

main.rs:

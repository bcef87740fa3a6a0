/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/librollbook_macros_tests-1597de39869882b8.rmeta: main.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/x86_64-unknown-linux-gnu/debug/deps/rollbook_macros_tests-1597de39869882b8.d: main.rs

main.rs:

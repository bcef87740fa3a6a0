/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/debug/deps/librollbook_macros-87cd26deb299136e.so: /work/wt-publish/crates/rollbook-macros/src/lib.rs /work/wt-publish/crates/rollbook-macros/src/alias.rs /work/wt-publish/crates/rollbook-macros/src/emit.rs /work/wt-publish/crates/rollbook-macros/src/parse.rs /work/wt-publish/crates/rollbook-macros/src/tokens.rs

/work/wt-publish/crates/rollbook-macros/target/msrv/tests/trybuild/debug/deps/rollbook_macros-87cd26deb299136e.d: /work/wt-publish/crates/rollbook-macros/src/lib.rs /work/wt-publish/crates/rollbook-macros/src/alias.rs /work/wt-publish/crates/rollbook-macros/src/emit.rs /work/wt-publish/crates/rollbook-macros/src/parse.rs /work/wt-publish/crates/rollbook-macros/src/tokens.rs

/work/wt-publish/crates/rollbook-macros/src/lib.rs:
/work/wt-publish/crates/rollbook-macros/src/alias.rs:
/work/wt-publish/crates/rollbook-macros/src/emit.rs:
/work/wt-publish/crates/rollbook-macros/src/parse.rs:
/work/wt-publish/crates/rollbook-macros/src/tokens.rs:

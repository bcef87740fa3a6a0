//! Async constructors of two crates in one enum, and the build functions of the other crate.

use consumer::sink::Pool;
use dependent::registry::{Scope, sink, source};
use serde_json::{from_value, json};

/// In a task of a runtime with several threads.
async fn build(config: sink::Config, pool: Pool) -> (String, Pool) {
    let task = tokio::spawn(async move {
        let module = config.build(&pool).await;
        (format!("{module:?}"), pool)
    });
    task.await.unwrap()
}

#[tokio::test]
async fn modules_of_both_crates_nest_each_other() {
    let config = json!({"type": "Buffered", "inner": {"type": "Counter", "step": 5}, "spill": {
        "type": "Replay", "source": {"type": "Tee", "sink": "Memory"}
    }});
    let (built, pool) = build(from_value(config).unwrap(), Pool::default()).await;
    let expect = "Ok(MmcvBuffered(Buffered { inner: Counter(Counter { from: 0 }), \
        spill: Some(MmcvReplay(Replay { source: MmcvTee(Tee { sink: MmcvMemory(Memory) }) })) }))";
    assert_eq!(built, expect);
    // The generic build function of the other crate ran around the source, and the constructor of this crate.
    assert_eq!(pool.opened.into_inner(), 105);
}

#[tokio::test]
async fn a_build_function_that_is_not_generic_runs_in_its_own_crate_only() {
    let pool = Pool::default();
    let stdin = json!("mmdet.Stdin");
    let stdin: source::Config = from_value(stdin).unwrap();
    let built = format!("{:?}", stdin.build(&pool).await.unwrap());
    assert_eq!(built, r#"MmdetStdin(Stdin { built_by: "" })"#);
    // The nearest generic one is that of the other crate's scope.
    assert_eq!(pool.opened.into_inner(), 100);
}

#[tokio::test]
async fn a_module_of_this_crate_gets_the_inherited_build_function() {
    let folder = "closed".into();
    let closed = Pool {
        folder,
        ..Pool::default()
    };
    let clock = source::from(Scope::App).config(json!("Clock")).unwrap();
    let error = clock.build(&closed).await.unwrap_err();
    assert_eq!(error.to_string(), "no Clock from a closed pool");
}

#[test]
fn configs_of_both_crates_are_validated_together() {
    let config = json!({"type": "Buffered", "inner": {"type": "Counter", "step": 0}, "spill": {
        "type": "File", "path": "a/b"
    }});
    let config: sink::Config = from_value(config).unwrap();
    let error = config.validate(&Pool::default()).unwrap_err();
    let expect = "2 problems in the config of the sink `Buffered`\n\
        - in `inner.step`: a counter counts (sink `Counter`)\n\
        - in `spill.path`: a file has a name, not a path (sink `File`)";
    assert_eq!(error.to_string(), expect);
}

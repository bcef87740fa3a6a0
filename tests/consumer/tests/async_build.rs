//! Registries whose constructors wait.

use std::error::Error as _;
use std::future::Future;
use std::path::Path;
use std::sync::atomic::Ordering;

use consumer::registry::{idle, panel, probe, sink, source};
use consumer::sink::Pool;
use rollbook::{BuildAsync, BuildError, BuildLocal};
use serde_json::{Value, from_value, json};

fn pool() -> Pool {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    Pool {
        folder,
        ..Pool::default()
    }
}

/// Reads a config, and builds it in a task of a runtime with several threads.
async fn build(config: Value) -> Result<sink::Module, BuildError> {
    let config: sink::Config = from_value(config).unwrap();
    let task = tokio::spawn(async move {
        let pool = pool();
        config.build(&pool).await
    });
    task.await.unwrap()
}

async fn shown(config: Value) -> String {
    format!("{:?}", build(config).await.unwrap())
}

fn chain(error: &BuildError) -> Vec<String> {
    let mut chain = vec![error.to_string()];
    let mut next = error.source();
    while let Some(error) = next {
        chain.push(error.to_string());
        next = error.source();
    }
    chain
}

#[tokio::test(flavor = "multi_thread")]
async fn constructors_that_wait_and_plain_ones() {
    let sink::Module::File(file) = build(json!({"type": "File", "path": "lib.rs"}))
        .await
        .unwrap()
    else {
        panic!("another sink");
    };
    assert!(file.text.starts_with("//! Types as a user writes them"));
    let check = async |config: Value, expect: &str| assert_eq!(shown(config).await, expect);
    check(json!("Memory"), "Memory(Memory)").await;
    check(
        json!({"type": "Console", "width": 80}),
        "Console(Console { width: 80 })",
    )
    .await;
    let throttled = json!({"type": "Throttled", "rate": 2.0});
    check(
        throttled,
        "Throttled(Throttled { rate: 2.0, waited: true })",
    )
    .await;
    let plain = json!({"type": "Plain", "rate": 2.0});
    check(plain, "Plain(Throttled { rate: 2.0, waited: false })").await;
    // A module of a registry without async constructors.
    let shaped = json!({"type": "Shaped", "act": {"kind": "ReLU"}});
    check(shaped, "Shaped(Shaped { act: ReLU(ReLU) })").await;
    let sink::Module::Socket(socket) = build(json!({"type": "Socket", "port": 80})).await.unwrap()
    else {
        panic!("another sink");
    };
    assert!(socket.address.ends_with("src:80"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_nests_itself_and_one_that_nests_it() {
    let config = json!({"type": "Buffered", "inner": {"type": "Buffered", "inner": "Memory"}, "spill": {
        "type": "Replay", "source": {"type": "Tee", "sink": {"type": "Console", "width": 1}}
    }});
    let expect = "Buffered(Buffered { inner: Buffered(Buffered { inner: Memory(Memory), spill: None }), \
        spill: Some(Replay(Replay { source: Tee(Tee { sink: Console(Console { width: 1 }) }) })) })";
    assert_eq!(shown(config).await, expect);
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_maps() {
    let list = json!([["Memory"], "Memory"]);
    let expect =
        "Fanout(Fanout { sinks: [Fanout(Fanout { sinks: [Memory(Memory)] }), Memory(Memory)] })";
    assert_eq!(shown(list).await, expect);
    let map = json!({"type": "Routes", "routes": {"a": "Memory", "b": ["Memory"]}, "more": {"1": ["Memory"]}});
    let expect = r#"Routes(Routes { routes: {"a": Memory(Memory), "b": Fanout(Fanout { sinks: [Memory(Memory)] })}, more: {1: [Memory(Memory)]} })"#;
    assert_eq!(shown(map).await, expect);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_names_its_place_at_every_level() {
    let file = json!({"type": "File", "path": "nowhere"});
    let wrong = json!({"type": "Routes", "routes": {"a": "Memory", "b": {"type": "Buffered", "inner": [file]}}});
    let error = build(wrong).await.unwrap_err();
    let expect = [
        "cannot build the sink `Routes`",
        "cannot build the sink `Buffered` (in `routes.b`)",
        "cannot build the sink `Fanout` (in `inner`)",
        "cannot build the sink `File` (in `sinks[0]`)",
        "nowhere: entity not found",
    ];
    assert_eq!(chain(&error), expect);
    assert_eq!(error.info().unwrap().name, "Routes");

    let refused = build(
        json!({"type": "Routes", "routes": {}, "more": {"7": [{"type": "Console", "width": 0}]}}),
    );
    let expect = [
        "cannot build the sink `Routes`",
        "cannot build the sink `Console` (in `more.7[0]`)",
        "a console has a width",
    ];
    assert_eq!(chain(&refused.await.unwrap_err()), expect);

    let throttled = sink::Config::Throttled(consumer::sink::ThrottledConfig { rate: f64::NAN });
    let expect = [
        "cannot build the sink `Throttled`",
        "the rate is not a number",
    ];
    assert_eq!(chain(&throttled.build(&pool()).await.unwrap_err()), expect);
}

#[tokio::test]
async fn build_functions_of_the_registry_and_of_a_scope() {
    let pool = pool();
    let tee: source::Config = from_value(json!({"type": "Tee", "sink": "Memory"})).unwrap();
    assert!(tee.build(&pool).await.is_ok());
    assert_eq!(pool.opened.swap(0, Ordering::Relaxed), 100);
    let stdin: source::Config = from_value(json!("mmdet.Stdin")).unwrap();
    let stdin = stdin.build(&pool).await.unwrap();
    assert_eq!(
        format!("{stdin:?}"),
        r#"MmdetStdin(Stdin { built_by: "mmdet" })"#
    );
    assert_eq!(pool.opened.swap(0, Ordering::Relaxed), 0);

    let tee: source::Config = from_value(json!({"type": "Tee", "sink": "Memory"})).unwrap();
    let tee = tee.validate(&pool).unwrap();
    assert!(tee.construct(&pool).await.is_ok());
    assert_eq!(pool.opened.into_inner(), 0);

    let closed = Pool {
        folder: "closed".into(),
        ..Pool::default()
    };
    let tee: source::Config = from_value(json!({"type": "Tee", "sink": "Memory"})).unwrap();
    let error = tee.build(&closed).await.unwrap_err();
    assert_eq!(chain(&error), ["no Tee from a closed pool"]);
}

#[tokio::test]
async fn a_local_registry_stays_on_its_thread() {
    let label = json!({"type": "Label", "text": "a"});
    let log = json!({"type": "Log", "sink": {"type": "Buffered", "inner": "Memory"}});
    let row = json!({"type": "Row", "panels": [label, log, {"type": "Rule", "length": 3}]});
    let row: panel::Config = from_value(row).unwrap();
    let tasks = tokio::task::LocalSet::new();
    let built = tasks.run_until(async {
        let task = tokio::task::spawn_local(async move { row.build(&pool()).await });
        task.await.unwrap()
    });
    let expect = r#"Row(Row { panels: [Label(Label { text: "a" }), Log(Log { sink: Buffered(Buffered { inner: Memory(Memory), spill: None }) }), Rule(Label { text: "---" })] })"#;
    assert_eq!(format!("{:?}", built.await.unwrap()), expect);

    let empty = json!({"type": "Row", "panels": [{"type": "Row", "panels": []}]});
    let empty: panel::Config = from_value(empty).unwrap();
    let error = empty.build(&pool()).await.unwrap_err();
    let expect = [
        "cannot build the panel `Row`",
        "a row has panels (in `panels[0]`)",
    ];
    assert_eq!(chain(&error), expect);
}

#[tokio::test]
async fn without_a_context() {
    let ping: probe::Config = from_value(json!({"type": "Ping", "times": 3})).unwrap();
    let built = tokio::spawn(ping.build()).await.unwrap().unwrap();
    assert_eq!(format!("{built:?}"), "Ping(Ping { times: 3 })");
    let none: Option<idle::Config> = None;
    assert!(BuildAsync::build(none, &()).await.unwrap().is_none());
}

#[tokio::test]
async fn the_traits_are_for_generic_code() {
    async fn all<C: ?Sized + Sync, B: BuildAsync<C>>(configs: Vec<B>, context: &C) -> usize {
        configs.build(context).await.map_or(0, |built| built.len())
    }
    async fn local<C: ?Sized, B: BuildLocal<C>>(config: B, context: &C) -> bool {
        std::rc::Rc::new(config.build(context).await).is_ok()
    }
    let memory = || from_value::<sink::Config>(json!("Memory")).unwrap();
    assert_eq!(all(vec![memory(), memory()], &pool()).await, 2);
    assert!(local(vec![Box::new(memory())], &pool()).await);
}

/// The future of a sink holds that of a source. The other way, it is behind a pointer.
#[test]
fn only_the_edge_that_closes_a_cycle_is_boxed() {
    fn size<C, F: Future>(_: fn(C, &'static Pool) -> F) -> usize {
        size_of::<F>()
    }
    let (sink, source) = (size(sink::Config::build), size(source::Config::build));
    assert!(source < sink, "{source} and {sink} bytes");
}

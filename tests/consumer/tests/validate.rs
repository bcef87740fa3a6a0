//! Registries with `validate = true`: the mistakes of a whole tree, before anything is built.

use std::collections::{BTreeMap, HashMap};
use std::error::Error as _;
use std::sync::atomic::Ordering;

use consumer::registry::{policy, rule, sink};
use consumer::sink::Pool;
use rollbook::{Build, Error, Problems, Validate, ValidateError};
use serde_json::{Value, from_value, json};

fn rule(config: Value) -> rule::Config {
    from_value(config).unwrap()
}

fn refused(config: Value) -> ValidateError {
    rule(config).validate().unwrap_err()
}

fn paths(error: &ValidateError) -> Vec<&str> {
    error
        .problems()
        .iter()
        .map(|problem| problem.path())
        .collect()
}

#[test]
fn what_is_valid_is_built() {
    let all = json!({"type": "All", "rules": ["Any", {"type": "Length", "least": 1, "most": 2}, {"type": "Exact", "length": 3}]});
    let valid = rule(all.clone()).validate().unwrap();
    assert_eq!(valid.kind(), rule::Kind::All);
    let module = valid.build().unwrap();
    let expect = "All(All { rules: [Any(Any), Length(Length(Lengths(1, 2))), Exact(Length(Lengths(3, 3)))], but: None })";
    assert_eq!(format!("{module:?}"), expect);
    // In one step; and read as a module.
    assert_eq!(format!("{:?}", rule(all.clone()).build().unwrap()), expect);
    assert_eq!(
        format!("{:?}", from_value::<rule::Module>(all).unwrap()),
        expect
    );
}

#[test]
fn the_build_function_runs_around_the_second_step() {
    let taken = rule(json!({"type": "Length", "least": 2, "most": 999}));
    let valid = taken.validate().unwrap();
    assert_eq!(valid.build().unwrap_err().to_string(), "999 is taken");
}

#[test]
fn all_mistakes_with_their_paths() {
    let wrong = json!({"type": "Length", "least": 2, "most": 1});
    let error = refused(json!({"type": "All", "rules": [
        wrong, "Any", {"type": "Named", "rules": {"b": wrong, "a": {"type": "Exact", "length": 13}}},
        {"type": "All", "rules": []},
    ], "but": {"type": "Length", "least": 3_000, "most": 2_000}}));
    let expect = "6 problems in the config of the rule `All`\n\
        - in `rules[0]`: `least` is above `most` (rule `Length`)\n\
        - in `rules[2].rules.a.length`: 13\\nis unlucky (rule `Exact`)\n\
        - in `rules[2].rules.b`: `least` is above `most` (rule `Length`)\n\
        - in `rules[3].rules`: no rules (rule `All`)\n\
        - in `but.most`: above 1000 (rule `Length`)\n\
        - in `but`: `least` is above `most` (rule `Length`)";
    assert_eq!(error.to_string(), expect);
    let first = &error.problems()[1];
    assert_eq!(first.info().unwrap().name, "Exact");
    assert_eq!(first.error().to_string(), "13\nis unlucky");
}

#[test]
fn none_without_a_problem_is_one() {
    let error = refused(json!({"type": "All", "rules": [{"type": "Exact", "length": 0}]}));
    let expect = "1 problem in the config of the rule `All`\n- in `rules[0]`: refused without a reason (rule `Exact`)";
    assert_eq!(error.to_string(), expect);
}

#[test]
fn a_problem_beside_a_valid_config_is_enough() {
    let error = refused(json!({"type": "All", "rules": []}));
    assert_eq!(paths(&error), ["rules"]);
}

#[test]
fn build_says_what_is_not_valid() {
    let wrong = json!({"type": "Length", "least": 2, "most": 1});
    let Err(Error::Build(error)) = rule::REGISTRY.build(wrong.clone()) else {
        panic!("built");
    };
    assert_eq!(error.to_string(), "cannot build the rule `Length`");
    let source = error
        .source()
        .unwrap()
        .downcast_ref::<ValidateError>()
        .unwrap();
    assert_eq!(source.problems().len(), 1);

    // In a registry that does not validate.
    let deny: policy::Config = from_value(json!({"type": "Deny", "rule": wrong})).unwrap();
    let error = deny.build().unwrap_err();
    assert_eq!(error.to_string(), "cannot build the policy `Deny`");
    let rule = error.source().unwrap();
    assert_eq!(
        rule.to_string(),
        "cannot build the rule `Length` (in `rule`)"
    );
    assert!(
        rule.source()
            .unwrap()
            .to_string()
            .starts_with("1 problem in the config of the rule `Length`")
    );
    let deny: policy::Config = from_value(json!({"type": "Deny", "rule": "Any"})).unwrap();
    assert_eq!(
        format!("{:?}", deny.build().unwrap()),
        "Deny(Deny { rule: Any(Any) })"
    );
}

#[test]
fn containers_go_on_after_a_mistake() {
    let wrong = || rule(json!({"type": "Length", "least": 2, "most": 1}));
    let any = || rule(json!("Any"));
    let check = |error: ValidateError, expect: &[&str]| assert_eq!(paths(&error), expect);
    check(
        rollbook::validate(vec![wrong(), any(), wrong()], &()).unwrap_err(),
        &["[0]", "[2]"],
    );
    let map = BTreeMap::from([("b\n", wrong()), ("a", any()), ("c", wrong())]);
    check(rollbook::validate(map, &()).unwrap_err(), &["b\\n", "c"]);
    let map: HashMap<_, _> = (0..9).map(|key| (key, Some(Box::new(wrong())))).collect();
    let expect = ["0", "1", "2", "3", "4", "5", "6", "7", "8"];
    check(rollbook::validate(map, &()).unwrap_err(), &expect);
    let shared = std::rc::Rc::new(std::sync::Arc::new(wrong()));
    check(rollbook::validate(shared, &()).unwrap_err(), &[""]);

    let valid = rollbook::validate((vec![any()], Some(any())).0, &()).unwrap();
    assert_eq!(valid.build(&()).unwrap().len(), 1);
    assert!(
        rollbook::validate(None::<rule::Config>, &())
            .unwrap()
            .is_none()
    );
}

/// With a context, in a registry whose constructors wait, and in a struct of several registries.
#[tokio::test]
async fn nothing_is_opened_before_all_is_valid() {
    struct Job<S, R> {
        sinks: Vec<S>,
        rule: R,
    }

    impl<S: Validate<Pool>, R: Validate> Validate<Pool> for Job<S, R> {
        type Valid = Job<S::Valid, R::Valid>;

        fn validate(self, pool: &Pool, problems: &mut Problems) -> Option<Self::Valid> {
            let sinks = problems.at("sinks", |problems| self.sinks.validate(pool, problems));
            let rule = problems.at("rule", |problems| self.rule.validate(&(), problems));
            Some(Job {
                sinks: sinks?,
                rule: rule?,
            })
        }
    }

    let pool = Pool {
        folder: concat!(env!("CARGO_MANIFEST_DIR"), "/src").into(),
        ..Pool::default()
    };
    let file = |path: &str| json!({"type": "File", "path": path});
    let job = |path: &str, least: u32| Job {
        sinks: from_value::<Vec<sink::Config>>(
            json!([file("lib.rs"), {"type": "Replay", "source": {
                "type": "Tee", "sink": {"type": "Routes", "routes": {"a": file(path)}}
            }}]),
        )
        .unwrap(),
        rule: rule(json!({"type": "Length", "least": least, "most": 9})),
    };
    let error = rollbook::validate(job("", 10), &pool).err().unwrap();
    let expect = "2 problems in the config\n\
        - in `sinks[1].source.sink.routes.a.path`: a file has a name (sink `File`)\n\
        - in `rule`: `least` is above `most` (rule `Length`)";
    assert_eq!(error.to_string(), expect);

    // `build` alone validates the whole tree first: the good file is not opened, either.
    let list = json!({"type": "Fanout", "sinks": [file("lib.rs"), file("a/b")]});
    let error = from_value::<sink::Config>(list)
        .unwrap()
        .build(&pool)
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "cannot build the sink `Fanout`");
    assert_eq!(pool.opened.load(Ordering::Relaxed), 0);

    let Ok(valid) = rollbook::validate(job("sink.rs", 1), &pool) else {
        panic!("not valid");
    };
    for sink in valid.sinks {
        tokio::task::yield_now().await;
        sink.build(&pool).await.unwrap();
    }
    assert!(valid.rule.build().is_ok());
    assert_eq!(pool.opened.into_inner(), 102);
}

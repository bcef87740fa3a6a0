//! The catalog for tools: how a name is looked up, in the words of a walk and as the resolver decides.

use std::fs;
use std::path::Path;

use rollbook_build::{Catalog, Generator, UnknownEntry};

/// The example of the rules: `m` over `a` and `b`, `a` over `a1` and `a2`, `b` over `b1`.
const WORLD: &str = r#"[rollbook]
scope = "m"
[registry.model]
doc = "What is built."
[registry.loss]
[scope.m]
[scope.a]
parent = "m"
[scope.b]
parent = "m"
[scope.a1]
parent = "a"
[scope.a2]
parent = "a"
[scope.b1]
parent = "b"
[modules.m.model]
X = "crate::X"
S = "crate::S"
[modules.a.model]
A = { type = "crate::A<$loss>", aliases = ["an-a"], defaults = { depth = 1, list = [true, "x"] } }
S = "crate::AS"
[modules.b.model]
B = "crate::B"
S = "crate::BS"
[modules.a1.model]
P = { type = "crate::P", feature = "off" }
S = "crate::A1S"
[modules.a2.model]
Q = "crate::Q"
[modules.b1.model]
R = "crate::R"
"#;

/// Each test has a folder of its own: tests run at the same time.
fn catalog(test: &str) -> Catalog {
    catalog_of(test, WORLD)
}

fn catalog_of(test: &str, manifest: &str) -> Catalog {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("catalog-{test}"));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("registry.toml"), manifest).unwrap();
    Generator::new()
        .root(&folder)
        .package("world")
        .catalog()
        .unwrap()
}

#[test]
fn the_walk_ends_where_the_resolver_does() {
    let catalog = catalog("walk");
    let scopes = ["m", "a", "b", "a1", "a2", "b1", "c"];
    let names = ["X", "S", "A", "an-a", "B", "P", "Q", "R", "Z", ""];
    let mut found = 0;
    let mut check = |scope: usize, name: &str| {
        let explained = catalog.explain(0, scope, name).unwrap();
        let modules = &catalog.registries[0].modules;
        let walked = explained.steps.iter().find_map(|step| step.module);
        let walked = walked.filter(|module| modules[*module].enabled);
        assert_eq!(
            walked, explained.module,
            "{name} from {}",
            catalog.scopes[scope].name
        );
        assert_eq!(explained.advice.is_none(), explained.module.is_some());
        found += usize::from(walked.is_some());
    };
    for scope in 0..catalog.scopes.len() {
        for name in names {
            check(scope, name);
            for first in scopes {
                check(scope, &format!("{first}.{name}"));
                for second in scopes {
                    check(scope, &format!("{first}.{second}.{name}"));
                }
            }
        }
    }
    assert!(found > 200, "{found}");
}

#[test]
fn what_a_module_is() {
    let catalog = catalog("module");
    let module = &catalog.registries[0].modules[2];
    assert_eq!(module.name, "A");
    assert_eq!(module.aliases, ["an-a"]);
    assert_eq!(module.nests, ["loss"]);
    assert_eq!(module.place, "registry.toml:21");
    let defaults = module
        .defaults
        .iter()
        .map(|(key, value)| format!("{key} = {value}"));
    assert_eq!(
        defaults.collect::<Vec<_>>(),
        ["depth = 1", "list = [true, \"x\"]"]
    );
    assert_eq!(catalog.registries[0].doc.as_deref(), Some("What is built."));
}

#[test]
fn what_is_not_there() {
    let catalog = catalog("missing");
    assert!(catalog.explain(2, 0, "X").is_none() && catalog.explain(0, 6, "X").is_none());
    let error = catalog.registry("models").unwrap_err();
    assert!(matches!(error, UnknownEntry::Registry { .. }));
    assert_eq!(
        error.to_string(),
        "unknown registry `models`; there is `model` and `loss`"
    );
    let error = catalog.scope("c").unwrap_err().to_string();
    assert_eq!(
        error,
        "unknown scope `c`; there is `m`, `a`, `a1`, `a2`, `b` and `b1`"
    );
}

#[test]
fn a_record_that_is_not_there() {
    let error = Generator::recorded(env!("CARGO_TARGET_TMPDIR")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("there is no record of a build script in"),
        "{error}"
    );
}

/// A reserved name does not climb to the module of that name above: that would be another one.
#[test]
fn a_reserved_name_hides_the_one_above() {
    let manifest = WORLD.replace(
        "doc = \"What is built.\"",
        "reserved = { \"a.X\" = \"use `A`\", Old = \"use `X`\" }",
    );
    let catalog = catalog_of("reserved", &manifest);
    let check = |scope: &str, name: &str, expect: Result<&str, &str>| {
        let found = catalog
            .explain(0, catalog.scope(scope).unwrap(), name)
            .unwrap();
        let module = found
            .module
            .map(|module| catalog.registries[0].modules[module].type_path.as_str());
        let advice = found.advice.unwrap_or_default();
        assert_eq!(module.ok_or(advice.as_str()), expect, "{scope} {name}");
    };
    let gone = Err("the model `X` was removed: use `A`");
    check("a", "X", gone);
    check("a1", "X", gone);
    check("m", "a.X", gone);
    check("a", "a.X", gone);
    check("b", "X", Ok("crate::X"));
    check("a", "m.X", Ok("crate::X"));
    check("b1", "Old", Err("the model `Old` was removed: use `X`"));
    check("m", "Oldd", Err("no model `Oldd` as seen from `m`"));
}

//! Many modules: a real registry of others, and more than there is room for.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rollbook_build::{Generator, Output};

fn generated(name: &str, manifest: &str) -> Output {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("registry.toml"), manifest).unwrap();
    Generator::new().root(&root).generate().unwrap()
}

/// The registry of mmengine, mmcv, mmdet and mmpretrain as a manifest, with one of its scopes as the own one.
fn corpus(registries: &serde_json::Map<String, serde_json::Value>, own: &str) -> (String, usize) {
    let mut scopes = Vec::<(String, Option<String>)>::new();
    let mut out = String::new();
    let mut count = 0;
    for (name, registry) in registries {
        let name = name.to_lowercase().replace(' ', "_");
        writeln!(out, "[registry.{name}]").unwrap();
        for (scope, node) in registry["scopes"].as_object().unwrap() {
            let parent = node["parent"].as_str().map(str::to_owned);
            match scopes.iter_mut().find(|(known, _)| known == scope) {
                // In some trees a scope is the root which is a child in the others.
                Some((_, known)) => *known = known.take().or(parent),
                None => scopes.push((scope.clone(), parent)),
            }
            writeln!(out, "[modules.{scope}.{name}]").unwrap();
            for module in node["modules"].as_array().unwrap() {
                writeln!(out, "{} = \"crate::m\"", module["name"]).unwrap();
                count += 1;
            }
        }
    }
    let mut head = format!("[rollbook]\nscope = \"{own}\"\n");
    for (scope, parent) in scopes {
        writeln!(head, "[scope.{scope}]").unwrap();
        if let Some(parent) = parent {
            writeln!(head, "parent = \"{parent}\"").unwrap();
        }
    }
    (head + &out, count)
}

#[test]
fn a_real_registry_has_no_clash_whichever_scope_is_its_own() {
    let file = "../../../shared/corpus/openmmlab-registry.json";
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let Ok(text) = fs::read_to_string(&path) else {
        // Not println: the test runner keeps that to itself.
        let told = format!(
            "\nSKIPPED: {} is not there: 1,102 real names were not tried\n",
            path.display()
        );
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        return;
    };
    let corpus_file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let registries = corpus_file["registries"].as_object().unwrap();
    for own in ["mmengine", "mmdet", "mmpretrain"] {
        let (manifest, count) = corpus(registries, own);
        assert_eq!(count, 1102);
        let output = generated("corpus", &manifest);
        assert_eq!(output.problems, "", "{own}");
        assert_eq!(output.warnings, [""; 0], "{own}");
    }
}

fn many(count: usize) -> String {
    let mut out = String::from("[registry.act]\n[modules.act]\n");
    for n in 0..count {
        writeln!(
            out,
            "Name{n} = {{ type = \"crate::a::Name{n}\", aliases = [\"name-{n}\"] }}"
        )
        .unwrap();
    }
    out
}

#[test]
fn more_names_than_there_is_room_for() {
    let output = generated("names", &many(16_001));
    assert!(output.problems.contains("[R080]"), "{}", output.problems);
    assert!(
        output.problems.contains("registry.toml:16003:1\n"),
        "{}",
        output.problems
    );
    assert!(output.text.contains("Name15999"));
    assert!(!output.text.contains("Name16000"));
}

#[test]
fn a_long_chain_of_scopes() {
    let mut manifest = String::from("[rollbook]\nscope = \"s0\"\n[scope.s0]\n");
    for n in 1..3_000 {
        writeln!(manifest, "[scope.s{n}]\nparent = \"s{}\"", n - 1).unwrap();
    }
    assert_eq!(generated("chain", &manifest).problems, "");
    let cycle = manifest.replacen("[scope.s0]\n", "[scope.s0]\nparent = \"s2999\"\n", 1);
    assert!(generated("chain", &cycle).problems.contains("[R026]"));
}

#[test]
fn thousands_of_problems_are_counted_and_the_first_are_drawn() {
    let mut manifest = String::from("[rollbook]\nscope = \"s0\"\n[registry.act]\n");
    for n in 0..5_000 {
        writeln!(manifest, "[scope.s{n}]\nparent = \"unknown{n}\"").unwrap();
    }
    let output = generated("problems", &manifest);
    assert!(
        output.problems.contains("and 4980 more\n5000 problems; "),
        "{}",
        output.problems
    );
}

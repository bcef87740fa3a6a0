//! The lock of names, as a package has it: its generated test, what look-ups answer for a reserved name, and how often the
//! build script runs. `ROLLBOOK_BLESS=1` writes the records again.

use std::fs;
use std::path::Path;

use fixture::Package;

const LIB: &str = r#"//! A package with a lock.

pub mod registry {
    rollbook::include_registry!();
}

#[derive(Debug, serde::Deserialize)]
pub struct ResNet {
    pub depth: u32,
}

#[derive(Debug, serde::Deserialize)]
pub struct Swin {}

#[cfg(test)]
mod tests {
    #[test]
    fn said() {
        use crate::registry::model::{Config, REGISTRY};
        for name in ["Old", "lock-reserved.Old", "old", "Swinn"] {
            println!("{name}: {}", REGISTRY.resolve(name).map_or_else(|error| error.to_string(), |_| "found".to_owned()));
        }
        let read = rollbook::toml::from_str::<Config>("type = \"Old\"").map(drop);
        println!("{}", read.unwrap_err());
    }
}
"#;

const REGISTRY: &str = r#"[rollbook]
lock = true

[registry.model]
derive = ["Debug"]

[modules.model]
ResNet = "crate::ResNet"
Swin = "crate::Swin"
"#;

const LOCK: &str = "# rollbook names, version 1. Written by `cargo rollbook lock`: a name that vanishes fails `cargo test`.\n\
    model ResNet\nmodel Swin\n";

fn package(name: &str, registry: &str, lib: &str) -> Package {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), name);
    let crates = fixture::repository().join("crates");
    let dependencies = format!(
        "[workspace]\n[dependencies]\nrollbook = {{ path = {:?}, features = [\"toml\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         [build-dependencies]\nrollbook-build = {{ path = {:?} }}\n",
        crates.join("rollbook"),
        crates.join("rollbook-build"),
    );
    package.write_user(".", &dependencies, registry, lib);
    package
}

/// Whether `cargo test` passes, and what it prints about the lock, without what differs between machines.
fn tested(package: &Package) -> (bool, String) {
    let output = package.cargo(&[
        "test",
        "--lib",
        "-q",
        "--",
        "--nocapture",
        "--test-threads=1",
    ]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    (output.status.success(), text)
}

fn record(name: &str, said: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/lock/{name}.txt"));
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, said).unwrap();
    }
    let recorded = fs::read_to_string(&path).unwrap_or_default();
    assert!(said == recorded, "{name} differs from its record:\n{said}");
}

/// The part of the output that starts with `error: ` and ends before rustc's note.
fn fault(said: &str) -> String {
    let start = said
        .find("error: ")
        .unwrap_or_else(|| panic!("no error: {said}"));
    let rest = &said[start..];
    let end = rest
        .find("note: run with")
        .or(rest.find("\nstack backtrace"));
    format!("{}\n", rest[..end.unwrap_or(rest.len())].trim_end())
}

#[test]
fn a_name_that_vanishes_fails_a_test_until_it_is_an_alias_or_reserved() {
    let package = package("lock-vanished", REGISTRY, LIB);
    package.write("registry.lock", LOCK);
    let (passes, said) = tested(&package);
    assert!(passes, "{said}");

    let renamed = REGISTRY.replace("Swin =", "SwinV2 =");
    package.write("registry.toml", &renamed);
    let (passes, said) = tested(&package);
    assert!(!passes, "{said}");
    record("vanished", &fault(&said));

    // The edit that the message names.
    let mended = renamed.replace(
        "\"crate::Swin\"",
        "{ type = \"crate::Swin\", aliases = [\"Swin\"] }",
    );
    package.write("registry.toml", &mended);
    package.write(
        "registry.lock",
        &format!("{LOCK}model SwinV2\n").replace("model Swin\n", "model Swin alias of SwinV2\n"),
    );
    let (passes, said) = tested(&package);
    assert!(passes, "{said}");

    let removed = REGISTRY
        .replace("Swin = \"crate::Swin\"\n", "")
        .replace("derive", "reserved = { Swin = \"use `ResNet`\" }\nderive");
    package.write("registry.toml", &removed);
    package.write(
        "registry.lock",
        &LOCK.replace("Swin\n", "Swin reserved: use `ResNet`\n"),
    );
    let (passes, said) = tested(&package);
    assert!(passes, "{said}");
}

#[test]
fn every_look_up_answers_for_a_reserved_name() {
    let registry = REGISTRY
        .replace("lock = true", "")
        .replace("derive", "reserved = { Old = \"use `ResNet`\" }\nderive");
    let package = package("lock-reserved", &registry, LIB);
    let (passes, said) = tested(&package);
    assert!(passes, "{said}");
    let start = said.find("Old: ").unwrap();
    let end = said[start..]
        .find("\n.")
        .unwrap_or_else(|| panic!("{said}"));
    record("reserved", &format!("{}\n", &said[start..start + end]));

    package.write(
        "src/lib.rs",
        &format!("{LIB}\npub fn gone(_: registry::model::type_of!(\"Old\")) {{}}\n"),
    );
    let output = package.cargo(&["check", "-q"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let expect = "the model `Old` was removed: use `ResNet`";
    assert!(!output.status.success() && said.contains(expect), "{said}");
}

/// `#![no_std]`, and an alias that is over: without a lock, there is a test.
#[test]
fn an_alias_ends_with_a_version_in_tests_only() {
    let registry = "[registry.model]\n[modules.model]\nNet = { type = \"crate::Net\", aliases = [{ name = \"net\", until = \"0.0.0\" }] }\n";
    let lib = "//! A package without std.\n#![no_std]\n\npub mod registry {\n    rollbook::include_registry!();\n}\n\n\
        #[derive(serde::Deserialize)]\npub struct Net {}\n\n\
        #[test]\nfn programs_accept_it() {\n    assert!(registry::model::REGISTRY.contains(\"net\"));\n}\n";
    let package = package("lock-alias", registry, lib);
    assert!(package.cargo(&["check", "-q"]).status.success());
    let (passes, said) = tested(&package);
    assert!(!passes && said.contains("1 passed; 1 failed"), "{said}");
    record("expired", &fault(&said));
}

/// A lock that is not there yet is in the package's own folder, which cannot be watched.
#[test]
fn a_missing_lock_runs_the_build_script_once() {
    let name = "lock-missing";
    let package = package(name, REGISTRY, LIB);
    let runs = |when: &str, expect: usize| {
        let mut runs = 0;
        for _ in 0..3 {
            let output = package.cargo(&["check", "-v"]);
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(output.status.success(), "{said}");
            runs += fixture::build_scripts_run(&said, &[name]).len();
        }
        assert_eq!(runs, expect, "{when}");
    };
    runs("at first", 1);
    let (passes, said) = tested(&package);
    assert!(!passes, "{said}");
    record("missing", &fault(&said));
    package.write("registry.lock", LOCK);
    runs("a new lock", 1);
    let (passes, said) = tested(&package);
    assert!(passes, "{said}");
    package.write("registry.lock", &format!("{LOCK}model VGG\n"));
    runs("a changed lock", 1);
    package.write("src/lib.rs", &format!("{LIB}// changed\n"));
    runs("another file", 0);
    package.remove("registry.lock");
    // Once as the lock changed, and once as Cargo watches in another way.
    runs("a deleted lock", 2);
}

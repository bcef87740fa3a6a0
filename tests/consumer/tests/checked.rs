//! Config files that are checked while a package builds: what makes Cargo check them again (counted), what Cargo prints
//! about a mistake in one, and the tests that read them.

use fixture::Package;

const REGISTRY: &str = r#"[registry.model]
derive = ["Debug"]

[modules.model]
ResNet = "crate::ResNet"

[[check]]
files = ["configs/**/*.toml", "configs/**/*.json"]
type = "crate::Job"
slots = { model = "model" }
"#;

const LIB: &str = r#"//! A package with config files.

pub mod registry {
    rollbook::include_registry!();
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResNet {
    pub depth: u32,
}

#[derive(Debug, serde::Deserialize)]
pub struct Job {
    pub model: registry::model::Module,
}

registry::check_configs!();
"#;

const PROBLEMS_ONLY: &str = "\
rollbook::include_problems!();
";

const GOOD: &str = "[model]\ntype = \"ResNet\"\ndepth = 50\n";

fn package(name: &str) -> Package {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), name);
    let crates = fixture::repository().join("crates");
    let dependencies = format!(
        "[workspace]\n[dependencies]\nrollbook = {{ path = {:?}, features = [\"toml\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n[dev-dependencies]\nserde_json = \"1\"\n\
         [build-dependencies]\nrollbook-build = {{ path = {:?} }}\n",
        crates.join("rollbook"),
        crates.join("rollbook-build"),
    );
    package.write_user(".", &dependencies, REGISTRY, LIB);
    package.write("configs/one.toml", GOOD);
    let json = "{\"model\": {\"type\": \"ResNet\", \"depth\": 18}}\n";
    package.write("configs/deep/two.json", json);
    package
}

/// How often the build script runs in three builds, one after the other.
fn reruns(package: &Package) -> usize {
    let runs = (0..3).filter(|_| {
        let output = package.cargo(&["check", "-v"]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        !fixture::build_scripts_run(&said, &["checked-reruns"]).is_empty()
    });
    runs.count()
}

#[test]
fn a_new_a_changed_and_a_deleted_file_are_checked_once() {
    let package = package("checked-reruns");
    assert_eq!(reruns(&package), 1, "at first");
    package.write("configs/deep/three.toml", GOOD);
    assert_eq!(reruns(&package), 1, "a new file");
    package.write("configs/deeper/still/four.toml", GOOD);
    assert_eq!(reruns(&package), 1, "a new file in a new folder");
    package.write("configs/one.toml", &format!("{GOOD}# changed\n"));
    assert_eq!(reruns(&package), 1, "a changed file");
    package.remove("configs/one.toml");
    assert_eq!(reruns(&package), 1, "a deleted file");
    package.remove("configs/deeper");
    assert_eq!(reruns(&package), 1, "a deleted folder");
    package.write("src/lib.rs", &format!("{LIB}\n// changed\n"));
    assert_eq!(reruns(&package), 0, "nothing that is checked");
}

#[test]
fn a_wrong_name_fails_the_build_and_is_the_only_error() {
    let package = package("checked-names");
    package.write("configs/one.toml", &GOOD.replace("ResNet", "RseNet"));
    let output = package.cargo(&["check", "--tests", "--message-format=json"]);
    assert!(!output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let messages = text
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let messages = messages
        .filter(|message| message["reason"] == "compiler-message")
        .map(|message| message["message"].clone())
        .filter(|message| !message["message"].as_str().unwrap().starts_with("aborting"))
        .collect::<Vec<_>>();
    let drawn = r#"error: no model `RseNet` [R115]
 --> configs/one.toml:2:8
  |
2 | type = "RseNet"
  |        ^^^^^^^^ no such name
  |
  = help: a similar model: `ResNet`

"#;
    let (named, counted): (Vec<_>, Vec<_>) = messages
        .iter()
        .partition(|message| message["code"]["code"] == "rollbook::R115");
    // Once for the library, once for its tests.
    assert!((1..=2).contains(&named.len()), "{messages:?}");
    for message in named {
        assert_eq!(message["rendered"], drawn);
    }
    assert!((1..=2).contains(&counted.len()), "{messages:?}");
    for message in counted {
        let text = "1 problem in the config files, each shown at its place";
        assert_eq!(message["message"], text);
        // Where an editor shows it: the first place on the way here that lies in its own workspace.
        let spans = std::iter::successors(Some(&message["spans"][0]), |span| {
            Some(&span["expansion"]["span"]).filter(|span| span.is_object())
        });
        let mut spans = spans.filter(|span| span["file_name"] == "src/lib.rs");
        let span = spans.next().unwrap();
        assert_eq!(span["line_start"], 4);
    }
}

#[test]
fn a_test_a_file_reads_it_into_its_type() {
    let package = package("checked-types");
    let wrong = "{\"model\": {\"type\": \"ResNet\",\n  \"depht\": 18}}\n";
    package.write("configs/deep/two.json", wrong);
    let output = package.cargo(&["test", "--lib"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!output.status.success(), "{said}");
    assert!(
        said.contains("test check_configs::reads_configs_one_toml ... ok"),
        "{said}"
    );
    assert!(
        said.contains("test check_configs::reads_configs_deep_two_json ... FAILED"),
        "{said}"
    );
    let error =
        "configs/deep/two.json: unknown field `depht`, expected `depth` at line 2 column 13";
    assert!(said.contains(error), "{said}");
    let wrong = GOOD.replace("50", "'fifty'");
    package.write("configs/one.toml", &wrong);
    let output = package.cargo(&["test", "--lib"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("configs/one.toml: TOML error at line 3, column 9"),
        "{said}"
    );
}

#[test]
fn a_package_that_only_checks_is_all_that_is_compiled_again() {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), "checked-apart");
    let members = ["checked-apart-modules", "checked-apart-configs"];
    package.write(
        "Cargo.toml",
        &format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n"),
    );
    let crates = fixture::repository().join("crates");
    let rollbook = format!("rollbook = {{ path = {:?} }}\n", crates.join("rollbook"));
    let build = format!(
        "[build-dependencies]\nrollbook-build = {{ path = {:?} }}\n",
        crates.join("rollbook-build")
    );
    let (modules, check) = REGISTRY.split_once("[[check]]").unwrap();
    let (lib, _) = LIB
        .split_once("#[derive(Debug, serde::Deserialize)]\npub struct Job")
        .unwrap();
    package.write_user(
        members[0],
        &format!(
            "links = \"checked-apart\"\n[dependencies]\n{rollbook}serde = {{ version = \"1\", features = [\"derive\"] }}\n{build}"
        ),
        modules,
        lib,
    );
    package.write_user(
        members[1],
        &format!(
            "[dependencies]\n{rollbook}checked-apart-modules = {{ path = \"../{}\" }}\n{build}",
            members[0]
        ),
        &format!(
            "[crates]\nmodules = {{ links = \"checked-apart\" }}\n[[check]]{}",
            check.replace("type = \"crate::Job\"\n", "")
        ),
        PROBLEMS_ONLY,
    );
    let config = format!("{}/configs/one.toml", members[1]);
    let check = || {
        let output = package.cargo(&["check"]);
        (
            output.status.success(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    package.write(&config, GOOD);
    let (success, said) = check();
    assert!(success, "{said}");

    package.write(&config, &format!("{GOOD}# changed\n"));
    let (success, said) = check();
    assert!(success, "{said}");
    assert!(said.contains(" checked-apart-configs v"), "{said}");
    assert!(!said.contains(" checked-apart-modules v"), "{said}");

    package.write(&config, &GOOD.replace("ResNet", "RseNet"));
    let (success, said) = check();
    assert!(!success, "{said}");
    let drawn = " --> checked-apart-configs/configs/one.toml:2:8\n";
    assert!(said.contains(drawn), "{said}");
}

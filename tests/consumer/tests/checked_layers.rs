//! Config files that are based on others, checked while a package builds: each base once, wherever it lies.

use fixture::Package;

const REGISTRY: &str = r#"[registry.model]
derive = ["Debug"]

[modules.model]
ResNet = "crate::ResNet"

[[check]]
files = "configs/*.toml"
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

const BASE: &str = "[model]\ntype = \"ResNet\"\ndepth = 50\n";
const OVER: &str = "_base_ = \"../bases/model.toml\"\n";

fn package(name: &str) -> Package {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), name);
    let crates = fixture::repository().join("crates");
    let dependencies = format!(
        "[workspace]\n[dependencies]\nrollbook = {{ path = {:?}, features = [\"layers\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n\
         [build-dependencies]\nrollbook-build = {{ path = {:?} }}\n",
        crates.join("rollbook"),
        crates.join("rollbook-build"),
    );
    package.write_user(".", &dependencies, REGISTRY, LIB);
    package.write("bases/model.toml", BASE);
    package.write("configs/one.toml", OVER);
    package.write("configs/two.toml", &format!("{OVER}[model]\ndepth = 18\n"));
    package
}

/// How often the build script runs in three builds, one after the other, and what the last one says.
fn builds(package: &Package, name: &str) -> (usize, String) {
    let mut runs = 0;
    let mut last = String::new();
    for _ in 0..3 {
        let output = package.cargo(&["check", "-v"]);
        last = String::from_utf8_lossy(&output.stderr).into_owned();
        runs += usize::from(!fixture::build_scripts_run(&last, &[name]).is_empty());
    }
    (runs, last)
}

#[test]
fn a_base_is_checked_again_once() {
    let name = "checked-layers-reruns";
    let package = package(name);
    let good = |when: &str| {
        let (runs, said) = builds(&package, name);
        assert_eq!(runs, 1, "{when}: {said}");
        assert!(!said.contains("error"), "{when}: {said}");
    };
    good("at first");
    package.write("bases/model.toml", &format!("{BASE}# changed\n"));
    good("a changed base");
    package.write("bases/root.toml", BASE);
    package.write("bases/model.toml", "_base_ = \"root.toml\"\n");
    good("a base of the base");
    package.write("bases/root.toml", &format!("{BASE}# changed\n"));
    good("a changed base of the base");
    package.remove("bases/root.toml");
    let (runs, said) = builds(&package, name);
    assert_eq!(runs, 1, "a deleted base: {said}");
    assert_eq!(
        said.matches("cannot read the base `bases/root.toml`")
            .count(),
        1,
        "{said}"
    );
    package.write("bases/root.toml", BASE);
    good("a new base");
    // Above the package, too.
    package.write("../checked-layers-outside/root.toml", BASE);
    package.write(
        "bases/model.toml",
        "_base_ = \"../../checked-layers-outside/root.toml\"\n",
    );
    good("a base outside of the package");
    package.write(
        "../checked-layers-outside/root.toml",
        &format!("{BASE}# changed\n"),
    );
    good("a changed base outside of the package");
}

/// Its folder is that of the package, which changes with each build.
#[test]
fn a_missing_base_beside_the_manifest_runs_the_build_script_once() {
    let name = "checked-layers-missing";
    let package = package(name);
    package.write("configs/two.toml", "_base_ = \"../gone.toml\"\n");
    let (runs, said) = builds(&package, name);
    assert_eq!(runs, 1, "{said}");
    assert!(said.contains("cannot read the base `gone.toml`"), "{said}");
    package.write("gone.toml", BASE);
    let (runs, said) = builds(&package, name);
    assert_eq!(runs, 1, "a new base: {said}");
    assert!(!said.contains("error"), "{said}");
    package.write("gone.toml", &format!("{BASE}# changed\n"));
    assert_eq!(builds(&package, name).0, 1, "a changed base");
}

#[test]
fn a_wrong_name_in_a_base_is_told_once() {
    let package = package("checked-layers-names");
    package.write("bases/model.toml", &BASE.replace("ResNet", "RseNet"));
    let output = package.cargo(&["check"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert_eq!(said.matches("no model `RseNet`").count(), 1, "{said}");
    assert_eq!(said.matches("bases/model.toml:2:8").count(), 1, "{said}");
    assert!(said.contains("1 problem in the config files"), "{said}");
}

#[test]
fn a_test_reads_each_file_with_its_bases() {
    let package = package("checked-layers-types");
    package.write("configs/two.toml", &format!("{OVER}[model]\ndepht = 18\n"));
    let output = package.cargo(&["test", "--lib"]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        said.contains("test check_configs::reads_configs_one_toml ... ok"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        said.contains("configs/two.toml: unknown field `depht`, expected `depth`"),
        "{said}"
    );
    assert!(said.contains("configs/two.toml:3:1"), "{said}");
}

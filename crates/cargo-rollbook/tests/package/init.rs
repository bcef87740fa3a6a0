//! `init`, and packages that have no registry yet.

use std::fs;

use fixture::Package;

use crate::command::as_recorded;
use crate::command::example::{REGISTRY, folder, package};
use crate::{check, read, run};

/// A package without a registry.
pub(crate) fn plain(name: &str, files: &[(&str, &str)]) -> Package {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), name);
    let manifest = format!(
        "[workspace]\n[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n"
    );
    package.write(&format!("{name}/Cargo.toml"), &manifest);
    package.write(&format!("{name}/src/lib.rs"), "");
    for (path, text) in files {
        package.write(&format!("{name}/{path}"), text);
    }
    package
}

const ENUM: &str = r#"
/// All nets.
#[derive(serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Net {
    /// Residual network.
    ///
    /// More about it.
    ResNet(crate::nets::ResNetConfig),
    #[serde(rename = "vgg-16", alias = "vgg")]
    Vgg(Box<VggConfig>),
    Tiny { depth: u32 },
}
enum Other { A }
"#;

#[test]
fn init_a_manifest() {
    let fresh = plain("init", &[]);
    check(&fresh, "init-check", &["init", "--check"]);
    assert!(!folder(&fresh).join("registry.toml").exists());
    check(&fresh, "init", &["init", "--registry", "net"]);
    check(&fresh, "init-again", &["init"]);
    assert!(as_recorded("package", "init-registry", &read(&fresh, "registry.toml")).is_none());

    let of_enum = plain("init-enum", &[("src/net.rs", ENUM)]);
    check(
        &of_enum,
        "init-from-enum",
        &["init", "--from-enum", "src/net.rs", "--registry", "net"],
    );
    assert!(
        as_recorded(
            "package",
            "init-from-enum-registry",
            &read(&of_enum, "registry.toml")
        )
        .is_none()
    );
    let wrong = plain(
        "init-no-enum",
        &[("src/net.rs", "enum"), ("src/b.rs", "struct A;")],
    );
    check(
        &wrong,
        "init-from-no-rust",
        &["init", "--from-enum", "src/net.rs"],
    );
    check(
        &wrong,
        "init-from-no-enum",
        &["init", "--from-enum", "src/b.rs"],
    );

    let configs = [
        (
            "configs/a.toml",
            "[model]\ntype = \"ResNet\"\n[[transforms]]\ntype = \"mmdet.Resize\"\n",
        ),
        (
            "configs/b.json",
            "{\"model\": {\"type\": \"vgg-16\", \"head\": {\"type\": \"Fc\"}}, \"type\": \"no module\"}",
        ),
    ];
    let of_configs = plain("init-configs", &configs);
    check(
        &of_configs,
        "init-from-configs",
        &["init", "--from-configs", "configs/*"],
    );
    assert!(
        as_recorded(
            "package",
            "init-from-configs-registry",
            &read(&of_configs, "registry.toml")
        )
        .is_none()
    );
    check(
        &wrong,
        "init-from-no-configs",
        &["init", "--from-configs", "configs/*.toml"],
    );
}

#[test]
fn what_is_no_package_with_a_registry() {
    let without = plain("without", &[]);
    check(&without, "no-build-script", &["list"]);
    let other = plain("other", &[("build.rs", "fn main() {}\n")]);
    check(&other, "another-build-script", &["list"]);
    let broken = package("broken", &[("registry.toml", "[registry.model\n")]);
    check(&broken, "broken-manifest-check", &["check"]);
    check(
        &broken,
        "broken-manifest-add",
        &["add", "X", "crate::X", "--registry", "model"],
    );
    let gone = package("gone", &[]);
    gone.remove("gone/registry.toml");
    check(&gone, "no-manifest", &["check"]);
    check(&gone, "no-such-package", &["list", "-p", "nothing"]);
    let no_check = REGISTRY.split("[[check]]").next().unwrap();
    let unchecked = package("unchecked", &[("registry.toml", no_check)]);
    check(&unchecked, "no-check", &["check", "configs/good.toml"]);
}

/// The package `name`, which generates a registry and does not include it, with what `init` makes of its configs.
fn of_configs(name: &str) -> Package {
    let package = package(name, &[("src/lib.rs", "")]);
    fs::remove_file(folder(&package).join("registry.toml")).unwrap();
    package
}

#[test]
fn a_manifest_of_configs_with_scopes_is_accepted() {
    let package = of_configs("of-scopes");
    let config = r#"
        hooks = [{ type = "Log" }, { type = "torch.hooks.Log" }]
        scopes = [{ type = "A" }, { type = "of-scopes.B" }]
        [fn]
        type = "x y"
        [model]
        type = "mmdet.ResNet"
        _scope_ = "cls"
        init = { type = "mmdet.Pretrained", _scope_ = "of-scopes" }
        neck = { type = "FPN" }
    "#;
    package.write("of-scopes/configs/a.toml", config);
    check(
        &package,
        "init-from-scopes",
        &["init", "--from-configs", "configs/*.toml"],
    );
    assert!(
        as_recorded(
            "package",
            "init-from-scopes-registry",
            &read(&package, "registry.toml")
        )
        .is_none()
    );
    assert_eq!(run(&package, &["check"]), "exit code 0\n");
}

/// All configs of OpenMMLab at hand.
#[test]
fn a_manifest_of_the_corpus_is_accepted() {
    let corpus = fixture::repository().join("../shared/corpus/configs");
    if !corpus.is_dir() {
        eprintln!(
            "SKIPPED: ../shared/corpus is not there, so `init --from-configs` was not tried on it"
        );
        return;
    }
    let package = of_configs("of-corpus");
    package.copy(&corpus, "of-corpus/configs");
    run(&package, &["init", "--from-configs", "configs/*.json"]);
    let modules = read(&package, "registry.toml")
        .matches("= \"crate::")
        .count();
    assert!(modules > 500, "{modules} modules");
    assert_eq!(run(&package, &["check"]), "exit code 0\n");
}

/// What rustc says of the build script is shown: after `init`, the dependency is still missing.
#[test]
fn a_build_script_that_does_not_compile() {
    let package = plain("no-dependency", &[]);
    run(&package, &["init"]);
    let said = run(&package, &["list"]);
    assert!(
        said.starts_with("exit code 1\n--- stderr\nerror: the build script failed\nerror"),
        "{said}"
    );
    assert!(
        said.contains("rollbook_build") && said.contains("--> build.rs:4:5"),
        "{said}"
    );
}

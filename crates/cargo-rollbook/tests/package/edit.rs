//! Commands that edit a manifest and its configs: `add`, `rename`, `fix`.

use crate::command::example::{REGISTRY, package};
use crate::{WRONG, check, read, run};

#[test]
fn add_a_module() {
    let package = package("add", &[]);
    let new = [
        "add",
        "Swin",
        "crate::Swin",
        "--registry",
        "model",
        "--config",
        "crate::SwinConfig",
        "--doc",
        "Windows.",
    ];
    check(&package, "add-check", &[&new[..], &["--check"]].concat());
    assert_eq!(read(&package, "registry.toml"), REGISTRY);
    check(&package, "add", &new);
    let line =
        "Swin = { type = \"crate::Swin\", config = \"crate::SwinConfig\", doc = \"Windows.\" }\n";
    let place = "# for a while\n";
    assert_eq!(
        read(&package, "registry.toml"),
        REGISTRY.replace(place, &format!("{place}{line}"))
    );
    check(&package, "add-again", &new);
    check(&package, "add-without-registry", &["add", "X", "crate::X"]);
    check(
        &package,
        "add-a-bare-path",
        &["add", "X", "X", "--registry", "hook", "--scope", "cls"],
    );
}

#[test]
fn edits_of_a_manifest_without_scopes() {
    let registry = "[registry.model]\n[modules.model]\nLog = \"crate::Log\"\n";
    let package = package("without-scopes", &[("registry.toml", registry)]);
    run(&package, &["rename", "Log", "Print"]);
    run(
        &package,
        &["add", "Other", "crate::OldNet", "--registry", "model"],
    );
    assert_eq!(
        read(&package, "registry.toml"),
        "[registry.model]\n[modules.model]\n\
         Print = { type = \"crate::Log\", aliases = [\"Log\"] }\nOther = \"crate::OldNet\"\n"
    );
}

#[test]
fn rename_a_module() {
    let json =
        "{\"a\": {\"model\": {\"type\": \"cls.ResNet\"}}, \"model\": {\"type\": \"ResNet\"}}\n";
    let toml =
        "# 网络\r\n[model] # the model\r\ntype = 'ResNet'\r\n[b.model]\r\ntype = \"resnet50\"\r\n";
    let package = package(
        "rename",
        &[("configs/a.json", json), ("configs/b.toml", toml)],
    );
    check(
        &package,
        "rename-check",
        &["rename", "det.ResNet", "ResNetV1", "--check"],
    );
    assert_eq!(read(&package, "configs/b.toml"), toml);
    check(&package, "rename", &["rename", "det.ResNet", "ResNetV1"]);
    let registry = REGISTRY
        .replace(
            "ResNet = { type = \"crate::ResNet\"",
            "ResNetV1 = { type = \"crate::ResNet\"",
        )
        .replace(
            "aliases = [\"resnet50\"]",
            "aliases = [\"resnet50\", \"ResNet\"]",
        );
    assert_eq!(read(&package, "registry.toml"), registry);
    assert_eq!(
        read(&package, "configs/a.json"),
        json.replace("\"ResNet\"", "\"ResNetV1\"")
    );
    assert_eq!(
        read(&package, "configs/b.toml"),
        toml.replace("'ResNet'", "'ResNetV1'")
    );
    check(
        &package,
        "rename-to-a-taken-name",
        &["rename", "OldNet", "resnet50"],
    );
    check(
        &package,
        "rename-an-unknown-name",
        &["rename", "VGG", "Vgg"],
    );
    check(&package, "rename-with-a-dot", &["rename", "Log", "log.Log"]);
    check(&package, "rename-a-path", &["rename", "Log", "Print"]);
    assert!(
        read(&package, "registry.toml")
            .contains("Print = { type = \"crate::Log\", aliases = [\"Log\"] } # to the terminal")
    );
    assert_eq!(
        read(&package, "configs/good.json"),
        "{\"hooks\": [\"Print\"]}\n"
    );
    // The old names mean the same, and nothing is wrong.
    check(
        &package,
        "rename-then-check",
        &["check", "--message-format=short"],
    );
}

#[test]
fn fix_names() {
    let package = package("fix", &[("configs/wrong.toml", WRONG)]);
    check(&package, "fix-check", &["fix", "--check"]);
    assert_eq!(read(&package, "configs/wrong.toml"), WRONG);
    check(&package, "fix", &["fix"]);
    let deprecated = WRONG.replace("OldNet", "ResNet");
    assert_eq!(read(&package, "configs/wrong.toml"), deprecated);
    check(&package, "fix-misspelled", &["fix", "--misspelled"]);
    let all = deprecated.replace("Lgo", "Log").replace("RseNet", "ResNet");
    assert_eq!(read(&package, "configs/wrong.toml"), all);
}

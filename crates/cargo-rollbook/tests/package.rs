//! The commands that check configs and that write, on copies of a small package. `ROLLBOOK_BLESS=1` writes the records.

mod command;

use std::fs;

use command::example::{REGISTRY, folder, package};
use command::{as_recorded, cargo_rollbook};
use fixture::Package;

fn run(package: &Package, arguments: &[&str]) -> String {
    cargo_rollbook(&folder(package), package.target_folder(), arguments)
}

fn read(package: &Package, path: &str) -> String {
    fs::read_to_string(folder(package).join(path)).unwrap()
}

/// Runs a command, and compares what it says with the record of that name.
fn check(package: &Package, name: &str, arguments: &[&str]) {
    let wrong = as_recorded("package", name, &run(package, arguments));
    assert!(wrong.is_none(), "{}", wrong.unwrap());
}

const WRONG: &str =
    "hooks = [\"Lgo\"]\n\n[model] # 网络\ntype =\t'RseNet'\n[b.model]\ntype = \"OldNet\"\n";

#[test]
fn check_in_each_format() {
    let package = package(
        "check",
        &[
            ("configs/wrong.toml", WRONG),
            ("other.toml", "model = \"Rse\"\n"),
        ],
    );
    check(&package, "check", &["check"]);
    check(&package, "check-color", &["check", "--color", "always"]);
    check(
        &package,
        "check-short",
        &["check", "--message-format=short"],
    );
    check(
        &package,
        "check-another-file",
        &["check", "other.toml", "--message-format=short"],
    );
    check(&package, "check-no-file", &["check", "gone.toml"]);
    package.write("check/configs/wrong.toml", "[model]\ntype = \"OldNet\"\n");
    check(&package, "check-warnings", &["check"]);
    check(&package, "check-good", &["check", "configs/good.toml"]);
}

#[test]
fn check_passes_the_stream_of_cargo_on() {
    let package = package("stream", &[("configs/wrong.toml", WRONG)]);
    let lines = |said: &str| -> Vec<serde_json::Value> {
        let text = said.split_once("--- stdout\n").unwrap().1;
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let ours = |lines: &[serde_json::Value]| -> Vec<String> {
        let code = |line: &&serde_json::Value| {
            line["message"]["code"]["code"]
                .as_str()
                .is_some_and(|code| code.starts_with("rollbook::"))
        };
        let place = |line: &serde_json::Value| {
            assert_eq!(line["target"]["name"], "stream");
            let span = &line["message"]["spans"][0];
            format!(
                "{} {}:{}",
                line["message"]["code"]["code"], span["file_name"], span["line_start"]
            )
        };
        lines.iter().filter(code).map(place).collect()
    };
    let expect = [
        "\"rollbook::R115\" \"configs/wrong.toml\":1",
        "\"rollbook::R115\" \"configs/wrong.toml\":4",
        "\"rollbook::R136\" \"configs/wrong.toml\":6",
    ];
    // The macro in the package prints them, and this command not again.
    let all = lines(&run(&package, &["check", "--message-format=json"]));
    assert_eq!(ours(&all), expect);
    let last = all.last().unwrap();
    assert_eq!(
        (&last["reason"], &last["success"]),
        (&"build-finished".into(), &false.into())
    );
    // Without the macro it is this command that prints them.
    package.write(
        "stream/registry.toml",
        &REGISTRY.replace("[rollbook]", "[rollbook]\nspans = false"),
    );
    let all = lines(&run(&package, &["check", "--message-format=json"]));
    assert_eq!(ours(&all), expect);
    assert!(all.iter().any(|line| line["reason"] == "compiler-artifact"));
    assert_eq!(all.last().unwrap()["reason"], "build-finished");
}

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

#[test]
fn docs_of_a_registry() {
    let package = package("docs", &[]);
    check(&package, "docs", &["docs"]);
    check(
        &package,
        "docs-check",
        &["docs", "--write", "docs/registry", "--check"],
    );
    check(
        &package,
        "docs-write",
        &["docs", "--write", "docs/registry"],
    );
    assert!(read(&package, "docs/registry/model.md").starts_with("# model\n"));
    check(
        &package,
        "docs-up-to-date",
        &["docs", "--write", "docs/registry", "--check"],
    );
    check(&package, "docs-nowhere", &["docs", "--check"]);
}

/// A package without a registry.
fn plain(name: &str, files: &[(&str, &str)]) -> Package {
    let package = Package::new(env!("CARGO_TARGET_TMPDIR"), name).target("package-target");
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

/// Ends the command when the test does.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn watch_checks_again_when_a_file_changes() {
    let package = package("watch", &[]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-rollbook"));
    command
        .args(["check", "--watch", "--offline", "--color", "never"])
        .current_dir(folder(&package))
        .env("CARGO_TARGET_DIR", package.target_folder())
        .env_remove("RUSTFLAGS")
        .stdout(std::process::Stdio::piped());
    let mut running = Running(command.spawn().unwrap());
    let output = std::io::BufReader::new(running.0.stdout.take().unwrap());
    let mut lines = std::io::BufRead::lines(output).map(Result::unwrap);
    assert_eq!(lines.next().unwrap(), "no errors");
    package.write("watch/configs/good.toml", "[model]\ntype = \"VGG\"\n");
    let first = "error: no model `VGG` as seen from the scope `det` [R115]";
    assert_eq!(lines.next().unwrap(), first);
    package.write("watch/configs/good.toml", "[model]\ntype = \"ResNet\"\n");
    assert!(lines.any(|line| line == "no errors"));
}

const LOCKED: &str = "[rollbook]\nlock = true";

#[test]
fn the_lock_of_names() {
    let package = package("lock", &[]);
    check(&package, "lock-not-asked-for", &["lock"]);
    let registry = REGISTRY.replace("[rollbook]", LOCKED);
    package.write("lock/registry.toml", &registry);
    check(&package, "lock-check", &["lock", "--check"]);
    check(&package, "lock", &["lock"]);
    let lock = read(&package, "registry.lock");
    assert!(as_recorded("package", "lock-file", &lock).is_none());
    check(&package, "lock-up-to-date", &["lock", "--check"]);

    // As git writes it on Windows, and as an editor may.
    for text in [lock.replace('\n', "\r\n"), format!("\u{feff}{lock}")] {
        package.write("lock/registry.lock", &text);
        let said = run(&package, &["lock", "--check"]);
        assert_eq!(said.contains("exit code 0"), text.contains('\r'), "{said}");
    }
    // A merge that left lines twice, and in another order.
    let mut lines = lock.lines().collect::<Vec<_>>();
    lines[1..].reverse();
    package.write(
        "lock/registry.lock",
        &format!("{}\n{}\n", lines.join("\n"), lines[2]),
    );
    run(&package, &["lock"]);
    assert_eq!(read(&package, "registry.lock"), lock);

    package.write(
        "lock/registry.toml",
        &registry.replace("Log = ", "Print = "),
    );
    check(&package, "lock-vanished", &["lock"]);
    check(
        &package,
        "lock-vanished-short",
        &["lock", "--message-format=short"],
    );
    assert_eq!(read(&package, "registry.lock"), lock);
    check(&package, "lock-accept", &["lock", "--accept"]);
    assert_eq!(
        read(&package, "registry.lock"),
        lock.replace("Log", "Print")
    );
}

#[test]
fn locks_that_are_not_written() {
    let registry = REGISTRY.replace("[rollbook]", LOCKED);
    let package = package("bad-lock", &[("registry.toml", &registry)]);
    let start = "# rollbook names, version 1.\n";
    let cases = [
        (
            "lock-conflict",
            format!("{start}<<<<<<< HEAD\nhook det.Log\n=======\n>>>>>>> b\n"),
        ),
        (
            "lock-newer",
            start.replace('1', "7") + "hook det.Log of a new kind\n",
        ),
        ("lock-other-file", "[[package]]\nname = \"x\"\n".to_owned()),
        ("lock-empty", String::new()),
        (
            "lock-odd-line",
            format!("{start}hook\n\u{202e}hook \u{0}det.Log\n"),
        ),
    ];
    for (name, text) in cases {
        package.write("bad-lock/registry.lock", &text);
        check(&package, name, &["lock", "--accept"]);
        assert_eq!(read(&package, "registry.lock"), text, "{name}");
    }
    fs::write(folder(&package).join("registry.lock"), b"# \xff\n").unwrap();
    check(&package, "lock-odd-bytes", &["lock"]);
    fs::remove_file(folder(&package).join("registry.lock")).unwrap();
    fs::create_dir(folder(&package).join("registry.lock")).unwrap();
    check(&package, "lock-folder", &["lock"]);
}

/// Runs git in the folder of a package, without the settings of whoever runs the test.
fn git(package: &Package, arguments: &[&str]) {
    let mut git = std::process::Command::new("git");
    git.args([
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b.c",
        "-c",
        "core.autocrlf=false",
    ]);
    git.args(arguments).current_dir(package.path("."));
    git.env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    let output = git.output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn what_changed_since_a_revision() {
    let package = package("diff", &[]);
    git(&package, &["init", "--quiet"]);
    // Before there was a manifest.
    git(&package, &["add", "diff/build.rs"]);
    git(&package, &["commit", "--quiet", "-m", "first"]);
    git(&package, &["tag", "first"]);
    package.write("diff/registry.toml", "[registry.model\n");
    git(&package, &["add", "."]);
    git(&package, &["commit", "--quiet", "-m", "broken"]);
    git(&package, &["tag", "broken"]);
    // In two files, of which one was elsewhere.
    let hooks = "[modules.det.hook]\nLog = \"crate::Log\" # to the terminal\n";
    let registry = REGISTRY.replace(hooks, "").replace(
        "[rollbook]",
        "[rollbook]\ninclude = [\"old/*.toml\", \"../shared.toml\"]",
    );
    let added = "Gone = { type = \"crate::OldNet\", aliases = [\"old\"] }\n\n[modules.cls.model]";
    let registry = registry.replace("\n[modules.cls.model]", added);
    package.write("diff/registry.toml", &registry);
    package.write("diff/old/hooks.toml", hooks);
    package.write("shared.toml", "[scope.shared]\n");
    git(&package, &["add", "."]);
    git(&package, &["commit", "--quiet", "-m", "good"]);
    git(&package, &["tag", "v1"]);

    package.write("diff/registry.toml", REGISTRY);
    check(&package, "diff-breaking", &["diff", "v1"]);
    check(
        &package,
        "diff-breaking-short",
        &["diff", "v1", "--message-format=short"],
    );
    check(
        &package,
        "diff-breaking-json",
        &["diff", "v1", "--message-format=json"],
    );
    git(&package, &["add", "."]);
    git(&package, &["commit", "--quiet", "-m", "now"]);
    check(&package, "diff-nothing", &["diff", "HEAD"]);
    let now = REGISTRY
        .replace("defaults = { depth = 50 }", "defaults = { depth = 34, width = 2 }, feature = \"big\"")
        .replace("deprecated = \"use `ResNet`\"", "aliases = [\"Older\"]")
        .replace("Head = \"crate::Head<$hook>\"", "Top = { type = \"crate::Head<$hook>\", aliases = [\"Head\"] }")
        .replace("[registry.hook]", "reserved = { Ancient = \"use `ResNet`\" }\n[registry.hook]\nkey = \"kind\"\nbare = false")
        .replace("parent = \"det\"", "name = \"classes\"")
        .replace("aliases = [\"resnet50\"], ", "");
    package.write("diff/registry.toml", &now);
    check(&package, "diff-of-each-kind", &["diff", "HEAD"]);
    check(&package, "diff-unknown-revision", &["diff", "v9"]);
    check(&package, "diff-without-manifest", &["diff", "first"]);
    check(&package, "diff-broken-manifest", &["diff", "broken"]);
    let temporary = package.path("temporary");
    fs::create_dir_all(&temporary).unwrap();
    let output = diff(&package).env("TMPDIR", &temporary).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        fs::read_dir(temporary).unwrap().count(),
        0,
        "a folder is left"
    );
}

fn diff(package: &Package) -> std::process::Command {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-rollbook"));
    command.args(["rollbook", "diff", "HEAD", "--offline"]);
    command.current_dir(folder(package));
    command
        .env("CARGO_TARGET_DIR", package.target_folder())
        .env_remove("RUSTFLAGS");
    command
}

#[test]
fn no_repository() {
    let package = package("no-repository", &[]);
    // The test's folder is in a repository itself: git stops below it.
    let mut command = diff(&package);
    command.env(
        "GIT_CEILING_DIRECTORIES",
        package.path(".").canonicalize().unwrap(),
    );
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("is not in a git repository"), "{said}");
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

/// A wrong name in a base is reported there, once, and names that only the merged config has are checked.
#[test]
fn check_configs_with_bases() {
    let package = package(
        "bases",
        &[
            (
                "configs/one.toml",
                "_base_ = \"../bases/model.toml\"\n[model]\ndepth = 18\n",
            ),
            (
                "configs/two.toml",
                "_base_ = [\"../bases/model.toml\", \"../bases/hooks.json\"]\n",
            ),
            ("bases/model.toml", "[model]\ntype = \"ResNe\"\n"),
            ("bases/hooks.json", "{\"hooks\": [\"Log\", \"Lgo\"]}\n"),
            ("other.toml", "_base_ = \"bases/gone.toml\"\n"),
        ],
    );
    check(&package, "check-bases", &["check"]);
    check(
        &package,
        "check-missing-base",
        &["check", "other.toml", "--message-format=short"],
    );
}

#[test]
fn check_a_file_that_no_slot_is_for() {
    let package = package("no-slot", &[("other.toml", "[net]\ntype = \"ResNe\"\n")]);
    check(&package, "check-no-slot", &["check", "other.toml"]);
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

#[test]
fn schema_of_what_is_not_there() {
    let package = package("schema", &[]);
    let cases: [(&str, &[&str]); 5] = [
        ("schema-unknown-viewer", &["--viewer", "clss"]),
        ("schema-unknown-entry", &["--entry", "9"]),
        ("schema-entry-zero", &["--entry", "0"]),
        ("schema-unknown-registry", &["--registry", "modle"]),
        ("schema-check-without-file", &["--check"]),
    ];
    for (name, arguments) in cases {
        let arguments = [&["schema"], arguments].concat();
        check(&package, name, &arguments);
    }
    // A module a file needs no `[[check]]`.
    let (without, _) = REGISTRY.split_once("[[check]]").unwrap();
    package.write("schema/registry.toml", without);
    check(&package, "schema-without-a-check", &["schema"]);
    check(
        &package,
        "schema-of-a-registry",
        &["schema", "--registry", "model", "--viewer", "cls"],
    );
    let broken = REGISTRY.replace("parent = \"det\"", "parent = \"dett\"");
    package.write("schema/registry.toml", &broken);
    check(&package, "schema-of-a-broken-manifest", &["schema"]);
}

const WITH_ARGUMENTS: &str = "pub mod registry { rollbook::include_registry!(); }\n\
    #[derive(serde::Deserialize)]\npub struct Net { pub depth: u32, pub width: Option<u32> }\n";

/// The arguments come from the Rust sources, and those of a revision from its lock.
#[test]
fn arguments_that_changed() {
    let registry =
        "[rollbook]\nlock = true\n[registry.model]\n[modules.model]\nNet = \"crate::Net\"\n";
    let files = [("registry.toml", registry), ("src/lib.rs", WITH_ARGUMENTS)];
    let package = package("arguments", &files);
    run(&package, &["lock"]);
    let lock = read(&package, "registry.lock");
    assert!(
        lock.ends_with("model Net args: depth: u32, width?: Option<u32>\n"),
        "{lock}"
    );
    git(&package, &["init", "--quiet"]);
    git(&package, &["add", "."]);
    git(&package, &["commit", "--quiet", "-m", "first"]);
    let changed = WITH_ARGUMENTS
        .replace("depth: u32", "depth: String")
        .replace("Option<u32>", "u32, pub norm: bool");
    package.write("arguments/src/lib.rs", &changed);
    check(&package, "diff-arguments", &["diff", "HEAD"]);
    check(&package, "lock-arguments", &["lock", "--check"]);
    assert_eq!(read(&package, "registry.lock"), lock);
    run(&package, &["lock", "--accept"]);
    let lock = read(&package, "registry.lock");
    assert!(
        lock.ends_with("model Net args: depth: String, width: u32, norm: bool\n"),
        "{lock}"
    );
}

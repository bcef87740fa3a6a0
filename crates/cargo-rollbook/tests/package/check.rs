//! `check`: of all configs, of one file, while files change.

use crate::command::example::{REGISTRY, folder, package};
use crate::{WRONG, check, run};

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

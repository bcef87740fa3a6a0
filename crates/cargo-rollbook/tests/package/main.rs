//! The commands that check configs and that write, on copies of a small package. `ROLLBOOK_BLESS=1` writes the records.

#[path = "../command/mod.rs"]
mod command;

mod check;
mod diff;
mod edit;
mod init;
mod lock;
mod pages;

use std::fs;

use command::example::folder;
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

//! `docs/command-line.md`: each command in it runs, one after the other on the same copy of the example package, and
//! prints what the page shows. `ROLLBOOK_BLESS=1` writes the outputs.

mod command;

use std::fs;

use command::cargo_rollbook;
use command::example::{folder, package};
use fixture::repository;

const CONFIG: &str = "hooks = [\"Lgo\"]\n\n[model]\ntype = \"OldNet\"\n";

/// The lines of a block without their commands' output, with what the commands print.
fn printed(block: &str, run: &dyn Fn(&[&str]) -> String) -> String {
    let mut out = String::new();
    for line in block.lines().filter(|line| line.starts_with("$ ")) {
        out.push_str(&format!("{line}\n"));
        let Some(arguments) = line.strip_prefix("$ cargo rollbook ") else {
            continue;
        };
        let arguments = arguments.split(" # ").next().unwrap().split_whitespace();
        let said = run(&arguments.collect::<Vec<_>>());
        let lines = said
            .lines()
            .skip(1)
            .filter(|line| !line.starts_with("--- std"));
        for line in lines {
            out.push_str(&format!("{line}\n"));
        }
    }
    out.replace("\n\n$ ", "\n$ ").trim_end().to_owned() + "\n"
}

#[test]
fn each_block_prints_what_it_shows() {
    let path = repository().join("docs/command-line.md");
    let text = fs::read_to_string(&path).unwrap();
    let package = package("document", &[("configs/wrong.toml", CONFIG)]);
    let run =
        |arguments: &[&str]| cargo_rollbook(&folder(&package), package.target_folder(), arguments);
    let mut parts = text.split("```console\n");
    let mut out = parts.next().unwrap().to_owned();
    let mut blocks = 0;
    for part in parts {
        let (block, after) = part.split_once("```").unwrap();
        blocks += 1;
        out.push_str(&format!("```console\n{}```{after}", printed(block, &run)));
    }
    assert!(blocks > 5, "the blocks are gone");
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::write(&path, &out).unwrap();
    }
    assert_eq!(out, fs::read_to_string(&path).unwrap());
}

/// The page names each command.
#[test]
fn each_command_is_there() {
    let text = fs::read_to_string(repository().join("docs/command-line.md")).unwrap();
    let help = cargo_rollbook(&repository(), &repository(), &["--help"]);
    let commands = help
        .split("Commands:\n")
        .nth(1)
        .unwrap()
        .split("\n\n")
        .next()
        .unwrap();
    let names = commands
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    for name in names.filter(|name| *name != "help") {
        assert!(text.contains(&format!("cargo rollbook {name}")), "{name}");
    }
}

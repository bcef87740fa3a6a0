//! Runs the command, and compares what it says with a record.

#![allow(dead_code)] // Not every test uses all of it.

pub(crate) mod example;

use std::fs;
use std::path::Path;
use std::process::Command;

/// The exit code, standard output and standard error, without what differs from machine to machine.
pub(crate) fn cargo_rollbook(folder: &Path, target: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-rollbook"));
    command
        .arg("rollbook")
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        .env_remove("RUSTFLAGS")
        .env_remove("ROLLBOOK_SPANS");
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let real = folder.canonicalize().unwrap();
        text.replace(&real.display().to_string(), "$FOLDER")
    };
    let mut said = format!("exit code {}\n", output.status.code().unwrap());
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        if !bytes.is_empty() {
            said.push_str(&format!("--- {name}\n{}", text(bytes)));
        }
    }
    said
}

/// What differs from the record, if anything. `ROLLBOOK_BLESS=1` writes it.
pub(crate) fn as_recorded(folder: &str, name: &str, said: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let record = folder.join(format!("{name}.txt"));
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::create_dir_all(folder).unwrap();
        fs::write(&record, said).unwrap();
    }
    let expect = fs::read_to_string(&record).unwrap_or_default();
    (expect != said).then(|| format!("{name} differs from the record:\n{said}"))
}

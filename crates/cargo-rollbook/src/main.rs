//! `cargo rollbook`: checks, lists, explains and edits the registry of a package.
//!
//! `package` asks Cargo and the package's build script what the registry is made of, `rollbook-build` resolves it, and
//! each verb shows or edits something. Exit code: 0 if all is well, 1 if not, 2 if the command line is wrong.

mod args;
mod cargo;
mod git;
mod manifest;
mod package;
mod show;
mod verbs;
mod write;

use std::process::ExitCode;

use clap::Parser as _;

use args::{Arguments, Verb};

/// The outcome of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Good,
    /// There are problems, or with `--check` something would be written. It is on the terminal already.
    Bad,
}

fn main() -> ExitCode {
    // Cargo calls `cargo-rollbook rollbook ...`.
    let mut arguments = std::env::args_os().collect::<Vec<_>>();
    if arguments.get(1).is_some_and(|first| first == "rollbook") {
        arguments.remove(1);
    }
    let arguments = Arguments::parse_from(arguments);
    let color = arguments.common.colored_errors();
    match run(arguments) {
        Ok(Outcome::Good) => ExitCode::SUCCESS,
        Ok(Outcome::Bad) => ExitCode::FAILURE,
        Err(error) => {
            show::error(&error, color);
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let Arguments { common, verb } = arguments;
    match verb {
        Verb::Check { files, watch } => verbs::check::run(&common, &files, watch),
        Verb::List { registry } => verbs::list::run(&common, registry.as_deref()),
        Verb::Tree { registry } => verbs::tree::run(&common, registry.as_deref()),
        Verb::Explain {
            name,
            from,
            registry,
        } => verbs::explain::run(&common, &name, from.as_deref(), registry.as_deref()),
        Verb::Graph { format } => verbs::graph::run(&common, format),
        Verb::Add { new, check } => verbs::add::run(&common, &new, check.check),
        Verb::Rename {
            old,
            new,
            registry,
            check,
        } => verbs::rename::run(&common, &old, &new, registry.as_deref(), check.check),
        Verb::Fix {
            files,
            misspelled,
            check,
        } => verbs::fix::run(&common, &files, misspelled, check.check),
        Verb::Init { source, check } => verbs::init::run(&common, &source, check.check),
        Verb::Docs { write, check } => {
            if check.check && write.is_none() {
                anyhow::bail!("`--check` needs `--write FOLDER`");
            }
            verbs::docs::run(&common, write.as_deref(), check.check)
        }
        Verb::Schema { what, write, check } => {
            verbs::schema::run(&common, &what, write.as_deref(), check.check)
        }
        Verb::Lock { accept, check } => verbs::lock::run(&common, accept, check.check),
        Verb::Diff { revision } => verbs::diff::run(&common, &revision),
        Verb::Expand => verbs::expand::run(&common),
        Verb::Completions { shell } => {
            show::print_bytes(&args::completions(shell));
            Ok(Outcome::Good)
        }
    }
}

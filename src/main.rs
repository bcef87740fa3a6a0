//! The command line of converters.

mod cli;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use converters::diff::Asked;

/// Converts annotated image data sets between formats, as a job file says.
#[derive(Parser)]
#[command(
    version,
    arg_required_else_help = true,
    override_usage = "converters [OPTIONS] <JOB>\n       converters [OPTIONS] <COMMAND>"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Prints errors only.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Prints the result as JSON.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a job.
    Run {
        #[command(flatten)]
        job: cli::JobArguments,
        /// Prints the job as it would run, with where each value comes from, and runs nothing.
        #[arg(long)]
        print_config: bool,
    },
    /// Reads everything and builds the modules, and writes nothing.
    Check {
        #[command(flatten)]
        job: cli::JobArguments,
    },
    /// Lists the modules that a job can name, with their arguments.
    List,
    /// Counts objects a category, and the sizes of their boxes.
    Stats {
        #[command(flatten)]
        job: cli::JobArguments,
    },
    /// Draws the boxes of one image over it.
    Show {
        #[command(flatten)]
        job: cli::JobArguments,
        /// The image's name, as the data set has it.
        #[arg(long)]
        image: String,
        /// The folder with the pictures; by default where the converter has found them, or else the job file's.
        #[arg(long)]
        images: Option<PathBuf>,
        /// The picture to write, a PNG.
        #[arg(short, long)]
        output: PathBuf,
    },
    /// Compares two data sets. The exit code is 0 if they are the same, 1 if they differ, 2 for an error.
    Diff {
        /// The job whose data set is the first. Nothing is written.
        #[arg(value_name = "JOB")]
        first: PathBuf,
        /// The job whose data set is the second.
        #[arg(value_name = "OTHER")]
        second: PathBuf,
        /// The least share of their area that the boxes of one object have in common.
        #[arg(long, default_value_t = 0.5, allow_negative_numbers = true)]
        iou: f64,
        /// Coordinates that differ by no more pixels than this are the same.
        #[arg(long, default_value_t = 0.01, allow_negative_numbers = true)]
        tolerance: f64,
    },
    /// Writes one page of HTML: counts, sizes, where objects are, and boxes that look doubtful.
    Report {
        #[command(flatten)]
        job: cli::JobArguments,
        /// The folder with the pictures; by default where the converter has found them.
        #[arg(long)]
        images: Option<PathBuf>,
        /// The file to write.
        #[arg(short, long)]
        output: PathBuf,
        /// Replaces the file if it is there.
        #[arg(long)]
        overwrite: bool,
    },
    /// Prints the completions for a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// 0 if it went well, 1 if the job or its data are at fault, 2 for the command line itself (clap's), and 128 and the number
/// of the signal that has stopped it. `diff` has codes of its own.
fn main() -> ExitCode {
    let arguments = Arguments::parse_from(spelled_out(std::env::args_os().collect()));
    let signal = match cli::Signal::listen() {
        Ok(signal) => signal,
        Err(error) => {
            eprintln!("error: could not listen for signals: {error}");
            return ExitCode::FAILURE;
        }
    };
    let printing = &cli::Printing {
        quiet: arguments.quiet,
        json: arguments.json,
        signal: signal.clone(),
    };
    let done = match arguments.command {
        Command::Run {
            job,
            print_config: true,
        } => cli::print_config(&job, printing),
        Command::Run { job, .. } => cli::run(&job, printing),
        Command::Check { job } => cli::check(&job, printing),
        Command::List => cli::list(printing),
        Command::Stats { job } => cli::stats(&job, printing),
        Command::Show {
            job,
            image,
            images,
            output,
        } => cli::show(&job, &image, images.as_deref(), &output, printing),
        Command::Diff {
            first,
            second,
            iou,
            tolerance,
        } => {
            let jobs = [first, second].map(cli::JobArguments::of);
            let asked = Asked { iou, tolerance };
            return match cli::diff([&jobs[0], &jobs[1]], asked, printing) {
                Ok(same) => ExitCode::from(u8::from(!same)),
                Err(error) => failed(&error, &signal, 2),
            };
        }
        Command::Report {
            job,
            images,
            output,
            overwrite,
        } => cli::report(&job, images.as_deref(), &output, overwrite, printing),
        Command::Completions { shell } => {
            let (mut command, mut script) = (Arguments::command(), Vec::new());
            clap_complete::generate(shell, &mut command, "converters", &mut script);
            cli::print(&script)
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(&error, &signal, 1),
    }
}

/// Prints an error. Its code is the usual one, or what a shell says of a program that a signal has ended.
fn failed(error: &anyhow::Error, signal: &cli::Signal, usual: u8) -> ExitCode {
    eprintln!("error: {error:#}");
    let code = signal.number().map(|number| 128 + number);
    ExitCode::from(code.unwrap_or(usual))
}

/// `converters JOB` is short for `converters run JOB`.
fn spelled_out(mut words: Vec<OsString>) -> Vec<OsString> {
    let is_flag = |word: &OsString| word.to_string_lossy().starts_with('-');
    let first = words.iter().skip(1).position(|word| !is_flag(word));
    let Some(first) = first.map(|first| first + 1) else {
        return words;
    };
    let command = Arguments::command();
    let mut names = command.get_subcommands().map(clap::Command::get_name);
    if words[first] != "help" && !names.any(|name| words[first] == name) {
        words.insert(first, "run".into());
    }
    words
}

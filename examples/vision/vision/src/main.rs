//! The program: `vision --help`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use candle_core::Device;
use clap::{Parser, Subcommand};
use mmengine::Weights;
use mmengine::model::Prediction;
use vision::compare::{cases, compare, config_of};
use vision::config::ConfigFile;
use vision::{run, show, train};

/// Builds, runs and trains networks from OpenMMLab's config files.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Puts an image through a network: prints classes, or the objects found.
    Run {
        /// The config file.
        config: PathBuf,
        /// The weights, with the names of OpenMMLab's checkpoints.
        #[arg(long)]
        weights: PathBuf,
        /// The image, JPEG or PNG.
        #[arg(long)]
        image: PathBuf,
        /// How many classes or objects are printed.
        #[arg(long, default_value_t = 5)]
        top: usize,
        /// Where the image is written with the objects in it.
        #[arg(long)]
        draw: Option<PathBuf>,
    },
    /// Trains a classifier.
    Train {
        /// The config file.
        config: PathBuf,
        /// Where the weights are written.
        #[arg(long)]
        save: Option<PathBuf>,
    },
    /// Lists all modules.
    List,
    /// Says what a module is, such as `mmdet.RetinaNet`.
    Explain {
        /// The name, as seen from the root.
        name: String,
    },
    /// Compares networks with what PyTorch computes.
    Compare {
        /// Only these cases.
        names: Vec<String>,
    },
    /// Counts the config files of a folder whose models can be built.
    Count {
        /// The folder.
        folder: PathBuf,
    },
    /// Measures how long a config takes to be read, and its model to be built without weights.
    Time {
        /// The config file.
        config: PathBuf,
        /// How often; the least time counts.
        #[arg(long, default_value_t = 100)]
        runs: usize,
    },
}

fn main() -> ExitCode {
    match execute(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn execute(command: Command) -> Result<ExitCode> {
    match command {
        Command::Run {
            config,
            weights,
            image,
            top,
            draw,
        } => {
            let weights = Weights::from_file(&weights, &Device::Cpu)?;
            let (prediction, original) = run::run(&config, &weights, &image)?;
            println!("{}", run::describe(&prediction, top));
            if let (Some(path), Prediction::Objects(objects)) = (draw, &prediction) {
                run::draw(original, &objects[..top.min(objects.len())], &path)?;
            }
        }
        Command::Train { config, save } => {
            let trained = train::train(&config, true)?;
            println!("{}", train::curve(&trained));
            if let Some(path) = save {
                trained.weights.save(&path)?;
            }
        }
        Command::List => println!("{}", show::list()),
        Command::Explain { name } => println!("{}", show::explain(&name)?),
        Command::Compare { names } => return compared(&names),
        Command::Count { folder } => counted(&folder)?,
        Command::Time { config, runs } => timed(&config, runs)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn compared(names: &[String]) -> Result<ExitCode> {
    let mut failed = false;
    for case in cases()?
        .iter()
        .filter(|case| names.is_empty() || names.contains(&case.name))
    {
        let Some(config) = config_of(case) else {
            println!("{:<20} SKIPPED: {} is not there", case.name, case.config);
            continue;
        };
        match compare(case, &config) {
            Ok(found) => println!(
                "{:<20} {:>11} parameters, {:>5} numbers and {:>3} objects agree, largest difference {:.1e}",
                case.name, found.parameters, found.compared, found.objects, found.largest
            ),
            Err(error) => {
                failed = true;
                println!("{:<20} DIFFERS: {error:#}", case.name);
            }
        }
    }
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn counted(folder: &std::path::Path) -> Result<()> {
    let files = show::count(folder)?;
    for file in &files {
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        match &file.built {
            Ok(parameters) => println!("built    {name}: {parameters} parameters"),
            Err(error) => {
                let text = format!("{error:#}");
                println!(
                    "not yet  {name}: {}",
                    text.lines().next().unwrap_or_default()
                );
            }
        }
    }
    let built = files.iter().filter(|file| file.built.is_ok()).count();
    println!("{built} of {} models are built", files.len());
    Ok(())
}

fn timed(config: &std::path::Path, runs: usize) -> Result<()> {
    let (mut read, mut built) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..runs {
        let start = Instant::now();
        ConfigFile::read(config)?.model()?;
        read = read.min(start.elapsed().as_secs_f64());
        let start = Instant::now();
        ConfigFile::read(config)?.build(&Weights::zeros())?;
        built = built.min(start.elapsed().as_secs_f64());
    }
    println!(
        "read {:.6} s, read and built {:.6} s: the least of {runs}",
        read, built
    );
    Ok(())
}

//! `cargo run -p quickstart -- examples/quickstart/act.toml`

use quickstart::{Activation, registry::act};

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}"); // `Display` draws the line of the config
            std::process::ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("which config file?")?;
    let text = std::fs::read_to_string(path)?;
    let config: act::Config = rollbook::toml::from_str(&text)?;
    let module = config.build()?;
    println!("{} of 2 is {:.4}", module.kind(), module.forward(2.0));
    Ok(())
}

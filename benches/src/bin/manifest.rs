//! What a build script does, for `cargo run --bin manifest`: unoptimised, as Cargo builds it for users.

use std::fmt::Write;
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let folder = std::env::temp_dir()
        .join("rollbook-benches")
        .join("manifest");
    std::fs::create_dir_all(&folder)?;
    if !cfg!(debug_assertions) {
        anyhow::bail!("without --release: a build script is not optimised");
    }
    for count in [1000, 10_000] {
        let mut manifest =
            String::from("[registry.model]\ntrait = \"crate::Model\"\n[modules.model]\n");
        for index in 0..count {
            let config = if index % 4 == 0 {
                format!(", config = \"crate::nets::Config{index}\"")
            } else {
                String::new()
            };
            writeln!(
                manifest,
                "SomeNetOfThisKind{index} = {{ type = \"crate::nets::Net{index}\"{config}, doc = \"Does what it does.\" }}"
            )?;
        }
        std::fs::write(folder.join("registry.toml"), manifest)?;
        let mut least = f64::INFINITY;
        let mut bytes = 0;
        for _ in 0..5 {
            let start = Instant::now();
            let output = rollbook_build::Generator::new()
                .root(&folder)
                .package("p")
                .out_dir(&folder)
                .generate()?;
            least = least.min(start.elapsed().as_secs_f64());
            anyhow::ensure!(output.problems.is_empty(), "{}", output.problems);
            bytes = output.text.len();
        }
        println!("{count} {least} {bytes}");
    }
    Ok(())
}

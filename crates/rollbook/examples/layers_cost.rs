//! What merging costs: `layers` reads a config from three files and four flags, `merged` the same from one file.
//!
//! ```console
//! $ cargo build --release -p rollbook --features layers --example layers_cost
//! $ valgrind --tool=cachegrind --cache-sim=no target/release/examples/layers_cost layers 200
//! ```
//!
//! The second argument is how often it reads: subtract a run of 100 from one of 200 to leave the start of the program out.

use std::collections::BTreeMap;
use std::path::Path;

use quickstart::registry::act;
use rollbook::toml::{Layers, LayersError};
use serde::Deserialize;

#[derive(Deserialize)]
struct Config {
    seed: u64,
    acts: BTreeMap<String, act::Config>,
    pipeline: Vec<act::Config>,
    paths: BTreeMap<String, String>,
}

fn entries(from: usize, to: usize) -> String {
    let entry = |at: usize| {
        format!(
            "[acts.a{at}]\ntype = \"GELU\"\napproximate = true\n[acts.b{at}]\ntype = \"ReLU\"\n"
        )
    };
    (from..to).map(entry).collect()
}

fn write(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let paths = (0..100)
        .map(|at| format!("p{at} = \"data/{at}/train\"\n"))
        .collect::<String>();
    let pipeline = "[[pipeline]]\ntype = \"GELU\"\napproximate = false\n".repeat(50);
    let base = format!("seed = 1\n{pipeline}[paths]\n{paths}");
    std::fs::write(folder.join("base.toml"), base)?;
    let acts = entries(0, 100);
    std::fs::write(
        folder.join("acts.toml"),
        format!("_base_ = \"base.toml\"\n{acts}"),
    )?;
    let over = (0..20)
        .map(|at| format!("[acts.a{at}]\napproximate = false\n"))
        .collect::<String>();
    std::fs::write(
        folder.join("run.toml"),
        format!("_base_ = \"acts.toml\"\nseed = 2\n{over}"),
    )
}

fn layers(folder: &Path) -> Result<Layers, LayersError> {
    Layers::new()
        .file(folder.join("run.toml"))?
        .set("seed = 3")?
        .set("acts.a50.approximate = false")?
        .set("pipeline[3].approximate = true")?
        .set("paths.p7 = elsewhere")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mode = std::env::args().nth(1).unwrap_or_default();
    let times = std::env::args()
        .nth(2)
        .and_then(|times| times.parse().ok())
        .unwrap_or(1);
    let folder = std::env::temp_dir().join(format!("layers-cost-{}", std::process::id()));
    write(&folder)?;
    let text = layers(&folder)?.to_toml()?;
    let merged = folder.join("merged.toml");
    std::fs::write(&merged, &text)?;
    let mut read = 0;
    for _ in 0..times {
        let config: Config = match mode.as_str() {
            "layers" => layers(&folder)?.read()?,
            "merged" => rollbook::toml::from_str(&std::fs::read_to_string(&merged)?)?,
            _ => return Err("which? `layers` or `merged`".into()),
        };
        read += config.acts.len() + config.pipeline.len() + config.paths.len();
        assert_eq!(config.seed, 3);
    }
    std::fs::remove_dir_all(&folder)?;
    println!("{read}");
    Ok(())
}

//! Builds modules of mmcv, mmdet and mmcls from config, as seen from each of them: `cargo run -p app`.

// Reached through mmdet: this program does not name mmcv as a dependency.
use app::registry::{Scope, model};
use mmdet::registry::crates::mmcv::Model;
use serde_json::{Value, json};

fn main() -> Result<(), rollbook::Error<serde_json::Error>> {
    let detector = json!({
        "type": "mmdet.Detector",
        "backbone": { "type": "mmcls.ResNet", "depth": 50 },
    });
    let configs: [(Scope, Value); 7] = [
        (Scope::Mmdet, json!("NetA")),
        (Scope::Mmdet, json!("mmcls.NetB")),
        (Scope::Mmcls, json!("NetB")),
        (Scope::Mmcls, json!("mmdet.NetA")),
        (Scope::Mmcv, json!("mmdet.NetA")),
        (Scope::Mmcv, detector.clone()),
        (
            Scope::Mmcls,
            json!({ "type": "Sequential", "models": ["NetB", detector, { "type": "mmcv.Sequential", "models": [] }] }),
        ),
    ];
    for (scope, config) in configs {
        let text = config.to_string();
        let module = model::from(scope).build(config)?;
        println!("from {scope:<5} {text}\n           {}", module.describe());
    }
    Ok(())
}

//! The corpus's registry as a manifest.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value};

pub(crate) fn read(path: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(serde_json::from_str(&text)?)
}

/// mmengine at the root, mmdet and mmpretrain below it. mmcv has no scope of its own: it registers into mmengine's.
pub(crate) fn manifest(corpus: &Value) -> Result<String> {
    let mut out = String::from(
        "[rollbook]\nscope = \"mmengine\"\n[scope.mmengine]\n[scope.mmdet]\nparent = \"mmengine\"\n\
         [scope.mmpretrain]\nparent = \"mmengine\"\n",
    );
    for (registry, content) in object(&corpus["registries"])? {
        let registry = registry.to_lowercase();
        out.push_str(&format!("[registry.{registry}]\n"));
        for (scope, content) in object(&content["scopes"])? {
            out.push_str(&format!("[modules.{scope}.{registry}]\n"));
            for module in content["modules"].as_array().into_iter().flatten() {
                let name = module["name"].as_str().context("a module without a name")?;
                let name = toml::Value::from(name);
                out.push_str(&format!("{name} = \"crate::Module\"\n"));
            }
        }
    }
    Ok(out)
}

fn object(value: &Value) -> Result<&Map<String, Value>> {
    value.as_object().context("the corpus has another form")
}

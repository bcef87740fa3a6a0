//! A config file, and the network that it describes.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use candle_core::Device;
use mmengine::{Context, Weights};
use rollbook::BuildError;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::registry::{Scope, model};

/// A config file: a table whose `default_scope` says from where its names are looked up.
pub struct ConfigFile {
    table: Map<String, Value>,
    scope: Scope,
}

impl ConfigFile {
    /// Reads a JSON file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, is not a JSON table, or names an unknown scope.
    pub fn read(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let shown = shown.escape_debug();
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the config `{shown}`"))?;
        let table: Map<String, Value> = serde_json::from_str(&text)
            .with_context(|| format!("the config `{shown}` is not a JSON table"))?;
        let scope = match table.get("default_scope") {
            None => Scope::Mmengine,
            Some(Value::String(name)) => find_scope(name)?,
            Some(other) => bail!("`default_scope` must be the name of a scope, not `{other}`"),
        };
        Ok(Self { table, scope })
    }

    /// From where the file's names are looked up.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.scope
    }

    /// The value of a key at the top of the file; `null` counts as none.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.table.get(key).filter(|value| !value.is_null())
    }

    /// The keys at the top of the file.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(String::as_str)
    }

    /// Reads the value of a key, with its names looked up from the file's scope.
    ///
    /// # Errors
    ///
    /// A missing key, or a value of another form.
    pub fn read_key<'a, T: Deserialize<'a>>(&'a self, key: &str) -> Result<T> {
        let value = self
            .get(key)
            .with_context(|| format!("the config has no `{key}`"))?;
        self.scope
            .enter(|| T::deserialize(value))
            .with_context(|| format!("cannot read `{key}`"))
    }

    /// Reads the model. As MMEngine's runner does, it takes the file's `data_preprocessor` where the model has none.
    ///
    /// # Errors
    ///
    /// Unknown names, unknown or wrong arguments: with their path.
    pub fn model(&self) -> Result<model::Config> {
        let mut value = self
            .get("model")
            .context("the config has no `model`")?
            .clone();
        if let (Some(model), Some(shared)) = (value.as_object_mut(), self.get("data_preprocessor"))
        {
            model
                .entry("data_preprocessor")
                .or_insert_with(|| shared.clone());
        }
        let read = model::from(self.scope).config(value);
        read.map_err(|error| located("model", &error.to_string()))
    }

    /// Reads the model and builds it with these weights.
    ///
    /// # Errors
    ///
    /// As [`ConfigFile::model`]; a module that cannot be built; weights that do not fit.
    pub fn build(&self, weights: &Weights) -> Result<(model::Module, Context)> {
        let context = Context::new(weights, &Device::Cpu);
        let config = self.model()?;
        let built = self.scope.enter(|| config.build(&context));
        let module = built.map_err(|error| explain(&error.at("model")))?;
        weights.check()?;
        Ok((module, context))
    }
}

/// An error of reading, with the whole path in the config. It ends in its own part of it: "(in `backbone.depth`)".
#[must_use]
pub fn located(key: &str, text: &str) -> anyhow::Error {
    let split = text
        .strip_suffix("`)")
        .and_then(|text| text.rsplit_once(" (in `"));
    match split {
        Some((text, path)) => anyhow::anyhow!("{text}\n  in the config: `{key}.{path}`"),
        None => anyhow::anyhow!("{text}\n  in the config: `{key}`"),
    }
}

fn find_scope(name: &str) -> Result<Scope> {
    let found = Scope::ALL.iter().find(|scope| scope.to_string() == name);
    found.copied().with_context(|| {
        let known: Vec<_> = Scope::ALL
            .iter()
            .map(|scope| format!("`{scope}`"))
            .collect();
        format!(
            "there is no scope `{}`; known: {}",
            name.escape_debug(),
            known.join(", ")
        )
    })
}

/// The chain of build errors as one: what went wrong, the whole path to it, and the modules on the way.
#[must_use]
pub fn explain(error: &BuildError) -> anyhow::Error {
    let (mut path, mut modules) = (String::new(), Vec::new());
    let mut text = String::new();
    let mut next: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(current) = next {
        if let Some(build) = current.downcast_ref::<BuildError>() {
            if !path.is_empty() && !build.path().is_empty() && !build.path().starts_with('[') {
                path.push('.');
            }
            path.push_str(build.path());
            match build.info() {
                Some(info) => modules.push(format!("`{}`", info.name)),
                // Its text is its source's.
                None => text = build.to_string(),
            }
        } else {
            text = current.to_string();
        }
        next = current.source();
    }
    // The error's own text ends in its own part of the path.
    if let Some(end) = text.rfind(" (in `") {
        text.truncate(end);
    }
    anyhow::anyhow!(
        "cannot build {}: {text}\n  in the config: `{path}`",
        modules.join(", in it ")
    )
}

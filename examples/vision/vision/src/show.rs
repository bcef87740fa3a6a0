//! `vision list`, `vision explain`, `vision count`: what there is, and what can be built.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use mmengine::Weights;

use crate::config::ConfigFile;
use crate::registry::{
    Scope, activation, anchor_generator, assigner, backbone, batch_augment, bbox_coder,
    box_sampler, data_preprocessor, data_sampler, dataset, dense_head, head, initializer, loss,
    metric, model, neck, norm, optimizer, param_scheduler, transform,
};

/// Does something with each registry.
macro_rules! each_registry {
    ($do:ident) => {
        $do!(
            model,
            backbone,
            neck,
            head,
            dense_head,
            data_preprocessor,
            loss,
            norm,
            activation,
            initializer,
            batch_augment,
            anchor_generator,
            bbox_coder,
            assigner,
            box_sampler,
            transform,
            dataset,
            data_sampler,
            optimizer,
            param_scheduler,
            metric
        )
    };
}

/// All modules: a line a registry and scope.
#[must_use]
pub fn list() -> String {
    let mut lines = Vec::new();
    let mut count = 0;
    macro_rules! list {
        ($($registry:ident),*) => {$(
            for scope in Scope::ALL {
                let seen = $registry::from(*scope);
                if seen.is_empty() {
                    continue;
                }
                let names: Vec<_> = seen.iter().map(|(name, _)| name).collect();
                count += names.len();
                lines.push(format!("{:<18} {:<11} {}", seen.name(), scope.to_string(), names.join(" ")));
            }
        )*};
    }
    each_registry!(list);
    lines.push(format!("{count} names"));
    lines.join("\n")
}

/// What a module is: its registry, type, place and arguments. The name is looked up from the root.
///
/// # Errors
///
/// A name that no registry knows.
pub fn explain(name: &str) -> Result<String> {
    let mut texts = Vec::new();
    macro_rules! explain {
        ($($registry:ident),*) => {$(
            if let Some(kind) = $registry::REGISTRY.get(name) {
                let info = kind.info();
                let arguments = $registry::REGISTRY.arguments(kind);
                texts.push(format!(
                    "{} `{}` of {}\n  type       {}\n  listed in  {}\n  arguments  {}",
                    $registry::REGISTRY.name(), info.name, info.scope, info.type_name, info.place, arguments.join(", ")
                ));
            }
        )*};
    }
    each_registry!(explain);
    if texts.is_empty() {
        // The registry of models knows what is similar, and which scopes there are.
        match model::REGISTRY.resolve(name) {
            Err(unknown) => bail!("{unknown}"),
            Ok(_) => bail!("no registry knows `{}`", name.escape_debug()),
        }
    }
    Ok(texts.join("\n"))
}

/// A config file, and why its model cannot be built where it cannot.
pub struct Counted {
    /// The file.
    pub path: PathBuf,
    /// How many numbers the model has, or why there is none.
    pub built: Result<usize>,
}

/// Builds the model of each JSON file of a folder, with zeros for weights.
///
/// # Errors
///
/// A folder that cannot be read.
pub fn count(folder: &Path) -> Result<Vec<Counted>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder `{}`", folder.display()))?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()));
    let mut paths = paths.collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|end| end == "json"));
    paths.sort();
    let built = |path: PathBuf| {
        let weights = Weights::zeros();
        let built = ConfigFile::read(&path).and_then(|file| file.build(&weights));
        Counted {
            path,
            built: built.map(|_| weights.count()),
        }
    };
    Ok(paths.into_iter().map(built).collect())
}

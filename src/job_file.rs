//! A job file: what to read, how to change it, what to write; its modules are looked up in the registries.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rollbook::toml::{Layers, LayersError};
use serde::{Deserialize, Deserializer};

use crate::converter::Converter;
use crate::job::Job;
use crate::progress::Progress;
use crate::registry::{Scope, converter, transform, writer};
use crate::transform::Transform;
use crate::writer::Writer;

/// A job as its file says it, with its modules built.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobFile {
    /// The scope that the names of modules are looked up from.
    #[serde(rename = "task", default)]
    _task: Option<String>,
    /// The folder to write.
    pub output: PathBuf,
    /// Replaces what an earlier job wrote into that folder.
    #[serde(default)]
    pub overwrite: bool,
    /// Reads the source.
    pub converter: converter::Module,
    /// Change the data set, in this order.
    #[serde(default)]
    pub transform: Vec<transform::Module>,
    /// Writes the target.
    pub writer: writer::Module,
}

/// The one key that is read before the others.
#[derive(Deserialize)]
struct Task {
    #[serde(default = "usual_scope", rename = "task", deserialize_with = "scope")]
    scope: Scope,
}

fn usual_scope() -> Scope {
    Scope::Detection
}

fn scope<'de, D: Deserializer<'de>>(task: D) -> Result<Scope, D::Error> {
    match Option::<String>::deserialize(task)? {
        None => Ok(usual_scope()),
        Some(name) => name.parse().map_err(serde::de::Error::custom),
    }
}

impl JobFile {
    /// Reads a job. Its names are looked up from the scope that its `task` names, `detection` if it names none.
    ///
    /// # Errors
    ///
    /// What is wrong with it, with line and column.
    pub fn parse(text: &str) -> Result<Self, rollbook::toml::Error> {
        let Task { scope } = rollbook::toml::from_str(text)?;
        scope.enter(|| rollbook::toml::from_str(text))
    }

    /// The layers of a job: its file with what that is based on, and values set over it, as in `writer.labels=outlines`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, and a value that is none.
    pub fn layers(path: &Path, set: &[String]) -> Result<Layers, LayersError> {
        let layers = Layers::new().file(path)?;
        set.iter()
            .try_fold(layers, |layers, value| layers.set(value))
    }

    /// Reads a job from its layers, its names looked up as [`JobFile::parse`] does it.
    ///
    /// # Errors
    ///
    /// What is wrong with it, in the layer at fault.
    pub fn read(layers: &Layers) -> Result<Self, LayersError> {
        let Task { scope } = layers.read()?;
        scope.enter(|| layers.read())
    }

    /// What it was built of: `Coco -> DropSmall -> Yolo`.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut names = vec![self.converter.kind().to_string()];
        names.extend(
            self.transform
                .iter()
                .map(|module| module.kind().to_string()),
        );
        names.push(self.writer.kind().to_string());
        names.join(" -> ")
    }

    /// The job to run or to prepare. Paths are relative to `folder`, which is the job file's.
    #[must_use]
    pub fn job<'a>(
        &'a self,
        folder: &'a Path,
        reading: Arc<dyn Progress>,
        writing: Arc<dyn Progress>,
    ) -> Job<'a> {
        Job {
            converter: &self.converter as &dyn Converter,
            transforms: self
                .transform
                .iter()
                .map(|module| module as &dyn Transform)
                .collect(),
            writer: &self.writer as &dyn Writer,
            folder,
            output: &self.output,
            overwrite: self.overwrite,
            reading,
            writing,
        }
    }
}

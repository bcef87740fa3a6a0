//! One config from several layers: files with their bases, flags, variables, defaults. Every value keeps its place.

mod error;
mod explain;
mod fault;
mod merged;
mod overlay;
mod sources;
mod words;
mod write;

pub use error::LayersError;
pub use explain::{Fate, Setting};

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use std::path::Path;

use serde_core::de::Deserialize;
use serde_core::ser::Serialize;
use toml::Table as Document;
use toml::de::DeValue;

use crate::agreed::show::printable;
use crate::merge::{Rules, Step};
use crate::toml::value::Value;
use sources::{Kind, Sources};

/// A config that is made of layers. A later layer wins over an earlier one; defaults lie below all.
///
/// ```
/// use quickstart::registry::act;
/// use rollbook::toml::Layers;
///
/// let layers = Layers::new()
///     .text("act.toml", "type = 'GELU'\napproximate = true")?
///     .set("approximate = 1")?;
///
/// let error = layers.read::<act::Config>().unwrap_err();
/// assert_eq!(error.to_string(), "\
/// invalid type: integer `1`, expected a boolean
/// in `approximate`
///  --> --set approximate
///   |
/// 1 | approximate = 1
///   |               ^");
/// assert_eq!(layers.explain("approximate")?[0].to_string(), "act.toml:2:15: true (replaced)");
/// # Ok::<(), rollbook::toml::LayersError>(())
/// ```
///
/// # Rules
///
/// They are those of MMEngine's configs: tables merge, everything else replaces, `_delete_ = true` in a table replaces what
/// lies below, bases of one file must not set the same key. One is added: a table with another `type` replaces the one
/// below, as the arguments of one module are not those of another; with `_merge_ = true` they stay. A bare name is short
/// for a table with this name alone. `docs/layers.md` in the repository has all rules, and MMEngine's answers beside them.
///
/// `_base_ = "base.toml"`, or a list of paths, at the top of a file: the paths are relative to the file. TOML and JSON may
/// be mixed: a file that ends in `.json` is JSON, every other one TOML. YAML is refused: no reader for it keeps places and
/// is light. Files may be anywhere; a cycle is an error that shows the way round.
///
/// A place in [`toml::Spanned`](https://docs.rs/toml/latest/toml/struct.Spanned.html) counts from the start of the first
/// layer, so it is of little use here.
pub struct Layers {
    sources: Sources,
    /// The lowest first.
    layers: Vec<Layer>,
    /// How many of them are defaults.
    defaults: usize,
    rules: Rules,
    /// Whether the keys of modules are others than the usual one.
    tags_given: bool,
}

#[derive(Clone, Copy)]
enum Layer {
    File(usize),
    Text(usize),
}

#[expect(
    clippy::new_without_default,
    reason = "`default` is the method that adds a layer"
)]
impl Layers {
    /// No layers: an empty config.
    #[must_use]
    pub fn new() -> Self {
        Self {
            sources: Sources::default(),
            layers: Vec::new(),
            defaults: 0,
            rules: Rules::default(),
            tags_given: false,
        }
    }

    /// A key that names a module, instead of `type`. May be called for several keys; a bare name becomes a table under the
    /// first.
    ///
    /// ```
    /// # use rollbook::toml::Layers;
    /// let layers = Layers::new()
    ///     .tag("kind")
    ///     .text("base", "model = { kind = 'ResNet', depth = 50 }")?
    ///     .set("model.kind = Swin")?;
    /// assert_eq!(layers.to_toml()?, "[model]\nkind = \"Swin\"\n");
    /// # Ok::<(), rollbook::toml::LayersError>(())
    /// ```
    #[must_use]
    pub fn tag(mut self, key: &str) -> Self {
        if !core::mem::replace(&mut self.tags_given, true) {
            self.rules.tags.clear();
        }
        self.rules.tags.push(key.to_string());
        self
    }

    /// Adds a file, and below it all that it is based on.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is over 64 MiB, a `_base_` that is not a path, a cycle. What else is wrong with
    /// a file shows when the layers are read.
    pub fn file(mut self, path: impl AsRef<Path>) -> Result<Self, LayersError> {
        let Sources { files, end, .. } = &mut self.sources;
        let loaded = files.load(path.as_ref(), end);
        match loaded {
            Ok(file) => {
                self.layers.push(Layer::File(file));
                Ok(self)
            }
            Err(fault) => Err(LayersError::of(fault, &self.sources)),
        }
    }

    /// Adds a TOML document that is not in a file. Messages call it by the name.
    ///
    /// # Errors
    ///
    /// A text that is not TOML, drawn at its place; a `_base_`, which needs a file.
    pub fn text(mut self, name: &str, toml: &str) -> Result<Self, LayersError> {
        let text = self
            .sources
            .add(Kind::Document(name.to_string()), toml.to_string());
        overlay::of_text(text, &self.sources)?;
        self.layers.push(Layer::Text(text));
        Ok(self)
    }

    /// Adds a value below all other layers, whenever it is called; of two, the later one wins.
    ///
    /// ```
    /// # use rollbook::toml::Layers;
    /// #[derive(serde::Serialize, serde::Deserialize)]
    /// struct Server { host: String, port: u16 }
    ///
    /// let server: Server = Layers::new()
    ///     .set("port = 8080")?
    ///     .default(Server { host: "localhost".into(), port: 80 })?
    ///     .read()?;
    /// assert_eq!((server.host.as_str(), server.port), ("localhost", 8080));
    /// # Ok::<(), rollbook::toml::LayersError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A value that TOML cannot hold, such as one that is not a table.
    pub fn default(mut self, value: impl Serialize) -> Result<Self, LayersError> {
        let text = toml::to_string(&value).map_err(|error| LayersError::new(error.to_string()))?;
        let kind = Kind::Document("the defaults".to_string());
        let text = self.sources.add(kind, text);
        overlay::of_text(text, &self.sources)?;
        self.layers.insert(self.defaults, Layer::Text(text));
        self.defaults += 1;
        Ok(self)
    }

    /// Sets one value: `model.backbone.depth = 50`. The value is TOML, or a word: `writer.labels=outlines`. The path is
    /// keys with dots between them and indices: `pipeline[0].size` or `pipeline.0.size`. A key with a dot or a blank in it
    /// is between quotes. Messages call it `--set model.backbone.depth`.
    ///
    /// ```
    /// # use rollbook::toml::Layers;
    /// let layers = Layers::new()
    ///     .text("job.toml", "pipeline = [{ type = 'Resize', size = 1 }]")?
    ///     .set("pipeline[0].size = 9")?
    ///     .set("writer.labels=outlines")?;
    /// assert_eq!(layers.value()?["pipeline"][0]["size"].as_integer(), Some(9));
    /// assert_eq!(layers.value()?["writer"]["labels"].as_str(), Some("outlines"));
    /// # Ok::<(), rollbook::toml::LayersError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A text that is not a path, and a value that begins like a list, a table or a quoted string of TOML but is not
    /// one. An index that leads nowhere shows when the layers are read.
    pub fn set(mut self, assignment: &str) -> Result<Self, LayersError> {
        let text = self.sources.add(Kind::Flag, assignment.to_string());
        overlay::of_text(text, &self.sources)?;
        self.layers.push(Layer::Text(text));
        Ok(self)
    }

    /// Adds the variables of the environment whose names start with a prefix. With `APP__`, `APP__MODEL__DEPTH` is
    /// `model.depth`, and `APP__PIPELINE__0__SIZE` is `pipeline[0].size`. A key that is there already is found whatever its
    /// case; a new one is in small letters. A value is TOML, or a string if it is not.
    ///
    /// No message and no comment shows the value of a variable, only its name.
    ///
    /// # Errors
    ///
    /// A name with an empty key, and a name or a value that is not Unicode.
    pub fn env(self, prefix: &str) -> Result<Self, LayersError> {
        let all = std::env::vars_os().map(|(name, value)| match name.into_string() {
            Ok(name) => (name, value.into_string().ok()),
            // If it starts with the prefix, it is refused as a value would be.
            Err(name) => (name.to_string_lossy().into_owned(), None),
        });
        self.add_variables(prefix, all.collect())
    }

    /// The same, with variables that are given as names and values.
    ///
    /// ```
    /// # use rollbook::toml::Layers;
    /// let layers = Layers::new().variables("APP__", [("APP__MODEL__DEPTH", "50"), ("HOME", "/root")])?;
    /// assert_eq!(layers.to_toml()?, "[model]\ndepth = 50\n");
    /// assert_eq!(layers.explain("model.depth")?[0].to_string(), "the variable APP__MODEL__DEPTH");
    /// # Ok::<(), rollbook::toml::LayersError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A name with an empty key.
    pub fn variables<K: Into<String>, V: Into<String>>(
        self,
        prefix: &str,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Result<Self, LayersError> {
        let variables = variables.into_iter();
        let variables = variables.map(|(name, value)| (name.into(), Some(value.into())));
        self.add_variables(prefix, variables.collect())
    }

    fn add_variables(
        mut self,
        prefix: &str,
        mut variables: Vec<(String, Option<String>)>,
    ) -> Result<Self, LayersError> {
        variables.retain(|(name, _)| name.len() > prefix.len() && name.starts_with(prefix));
        // The order of the environment means nothing.
        variables.sort();
        for (name, value) in variables {
            let shown = printable(&name);
            let Some(value) = value else {
                let message =
                    alloc::format!("the name or the value of the variable {shown} is not Unicode");
                return Err(LayersError::new(message));
            };
            if name[prefix.len()..]
                .split(overlay::SEPARATOR)
                .any(str::is_empty)
            {
                let message = alloc::format!("the name of the variable {shown} has an empty key");
                return Err(LayersError::new(message));
            }
            let prefix = prefix.len();
            let text = self.sources.add(Kind::Variable { name, prefix }, value);
            self.layers.push(Layer::Text(text));
        }
        Ok(self)
    }

    /// Reads the merged config.
    ///
    /// # Errors
    ///
    /// What is wrong with a layer, what cannot be merged, and what the type says, each drawn in the layer at fault.
    pub fn read<'de, T: Deserialize<'de>>(&'de self) -> Result<T, LayersError> {
        let mut table = self.merged()?;
        words::mark(&mut table, &self.sources);
        let read = T::deserialize(Value::new(DeValue::Table(table), 0..0));
        read.map_err(|error| fault::of_reading(&error, self))
    }

    /// The merged config as a table of the `toml` crate.
    ///
    /// # Errors
    ///
    /// What is wrong with a layer, and what cannot be merged.
    pub fn value(&self) -> Result<Document, LayersError> {
        let table = self.merged()?;
        let read = Document::deserialize(Value::new(DeValue::Table(table), 0..0));
        read.map_err(|error| fault::of_reading(&error, self))
    }

    /// The merged config as TOML text, which reads the same. It holds the values of variables.
    ///
    /// # Errors
    ///
    /// What is wrong with a layer, and what cannot be merged.
    pub fn to_toml(&self) -> Result<String, LayersError> {
        Ok(write::document(&self.merged()?, None))
    }

    /// The same, with a comment behind each value that says where it comes from. The values of variables are left out.
    ///
    /// ```
    /// # use rollbook::toml::Layers;
    /// let layers = Layers::new().text("job.toml", "seed = 1")?.set("model.depth = 50")?;
    /// assert_eq!(layers.to_commented_toml()?, "\
    /// seed = 1 # job.toml:1:8
    ///
    /// [model]
    /// depth = 50 # --set model.depth
    /// ");
    /// # Ok::<(), rollbook::toml::LayersError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What is wrong with a layer, and what cannot be merged.
    pub fn to_commented_toml(&self) -> Result<String, LayersError> {
        Ok(write::document(&self.merged()?, Some(&self.sources)))
    }

    /// Every layer that sets a value, from the lowest, with its place and what became of it. Empty if none does.
    ///
    /// # Errors
    ///
    /// A text that is not a path, and what is wrong with a layer.
    pub fn explain(&self, path: &str) -> Result<Vec<Setting>, LayersError> {
        let path = match Step::parse(path) {
            Ok((path, None)) => path,
            _ => {
                let path = printable(path);
                let message =
                    alloc::format!("`{path}` is not a path: write `model.layers[0].depth`");
                return Err(LayersError::new(message));
            }
        };
        self.explained(&path)
    }

    /// The files that were read, in the order in which they are merged.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        let roots = self.layers.iter().filter_map(|layer| match layer {
            Layer::File(file) => Some(*file),
            Layer::Text(_) => None,
        });
        let files = roots.flat_map(|root| self.sources.files.order(root));
        files.map(|file| self.sources.files.list[file].path.as_path())
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.layers.iter().map(|layer| match *layer {
            Layer::File(file) => self.sources.files.list[file].start,
            Layer::Text(text) => self.sources.texts[text].start,
        });
        let names = names.filter_map(|start| Some(self.sources.at(start)?.name));
        f.debug_list().entries(names).finish()
    }
}

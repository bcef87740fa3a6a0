//! The library's front door: from a manifest to the text of a registry, with every input given by the caller.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rollbook::__private::build::Data;

use crate::catalog::Catalog;
use crate::config_check;
use crate::diagnostics::{self, Problems};
use crate::emit;
use crate::error::Error;
use crate::fragment::{self, Package, feature_name};
use crate::inputs::{self, Recorded};
use crate::lock;
use crate::manifest::{self, Inputs, Loaded};
use crate::model::{self, Model, Workspace};
use crate::output::{Output, Reference};
use crate::schema_file;
use crate::tables;
use crate::text::Source;
use crate::text::files;

/// Generates a registry outside of a build script, for tests and tools. In `build.rs`, [`generate`] does all of it.
///
/// [`generate`]: crate::generate
///
/// ```
/// # let folder = std::env::temp_dir().join(format!("rollbook-build-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// std::fs::write(folder.join("registry.toml"), "[registry.act]\n[modules.act]\nReLU = \"crate::ReLU\"\n")?;
///
/// let output = rollbook_build::Generator::new()
///     .root(&folder)
///     .package("demo")
///     .generate()?;
/// assert_eq!(output.problems, "");
/// assert!(output.text.contains("pub type ReLU = crate::ReLU; // registry.toml:3"));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Generator {
    pub(crate) inputs: Recorded,
    out_dir: Option<PathBuf>,
    spans: bool,
    files: Vec<PathBuf>,
}

impl Default for Generator {
    fn default() -> Self {
        Self::new()
    }
}

impl Generator {
    /// For the manifest `registry.toml` of the working folder.
    #[must_use]
    pub fn new() -> Self {
        Self {
            inputs: Recorded {
                manifest: PathBuf::from("registry.toml"),
                package: "package".to_owned(),
                ..Recorded::default()
            },
            out_dir: None,
            spans: true,
            files: Vec::new(),
        }
    }

    /// With what the build script of a package gave to [`generate`], which keeps it in its `OUT_DIR`. Nothing is
    /// written.
    ///
    /// # Errors
    ///
    /// [`Error::NoRecord`] if there is no such record in the folder, or one of another version.
    ///
    /// [`generate`]: crate::generate
    pub fn recorded(out_dir: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = out_dir.as_ref();
        let text = std::fs::read_to_string(folder.join(inputs::FILE)).ok();
        let inputs = text.and_then(|text| inputs::read(&text));
        let inputs = inputs.ok_or_else(|| Error::NoRecord {
            folder: folder.to_owned(),
        })?;
        Ok(Self {
            inputs,
            ..Self::new()
        })
    }

    /// The folder of the package, as [`Generator::root`] set it.
    #[must_use]
    pub fn root_folder(&self) -> &Path {
        &self.inputs.root
    }

    /// The path of the manifest, with the folder of the package.
    #[must_use]
    pub fn manifest_path(&self) -> PathBuf {
        self.inputs.root.join(&self.inputs.manifest)
    }

    /// A further config file to check, relative to the root. The first `[[check]]` says what it holds, unless another
    /// one names the file.
    pub fn check_file(&mut self, file: impl Into<PathBuf>) -> &mut Self {
        self.files.push(file.into());
        self
    }

    /// The manifest, relative to the root. Default: `registry.toml`.
    pub fn manifest(&mut self, manifest: impl Into<PathBuf>) -> &mut Self {
        self.inputs.manifest = manifest.into();
        self
    }

    /// The folder of the package. Messages name files relative to it. Default: the working folder.
    pub fn root(&mut self, root: impl Into<PathBuf>) -> &mut Self {
        self.inputs.root = root.into();
        self
    }

    /// The folder for `registry.rs`, `rollbook-fragment.toml` and `rollbook-problems.txt`. Without it, nothing is written.
    pub fn out_dir(&mut self, out_dir: impl Into<PathBuf>) -> &mut Self {
        self.out_dir = Some(out_dir.into());
        self
    }

    /// The name of the package, which a manifest without scopes takes for its only one.
    pub fn package(&mut self, package: impl Into<String>) -> &mut Self {
        self.inputs.package = package.into();
        self
    }

    /// The version of the package, as in Cargo.toml. It says which aliases should be gone. Default: not known, and none
    /// should.
    pub fn package_version(&mut self, version: impl Into<String>) -> &mut Self {
        self.inputs.version = version.into();
        self
    }

    /// The features that are on, as `Cargo.toml` names them or as the variables `CARGO_FEATURE_...` do. Default: none.
    pub fn features<F: AsRef<str>>(&mut self, features: impl IntoIterator<Item = F>) -> &mut Self {
        self.inputs.features = features
            .into_iter()
            .map(|feature| feature_name(feature.as_ref()))
            .collect();
        self
    }

    /// The features that `Cargo.toml` declares. A module behind any other feature is a mistake. Default: not known, and
    /// any feature is accepted.
    pub fn declared_features<F: Into<String>>(
        &mut self,
        features: impl IntoIterator<Item = F>,
    ) -> &mut Self {
        self.inputs.declared = Some(features.into_iter().map(Into::into).collect());
        self
    }

    /// Where the fragment of a dependency lies, by its `links`: what Cargo hands to a build script as
    /// `DEP_<LINKS>_ROLLBOOK`. Default: none.
    pub fn published(&mut self, links: &str, fragment: impl Into<PathBuf>) -> &mut Self {
        self.inputs
            .published
            .insert(feature_name(links), fragment.into());
        self
    }

    /// Whether `include_registry!` may show problems at their places in the files. Default: yes. The manifest can say
    /// no, too.
    pub fn spans(&mut self, spans: bool) -> &mut Self {
        self.spans = spans;
        self
    }

    /// Reads the manifest and, if there is an `out_dir`, writes the registry. Mistakes in the manifest are not an error:
    /// they are in the output, and the faulty entries are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::Write`] if a generated file cannot be written.
    pub fn generate(&self) -> Result<Output, Error> {
        self.run(true)
    }

    /// Checks the manifest and the config files, as [`Generator::generate`] does, and generates nothing: `text` is empty,
    /// and nothing is written. That is faster for tools which show problems only.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read, [`Error::NoCheck`] if [`Generator::check_file`] was called and
    /// the manifest has no `[[check]]`.
    pub fn check(&self) -> Result<Output, Error> {
        self.run(false)
    }

    fn run(&self, generate: bool) -> Result<Output, Error> {
        let Resolved {
            model,
            tables,
            packages,
            mut sources,
            mut problems,
            mut watched,
            spans,
        } = self.resolve()?;
        let root = &self.inputs.root;
        if let (Some(path), true) = (self.files.first(), model.checks.is_empty()) {
            return Err(Error::NoCheck { path: path.clone() });
        }
        let fragment = fragment::write(&packages, &sources);
        let checked = config_check::check(
            &model,
            &tables,
            root,
            &self.files,
            &mut sources,
            &mut problems,
        );
        watched.extend(checked.watched);
        let references = checked.references.iter();
        let references = references.map(|found| Reference::new(found, &model, &sources));
        let references = references.collect();
        let problems = problems.settled(&sources);
        // Without the faulty entries, names would be missing that are not.
        let lock = match problems.list.is_empty() {
            true => self.checked_lock(&model, &mut sources),
            false => lock::Checked::default(),
        };
        watched.extend(lock.path.clone());
        // What a crate that is not merged adds is not known.
        let schema = match problems.list.is_empty() && model.whole {
            true => schema_file::check(&model, root),
            false => schema_file::Checked::default(),
        };
        watched.extend(schema.files.iter().cloned());
        let schema_tested = !schema.files.is_empty();
        let schema = diagnostics::drawings(&schema.problems, &sources);
        let lock = diagnostics::drawings(&lock.problems(), &sources);
        let output = Output {
            text: match generate {
                true => {
                    let test = lock::Checked::is_tested(&model).then_some(lock.as_str());
                    let schema = schema_tested.then_some(schema.as_str());
                    let tables = tables::constants(&model);
                    emit::emit(&model, &tables, &checked.files, test, schema)
                }
                false => String::new(),
            },
            problems: diagnostics::draw(&problems, &sources),
            warnings: problems.warning_lines(&sources),
            diagnostics: diagnostics::diagnostics(&problems, &sources),
            spans,
            files: watched.iter().map(|path| root.join(path)).collect(),
            references,
            fragment,
            lock,
            schema,
        };
        if let (Some(out_dir), true) = (&self.out_dir, generate) {
            save(out_dir, &output)?;
            let (record, rest) = match spans {
                true => (
                    diagnostics::record(&output.diagnostics, &sources),
                    diagnostics::rest(&problems, &sources),
                ),
                false => Default::default(),
            };
            files::when_changed(&out_dir.join(RECORD), &record)?;
            files::when_changed(&out_dir.join("rollbook-rest.txt"), &rest)?;
            files::when_changed(&out_dir.join(inputs::FILE), &inputs::write(&self.inputs))?;
        }
        Ok(output)
    }

    /// Reads the manifest and what it merges, without generating. Faulty entries are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Read`] if the manifest cannot be read.
    pub fn catalog(&self) -> Result<Catalog, Error> {
        Ok(self.resolve()?.catalog())
    }

    pub(crate) fn checked_lock(&self, model: &Model, sources: &mut Vec<Source>) -> lock::Checked {
        let Recorded { root, version, .. } = &self.inputs;
        lock::check(model, root, self.manifest_below(), version, sources)
    }

    /// The manifest, relative to the root.
    fn manifest_below(&self) -> &Path {
        let Recorded { root, manifest, .. } = &self.inputs;
        manifest.strip_prefix(root).unwrap_or(manifest)
    }

    pub(crate) fn resolve(&self) -> Result<Resolved, Error> {
        let mut problems = Problems::default();
        let given = &self.inputs;
        let manifest = self.manifest_below();
        let Loaded {
            manifest,
            sources,
            packages,
            watched,
        } = manifest::load(
            &Inputs {
                root: &given.root,
                manifest,
                package: &given.package,
                features: &given.features,
                declared: given.declared.as_ref(),
                published: &given.published,
            },
            &mut problems,
        )?;
        let workspace = Workspace {
            packages: &packages,
            sources: &sources,
        };
        let setting = manifest.settings.spans.as_ref();
        let spans = self.spans && setting.is_none_or(|given| given.value);
        let mut model = model::resolve(manifest, &workspace, &mut problems);
        let tables = tables::look_up(&mut model, &mut problems);
        Ok(Resolved {
            model,
            tables,
            packages,
            sources,
            problems,
            watched,
            spans,
        })
    }
}

/// A manifest with all that it merges, before configs are checked and anything is written.
pub(crate) struct Resolved {
    pub(crate) model: Model,
    pub(crate) tables: Vec<&'static Data>,
    pub(crate) packages: Vec<Package>,
    pub(crate) sources: Vec<Source>,
    pub(crate) problems: Problems,
    pub(crate) watched: BTreeSet<PathBuf>,
    pub(crate) spans: bool,
}

impl Resolved {
    /// As data, without the arguments of modules.
    pub(crate) fn catalog(self) -> Catalog {
        let tables = tables::constants(&self.model);
        Catalog::new(&self.model, tables, &self.packages, &self.sources)
    }
}

/// The file that dependents read.
pub(crate) const FRAGMENT: &str = "rollbook-fragment.toml";

/// What `include_registry!` prints from.
const RECORD: &str = "rollbook-report.txt";

fn save(out_dir: &Path, output: &Output) -> Result<(), Error> {
    files::when_changed(&out_dir.join("registry.rs"), &output.text)?;
    files::when_changed(&out_dir.join(FRAGMENT), &output.fragment)?;
    files::when_changed(&out_dir.join("rollbook-problems.txt"), &output.problems)
}

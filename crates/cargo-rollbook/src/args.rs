//! The command line.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

/// Checks, lists, explains and edits the registry of a package.
#[derive(Debug, Parser)]
#[command(name = "cargo-rollbook", bin_name = "cargo rollbook", version)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// What all commands take.
#[derive(Args, Clone, Debug)]
pub(crate) struct Common {
    /// The Cargo.toml of the package or workspace.
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) manifest_path: Option<PathBuf>,
    /// The package, as in Cargo. Can be given several times.
    #[arg(short, long, global = true, value_name = "SPEC")]
    pub(crate) package: Vec<String>,
    /// The Cargo features that are on, separated by commas or blanks.
    #[arg(short = 'F', long, global = true, value_name = "FEATURES")]
    pub(crate) features: Vec<String>,
    /// All Cargo features are on.
    #[arg(long, global = true)]
    pub(crate) all_features: bool,
    /// The default features are off.
    #[arg(long, global = true)]
    pub(crate) no_default_features: bool,
    /// No access to the network, as in Cargo.
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// The form of the output.
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(crate) message_format: Format,
    /// When to use colors.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Check the manifest, the config files that it checks, and any other config file.
    ///
    /// With --message-format=json it prints what `cargo check` prints, and rollbook's own problems in the same form:
    /// name it in `rust-analyzer.check.overrideCommand`.
    Check {
        /// Further config files. The first `[[check]]` of the manifest says which modules they hold.
        files: Vec<PathBuf>,
        /// Check again whenever a file changes, until the command is stopped.
        #[arg(long)]
        watch: bool,
    },
    /// List the modules.
    List {
        /// Only those of this registry.
        registry: Option<String>,
    },
    /// Show the scopes as a tree, with their modules.
    Tree {
        /// Only the modules of this registry.
        registry: Option<String>,
    },
    /// Show how a name is looked up, scope by scope.
    Explain {
        /// The name, as a config writes it.
        name: String,
        /// The scope that it is looked up from. Default: the manifest's own.
        #[arg(long, value_name = "SCOPE")]
        from: Option<String>,
        /// Only in this registry.
        #[arg(long)]
        registry: Option<String>,
    },
    /// Draw the scopes, and which modules hold modules of which registry.
    Graph {
        /// The language of the drawing.
        #[arg(long, value_enum, default_value_t = GraphFormat::Mermaid)]
        format: GraphFormat,
    },
    /// Add a module to the manifest.
    Add {
        #[command(flatten)]
        new: NewModule,
        #[command(flatten)]
        check: Check,
    },
    /// Rename a module in the manifest and in all configs that it checks. The old name stays as an alias.
    Rename {
        /// The name, or `scope.Name`.
        old: String,
        /// The new name, without a scope.
        new: String,
        /// The registry, if several have a module of this name.
        #[arg(long)]
        registry: Option<String>,
        #[command(flatten)]
        check: Check,
    },
    /// Write the new names of deprecated modules in all checked configs.
    Fix {
        /// Further config files.
        files: Vec<PathBuf>,
        /// Misspelled names, too, if it is sure which name is meant.
        #[arg(long)]
        misspelled: bool,
        #[command(flatten)]
        check: Check,
    },
    /// Write a first registry.toml and a build.rs.
    Init {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        check: Check,
    },
    /// Print a page of Markdown for each registry, for those who write configs.
    Docs {
        /// Write the pages into this folder instead, as REGISTRY.md.
        #[arg(long, value_name = "FOLDER")]
        write: Option<PathBuf>,
        #[command(flatten)]
        check: Check,
    },
    /// Write the schema files that the manifest asks for, or print a JSON Schema of the config files.
    ///
    /// Editors complete and check names with it. The manifest asks for a file with `schema` under `[[check]]` or under
    /// `[registry.R]`.
    Schema {
        #[command(flatten)]
        what: SchemaOf,
        /// Write one schema into this file instead.
        #[arg(long, value_name = "FILE")]
        write: Option<PathBuf>,
        #[command(flatten)]
        check: Check,
    },
    /// Write the lock of names, beside the manifest. A name that vanished from the manifest is an error.
    Lock {
        /// Names may vanish, or mean something else. They go from the lock.
        #[arg(long)]
        accept: bool,
        #[command(flatten)]
        check: Check,
    },
    /// Show what changed in the manifest since a revision of git, as configs see it.
    ///
    /// The exit code is 1 if a config that was right may be wrong now, or mean something else.
    Diff {
        /// A commit, a tag or a branch.
        #[arg(value_name = "REV")]
        revision: String,
    },
    /// Print the Rust that is generated.
    Expand,
    /// Print a script that completes this command in a shell.
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

/// For all commands that write.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Check {
    /// Write nothing. Say what would be written, with exit code 1 if anything would.
    #[arg(long)]
    pub(crate) check: bool,
}

/// What a schema describes.
#[derive(Args, Clone, Debug)]
pub(crate) struct SchemaOf {
    /// The schema of registry.toml itself.
    #[arg(long, conflicts_with_all = ["viewer", "entry", "registry"])]
    pub(crate) manifest: bool,
    /// Of files that are one module of this registry each, without a `[[check]]`.
    #[arg(long, value_name = "REGISTRY", conflicts_with = "entry")]
    pub(crate) registry: Option<String>,
    /// Names are looked up from this scope only. Default: what the `[[check]]` and the file say.
    #[arg(long, value_name = "SCOPE")]
    pub(crate) viewer: Option<String>,
    /// The `[[check]]` that says where modules are named, counted from 1. Default: the first.
    #[arg(long, value_name = "N")]
    pub(crate) entry: Option<std::num::NonZeroUsize>,
}

impl SchemaOf {
    /// Whether the command line does not say what to describe.
    pub(crate) fn is_nothing(&self) -> bool {
        let Self {
            manifest,
            registry,
            viewer,
            entry,
        } = self;
        !manifest && registry.is_none() && viewer.is_none() && entry.is_none()
    }
}

/// A module to add.
#[derive(Args, Clone, Debug)]
pub(crate) struct NewModule {
    /// Its name in configs.
    pub(crate) name: String,
    /// Its Rust type, from the top: `crate::ResNet`.
    #[arg(value_name = "TYPE")]
    pub(crate) type_path: String,
    /// The registry. Needed if there are several.
    #[arg(long)]
    pub(crate) registry: Option<String>,
    /// The scope. Default: the manifest's own.
    #[arg(long)]
    pub(crate) scope: Option<String>,
    /// The type of its config.
    #[arg(long, value_name = "TYPE")]
    pub(crate) config: Option<String>,
    /// The Cargo feature that it needs.
    #[arg(long)]
    pub(crate) feature: Option<String>,
    /// What it does.
    #[arg(long, value_name = "TEXT")]
    pub(crate) doc: Option<String>,
}

/// What a first manifest is made of.
#[derive(Args, Clone, Debug)]
pub(crate) struct Source {
    /// An enum with `#[serde(tag = ...)]` in this Rust file.
    #[arg(long, value_name = "FILE", conflicts_with = "from_configs")]
    pub(crate) from_enum: Option<PathBuf>,
    /// The name of the enum, if the file has several.
    #[arg(long = "enum", value_name = "NAME", requires = "from_enum")]
    pub(crate) name: Option<String>,
    /// The existing configs, as a pattern in quotes: "configs/**/*.toml".
    #[arg(long, value_name = "PATTERN")]
    pub(crate) from_configs: Option<String>,
    /// The name of the registry.
    #[arg(long, default_value = "model")]
    pub(crate) registry: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Human,
    /// One line for each thing.
    Short,
    /// For programs.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// In a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum GraphFormat {
    /// Mermaid, which GitHub draws in Markdown.
    Mermaid,
    /// DOT, for Graphviz.
    Dot,
}

impl Common {
    /// Whether what is printed on standard output has colors.
    pub(crate) fn colored(&self) -> bool {
        self.color.wanted(std::io::stdout().is_terminal())
    }

    /// Whether what is printed on standard error has colors.
    pub(crate) fn colored_errors(&self) -> bool {
        self.color.wanted(std::io::stderr().is_terminal())
    }
}

impl Color {
    fn wanted(self, terminal: bool) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => {
                terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        }
    }
}

/// The script for a shell.
pub(crate) fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut command = Arguments::command().bin_name("cargo-rollbook");
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "cargo-rollbook", &mut script);
    script
}

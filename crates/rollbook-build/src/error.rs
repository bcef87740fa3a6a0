//! What makes generating impossible.

use std::fmt;
use std::path::PathBuf;

/// Why nothing could be generated. Mistakes in the manifest are not errors of this type: see [`Output::problems`].
///
/// [`Output::problems`]: crate::Output::problems
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The manifest cannot be read: it is missing, a folder, or not UTF-8 text.
    Read {
        /// The manifest, as its path was given.
        path: PathBuf,
        /// What is wrong with it.
        source: std::io::Error,
    },
    /// A generated file cannot be written.
    Write {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// There is no record of a build script in this folder, or one of another version.
    NoRecord {
        /// The folder.
        folder: PathBuf,
    },
    /// A config file is to be checked, and the manifest has no `[[check]]` that says what it holds.
    NoCheck {
        /// The config file.
        path: PathBuf,
    },
    /// The manifest has mistakes, and what is asked for needs all of it.
    Problems {
        /// The mistakes, drawn.
        text: String,
    },
    /// The manifest has no such `[[check]]`.
    NoEntry {
        /// Which one was asked for, from 1.
        entry: usize,
        /// How many there are.
        count: usize,
    },
    /// There is no registry, or no scope, of that index.
    NoIndex {
        /// The index.
        index: usize,
        /// How many there are.
        count: usize,
    },
    /// The manifest asks for no lock of its names.
    NoLock {
        /// The manifest.
        manifest: PathBuf,
    },
    /// A schema file that the manifest asks for cannot be read.
    ReadSchema {
        /// The file.
        path: PathBuf,
        /// The error of the system.
        source: std::io::Error,
    },
    /// There is another file where the manifest asks for a schema. It would be lost.
    ForeignSchema {
        /// The file.
        path: PathBuf,
    },
    /// A variable that Cargo sets for build scripts is not there.
    NoBuildScript {
        /// The variable.
        variable: &'static str,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, .. } => write!(f, "cannot read the manifest `{}`", path.display()),
            Self::Write { path, .. } => write!(f, "cannot write `{}`", path.display()),
            Self::NoRecord { folder } => write!(
                f,
                "there is no record of a build script in `{}`, or one of another version of rollbook-build",
                folder.display()
            ),
            Self::NoCheck { path } => write!(
                f,
                "cannot check `{}`: the manifest has no `[[check]]` that says which modules it holds",
                path.display()
            ),
            Self::Problems { text } => write!(f, "the manifest has mistakes\n\n{}", text.trim_end()),
            Self::NoEntry { count: 0, .. } => f.write_str(
                "the manifest has no `[[check]]`, which says where in a config modules are named: add one, such as `[[check]]`, `files = \"configs/*.toml\"`, `slots = { model = \"model\" }`. If each file is one module, `cargo rollbook schema --registry R` needs none",
            ),
            Self::NoEntry { entry, count } => {
                write!(f, "there is no `[[check]]` number {entry}: the manifest has {count}")
            }
            Self::NoIndex { index, count } => {
                write!(f, "there is no registry or scope of index {index}: there are {count}")
            }
            Self::NoLock { manifest } => write!(
                f,
                "`{}` asks for no lock of its names: write `lock = true` under `[rollbook]`",
                manifest.display()
            ),
            Self::ReadSchema { path, .. } => write!(f, "cannot read `{}`", path.display()),
            Self::ForeignSchema { path } => write!(
                f,
                "`{}` is not a schema that `cargo rollbook schema` wrote: delete it, or name another file in the manifest",
                path.display()
            ),
            Self::NoBuildScript { variable } => write!(
                f,
                "the variable {variable} is not set: call this from build.rs, or use `Generator` elsewhere"
            ),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read { source, .. }
            | Self::Write { source, .. }
            | Self::ReadSchema { source, .. } => Some(source),
            Self::NoRecord { .. }
            | Self::NoCheck { .. }
            | Self::Problems { .. }
            | Self::NoEntry { .. }
            | Self::NoIndex { .. }
            | Self::NoLock { .. }
            | Self::ForeignSchema { .. }
            | Self::NoBuildScript { .. } => None,
        }
    }
}

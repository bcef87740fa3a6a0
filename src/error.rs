//! What can go wrong: where, what, and the edit that mends it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use rollbook::printable;

/// An error of a conversion. Nothing has been written to the target when one is returned.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder could not be read or written: "could not read `street.json`".
    Io {
        /// What was tried: `read`, `create`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that was read holds something that cannot be converted.
    Content {
        /// The file.
        path: PathBuf,
        /// Line and column, from 1, where they are known.
        position: Option<(usize, usize)>,
        /// What is wrong.
        what: String,
        /// What to do about it, where there is more to say than to mend the file.
        help: Option<String>,
    },
    /// The data set as a whole cannot be changed or written as the job asks.
    Data {
        /// What is wrong.
        what: String,
        /// What to do about it.
        help: String,
    },
    /// An argument of a module has a value that makes no sense.
    Argument {
        /// The argument's name.
        name: &'static str,
        /// What is wrong with it.
        what: String,
    },
    /// The target is there already and the job does not say `overwrite = true`.
    Exists {
        /// The target.
        path: PathBuf,
    },
    /// The target holds something that this program did not write, and that the job would replace.
    NotWritten {
        /// The target.
        target: PathBuf,
        /// What is there, in words.
        what: String,
    },
    /// The work was stopped, as [`Progress::stopped`](crate::progress::Progress::stopped) asked.
    Stopped,
}

impl Error {
    pub(crate) fn io(action: &'static str, path: &Path, source: io::Error) -> Error {
        Error::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    pub(crate) fn content(path: &Path, what: impl Into<String>) -> Error {
        Error::Content {
            path: path.to_owned(),
            position: None,
            what: what.into(),
            help: None,
        }
    }

    pub(crate) fn data(what: impl Into<String>, help: impl Into<String>) -> Error {
        Error::Data {
            what: what.into(),
            help: help.into(),
        }
    }

    /// Adds the edit that mends it to an error in a file.
    pub(crate) fn with_help(mut self, text: impl Into<String>) -> Error {
        if let Error::Content { help, .. } = &mut self {
            *help = Some(text.into());
        }
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { action, path, .. } => {
                write!(f, "could not {action} `{}`", shown_path(path))
            }
            Error::Content {
                path,
                position,
                what,
                help,
            } => {
                write!(f, "{}", shown_path(path))?;
                if let Some((line, column)) = position {
                    write!(f, ":{line}:{column}")?;
                }
                write!(f, ": {}", printable(what))?;
                help.as_ref()
                    .map_or(Ok(()), |help| write!(f, "\n  help: {help}"))
            }
            Error::Data { what, help } => write!(f, "{what}\n  help: {help}"),
            Error::Argument { name, what } => write!(f, "argument `{name}`: {what}"),
            Error::Exists { path } => write!(
                f,
                "the target `{}` exists\n  help: choose another one, or set `overwrite = true` to replace what an earlier job wrote there",
                shown_path(path)
            ),
            Error::NotWritten { target, what } => write!(
                f,
                "the target `{}` {what}\n  help: `overwrite` replaces only what this program wrote: move the rest away, or choose another target",
                shown_path(target)
            ),
            Error::Stopped => f.write_str("stopped: nothing was written"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}

/// A piece of a file as a message can show it: [`printable`], and cut after 60 characters.
pub fn shown(text: &str) -> String {
    let cut = text.char_indices().nth(60);
    let mut shown = printable(cut.map_or(text, |(end, _)| &text[..end]));
    if cut.is_some() {
        shown.push('…');
    }
    shown
}

/// A path as a message can show it: [`printable`], however long it is.
pub fn shown_path(path: &Path) -> String {
    printable(&path.to_string_lossy())
}

/// The categories that there are, worded as the end of a message.
pub(crate) fn known_names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let names: Vec<&str> = names.collect();
    let listed: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{}`", shown(name)))
        .collect();
    match names.len() {
        0 => "the data set has no categories".to_owned(),
        count if count > MOST => {
            format!(
                "the data set has {}, and {} more",
                listed.join(", "),
                count - MOST
            )
        }
        _ => format!("the data set has {}", listed.join(", ")),
    }
}

//! Problems as others see them: plain data, with each place in bytes, lines and columns, and drawn.

use std::fmt;
use std::ops::Range;

use super::draw::{After, drawing, first_line};
use super::problems::Problem;
use crate::text::{Source, Span};

/// Stands for the folder of the package in a drawing, and in a line of JSON, where no text holds it.
pub(crate) const FOLDER: char = '\u{1}';

/// Something that is wrong with a manifest or with a config, at its place.
///
/// ```
/// # let folder = std::env::temp_dir().join(format!("rollbook-build-diagnostic-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// std::fs::write(folder.join("registry.toml"), "[registry.act]\n[modules.atc]\nReLU = \"crate::ReLU\"\n")?;
///
/// let output = rollbook_build::Generator::new().root(&folder).generate()?;
/// let diagnostic = &output.diagnostics[0];
/// assert_eq!(diagnostic.code, "R012");
/// assert_eq!(diagnostic.message, "unknown registry `atc`");
/// assert_eq!((diagnostic.labels[0].line, diagnostic.labels[0].column), (2, 10));
/// assert_eq!(diagnostic.short("demo/"), "demo/registry.toml:2:10: error[rollbook::R012]: unknown registry `atc`\n");
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// Its severity.
    pub level: Level,
    /// The stable code, which `docs/messages.md` explains: `R115`.
    pub code: &'static str,
    /// One line, without code and place.
    pub message: String,
    /// The places; the first is the main one. Never empty.
    pub labels: Vec<Label>,
    /// The edit that fixes it, in words.
    pub help: Option<String>,
    /// The edit that fixes it, for a program.
    pub edit: Option<Edit>,
    plain: String,
    color: String,
}

/// The severity of a [`Diagnostic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// The package does not build.
    Error,
    /// The package builds.
    Warning,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// A place of a [`Diagnostic`], no longer than its first line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Label {
    /// The file, relative to the folder of the package, with forward slashes. A file of another crate starts with the
    /// name of that crate.
    pub file: String,
    /// Whether `file` is the path of a file in the package, and not of another crate.
    pub in_package: bool,
    /// The bytes of the file.
    pub bytes: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The column after the last character.
    pub end_column: usize,
    /// The text at the place. May be empty.
    pub text: String,
    /// The line itself; empty if it is too long to be of use.
    pub(crate) line_text: String,
}

/// An edit that fixes a [`Diagnostic`]: what to write instead of some bytes of a file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Edit {
    /// The bytes to replace, in the file of this label.
    pub place: Label,
    /// What to write there.
    pub replacement: String,
    /// Whether a tool may apply it without asking. A guess, such as a name that differs in two letters, is not sure.
    pub sure: bool,
}

/// Lines longer than this, in bytes, are not repeated.
const LONGEST_LINE: usize = 4096;

impl Diagnostic {
    pub(crate) fn new(problem: &Problem, sources: &[Source]) -> Self {
        let label = |(span, text): &(Span, String)| label(*span, text, sources);
        let span = problem.span();
        let written = span.within(sources).text.get(span.start..span.end);
        let edit = problem.rename.as_ref().and_then(|rename| {
            let replacement = renamed(written?, &rename.from, &rename.to)?;
            let place = self::label(span, "", sources);
            place.in_package.then_some(Edit {
                place,
                replacement,
                sure: rename.sure,
            })
        });
        let drawn = |color| {
            drawing(
                problem,
                sources,
                After::Nothing {
                    folder: FOLDER,
                    color,
                },
            )
        };
        Self {
            level: match problem.message.is_warning() {
                true => Level::Warning,
                false => Level::Error,
            },
            code: problem.message.id,
            message: problem.headline(),
            labels: problem.labels.iter().map(label).collect(),
            help: problem.help(),
            edit,
            plain: drawn(false),
            color: drawn(true),
        }
    }

    /// As rustc draws its own, over several lines, with an empty line at the end. `folder` comes before the paths of
    /// files in the package: empty, or with a slash at its end.
    #[must_use]
    pub fn drawing(&self, folder: &str, color: bool) -> String {
        let text = if color { &self.color } else { &self.plain };
        format!("{}\n\n", text.replace(FOLDER, folder))
    }

    /// One line: the place, the level, the code, and what is wrong. `folder` as for [`Diagnostic::drawing`].
    #[must_use]
    pub fn short(&self, folder: &str) -> String {
        self.short_template().replace(FOLDER, folder)
    }

    /// Whether its main place lies in the package.
    pub(crate) fn in_package(&self) -> bool {
        self.labels[0].in_package
    }

    pub(super) fn drawing_template(&self, color: bool) -> String {
        self.drawing(&FOLDER.to_string(), color)
    }

    pub(super) fn short_template(&self) -> String {
        let Label {
            file,
            in_package,
            line,
            column,
            ..
        } = &self.labels[0];
        let folder = if *in_package {
            FOLDER.to_string()
        } else {
            String::new()
        };
        let Self {
            level,
            code,
            message,
            ..
        } = self;
        format!("{folder}{file}:{line}:{column}: {level}[rollbook::{code}]: {message}\n")
    }
}

/// Another name, written as this one is: bare, or in the same quotes. `None` if the name is not what is written.
pub(crate) fn renamed(written: &str, from: &str, to: &str) -> Option<String> {
    let quote = written.chars().next().filter(|c| matches!(c, '"' | '\''));
    let inside = match quote {
        Some(quote) => written.strip_prefix(quote)?.strip_suffix(quote)?,
        None => written,
    };
    if inside != from || inside.contains(['"', '\'', '\\']) {
        return None;
    }
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let plain = |c: char| !c.is_control() && !matches!(c, '\'' | '"' | '\\');
    Some(match quote {
        None if to.chars().all(bare) => to.to_owned(),
        Some(quote) if to.chars().all(plain) => format!("{quote}{to}{quote}"),
        // As TOML and JSON both write it.
        _ => crate::text::json::quoted(to),
    })
}

fn label(span: Span, text: &str, sources: &[Source]) -> Label {
    let source = span.within(sources);
    let bytes = first_line(source, span);
    let place = source.place(bytes.start);
    let line = source.line_range(place.line - 1);
    let line_text = if line.len() > LONGEST_LINE {
        ""
    } else {
        &source.text[line]
    };
    Label {
        file: place.file,
        in_package: source.on_disk,
        line: place.line,
        column: place.column,
        end_column: place.column + source.text[bytes.clone()].chars().count(),
        bytes,
        text: text.to_owned(),
        line_text: line_text.to_owned(),
    }
}

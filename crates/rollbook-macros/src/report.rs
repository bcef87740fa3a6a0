//! What the build script found wrong, printed as messages of rustc, each at its place in `registry.toml` or a config.
//!
//! Cargo reads rustc's messages as lines of JSON on standard error, and what a macro prints there is read with them. So
//! an error appears in the file that it is about: in the terminal, in editors, and in `cargo fix`. `rollbook-build`
//! writes the lines; this file decides whether to print them, puts in the paths, and prints no line whose file changed
//! since.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file of the build script, in its `OUT_DIR`. `rollbook-build` describes its form, in `diagnostics/report.rs`.
const RECORD: &str = "rollbook-report.txt";
/// Its first line.
const VERSION: &str = "rollbook report 1";
/// Means the folder of the package in the lines of the record. JSON holds it nowhere else.
const FOLDER: char = '\u{1}';

/// The expansion: an error, unless all is well or there are only warnings.
pub(crate) fn report() -> String {
    let arguments = std::env::args_os().collect::<Vec<_>>();
    let Some((format, record)) = format(&arguments).zip(record()) else {
        // Without a reader of JSON: the whole drawing, in one error.
        return error("rollbook-problems.txt");
    };
    let Some(printed) = printed(&record, format, &folder()) else {
        return error("rollbook-problems.txt");
    };
    // One call, so that no other thread's line comes between.
    let _ = std::io::stderr().lock().write_all(printed.lines.as_bytes());
    match printed {
        Printed { left: 1.., .. } => {
            "::core::compile_error!(\"a file changed while it was checked: build again\");"
                .to_owned()
        }
        Printed { errors: true, .. } => error("rollbook-rest.txt"),
        _ => String::new(),
    }
}

/// An error whose text is a file of the build script, unless it found nothing but warnings.
fn error(file: &str) -> String {
    format!(
        "#[cfg(rollbook_problems)] ::core::compile_error!(::core::include_str!(::core::concat!(::core::env!(\"OUT_DIR\"), \"/{file}\")));"
    )
}

/// How rustc draws its messages, by its command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Plain,
    Ansi,
    Short,
}

/// Read from rustc's own command line. `None` if its messages are not JSON, or if nobody wants to see them: Cargo
/// silences the packages that are not the user's own.
fn format(arguments: &[OsString]) -> Option<Format> {
    let mut all = Vec::new();
    for argument in arguments {
        let argument = argument.to_string_lossy();
        match argument.strip_prefix('@') {
            // Cargo writes a command line that is too long into a file, an argument a line.
            Some(file) => {
                let text = std::fs::read_to_string(file).unwrap_or_default();
                all.extend(text.lines().map(str::to_owned));
            }
            None => all.push(argument.into_owned()),
        }
    }
    let given = |flag: &str, value: &str| {
        let split = |part: &str| part.split(',').any(|part| part == value);
        let joined = all
            .iter()
            .filter_map(|argument| argument.strip_prefix(flag)?.strip_prefix('='));
        let parted = all.windows(2).filter(|pair| pair[0] == flag);
        joined.chain(parted.map(|pair| pair[1].as_str())).any(split)
    };
    if !given("--error-format", "json") || given("--cap-lints", "allow") {
        return None;
    }
    Some(if given("--json", "diagnostic-short") {
        Format::Short
    } else if given("--json", "diagnostic-rendered-ansi") {
        Format::Ansi
    } else {
        Format::Plain
    })
}

fn record() -> Option<String> {
    let folder = PathBuf::from(std::env::var_os("OUT_DIR")?);
    std::fs::read_to_string(folder.join(RECORD)).ok()
}

/// The folder of the package, as rustc names files: relative to where it runs, if it is below that.
fn folder() -> PathBuf {
    let folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let Ok(here) = std::env::current_dir() else {
        return folder;
    };
    if let Ok(below) = folder.strip_prefix(&here) {
        return below.to_owned();
    }
    let real = (folder.canonicalize(), here.canonicalize());
    match real {
        (Ok(real), Ok(here)) => real
            .strip_prefix(&here)
            .map(Path::to_owned)
            .unwrap_or(folder),
        _ => folder,
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Printed {
    lines: String,
    /// Whether an error is among them, or among those that the drawing tells.
    errors: bool,
    /// How many errors are not printed, since their files changed.
    left: usize,
}

/// What became of a file since the build script read it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Same,
    /// All suggestions were applied: `cargo fix` does that between two runs of rustc.
    Mended,
    Changed,
}

/// `None` if the record is not in the form that is known here.
fn printed(record: &str, format: Format, folder: &Path) -> Option<Printed> {
    let mut lines = record.lines();
    if lines.next() != Some(VERSION) {
        return None;
    }
    let mut prefix = folder.to_str()?.to_owned();
    if !prefix.is_empty() && !prefix.ends_with(['/', '\\']) {
        prefix.push('/');
    }
    let escaped = escape(&prefix);
    let mut files = Vec::new();
    let mut printed = Printed::default();
    for line in lines {
        let parts = line.split('\t').collect::<Vec<_>>();
        match parts[..] {
            ["file", size, hash, mended, path] => {
                files.push(state(&folder.join(path), [size, hash, mended]))
            }
            ["elsewhere", level] => printed.errors |= level == "error",
            [level, file, fixable, message, plain, ansi, short] => {
                let state = match file {
                    "" => State::Same,
                    file => *files.get(file.parse::<usize>().ok()?)?,
                };
                let error = level == "error";
                match state {
                    State::Same => {}
                    State::Mended if fixable == "fixable" => continue,
                    State::Mended | State::Changed => {
                        printed.left += usize::from(error);
                        continue;
                    }
                }
                printed.errors |= error;
                let rendered = match format {
                    Format::Plain => plain,
                    Format::Ansi => ansi,
                    Format::Short => short,
                };
                let line = format!("{message},\"rendered\":\"{rendered}\"}}\n");
                printed.lines.push_str(&line.replace(FOLDER, &escaped));
            }
            _ => return None,
        }
    }
    Some(printed)
}

/// A line about a text that is not there any more would lead an editor, or `cargo fix`, to the wrong bytes.
fn state(path: &Path, [size, hash, mended]: [&str; 3]) -> State {
    let Ok(bytes) = std::fs::read(path) else {
        return State::Changed;
    };
    let now = format!("{:016x}", fnv(&bytes));
    if now == hash && size == bytes.len().to_string() {
        State::Same
    } else if now == mended {
        State::Mended
    } else {
        State::Changed
    }
}

/// The hash of Fowler, Noll and Vo, in 64 bits: `rollbook-build` computes the same.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)
    })
}

/// A path inside a JSON string.
fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(arguments: &str) -> Option<Format> {
        format(&arguments.split(' ').map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_command_line_of_rustc() {
        assert_eq!(format_of("rustc --crate-name a src/lib.rs"), None);
        assert_eq!(
            format_of("rustc --error-format=human --json=artifacts"),
            None
        );
        assert_eq!(format_of("rustc --error-format=json"), Some(Format::Plain));
        assert_eq!(format_of("rustc --error-format json"), Some(Format::Plain));
        let cargo =
            "rustc --error-format=json --json=diagnostic-rendered-ansi,artifacts,future-incompat";
        assert_eq!(format_of(cargo), Some(Format::Ansi));
        let short = "rustc --error-format=json --json=artifacts,diagnostic-short";
        assert_eq!(format_of(short), Some(Format::Short));
        let cargo_fix = "rustc --error-format=json --cap-lints=warn";
        assert_eq!(format_of(cargo_fix), Some(Format::Plain));
        assert_eq!(
            format_of("rustc --error-format=json --cap-lints allow"),
            None
        );
    }

    #[test]
    fn a_command_line_in_a_file() {
        let file = std::env::temp_dir().join(format!("rollbook-arguments-{}", std::process::id()));
        std::fs::write(&file, "--crate-name\na\n--error-format=json\n").unwrap();
        let said = format(&["rustc".into(), format!("@{}", file.display()).into()]);
        assert_eq!(said, Some(Format::Plain));
        std::fs::remove_file(file).unwrap();
    }

    fn record(file: &str, mended: &str, level: &str) -> String {
        format!(
            "{VERSION}\nfile\t{}\t{:016x}\t{:016x}\tm.toml\n{level}\t0\tfixable\t{{\"file_name\":\"\u{1}m.toml\"\tplain\tansi\tshort\n",
            file.len(),
            fnv(file.as_bytes()),
            fnv(mended.as_bytes()),
        )
    }

    #[test]
    fn a_line_is_printed_while_its_file_is_the_same() {
        let folder =
            std::env::temp_dir().join(format!("rollbook \"report\" {}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let record = record("old", "mended", "error");
        let said = |text: &str| {
            std::fs::write(folder.join("m.toml"), text).unwrap();
            printed(&record, Format::Short, &folder).unwrap()
        };
        let line = format!(
            "{{\"file_name\":\"{}/m.toml\",\"rendered\":\"short\"}}\n",
            folder.to_str().unwrap().replace('"', "\\\"")
        );
        let expect = Printed {
            lines: line,
            errors: true,
            left: 0,
        };
        assert_eq!(said("old"), expect);
        assert_eq!(said("mended"), Printed::default());
        assert_eq!(
            said("other"),
            Printed {
                left: 1,
                ..Printed::default()
            }
        );
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_record_of_another_form() {
        let said = |record: &str| printed(record, Format::Plain, Path::new(""));
        assert_eq!(said(""), None);
        assert_eq!(said("rollbook report 2\n"), None);
        assert_eq!(said(&format!("{VERSION}\nwhat\tever\n")), None);
        assert_eq!(said(&format!("{VERSION}\nerror\t7\t\ta\tb\tc\td\n")), None);
        assert_eq!(said(&format!("{VERSION}\n")), Some(Printed::default()));
    }
}

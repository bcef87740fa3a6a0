//! The comparison: each kind at each place, read as a module and as a plain struct.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::doc::{Doc, Place, Plain, document};
use crate::kinds::{self, Each};
use crate::registry::net;

/// A format.
pub trait Format {
    const NAME: &'static str;
    /// Tables are written as maps, and not as structs.
    const MAP: bool = false;
    /// Values of this format in its own notation, each read as a kind.
    const RAW: &'static [(&'static str, &'static str)] = &[];
    /// Kinds that it cannot be judged by.
    const SKIPPED: &'static [&'static str] = &[];
    type Text;

    /// Nothing if the format cannot write it.
    fn write(document: &Doc<'_>) -> Option<Self::Text>;

    /// The document with a value in the format's own notation instead of the text `@@`. For formats with `RAW`.
    fn with_raw(document: Self::Text, raw: &str) -> Self::Text {
        let _ = raw;
        document
    }

    /// # Errors
    ///
    /// That of the format.
    fn read<T: DeserializeOwned>(text: &Self::Text) -> Result<T, String>;

    /// What a registry reads; as [`read`](Self::read) if the format has no way of its own.
    ///
    /// # Errors
    ///
    /// That of the format.
    fn read_config(text: &Self::Text) -> Result<net::Config, String> {
        Self::read(text)
    }
}

/// The test of a format: its name, what a document is written to, the constants of [`Format`] that it needs, and how it is
/// written (`None` if the format cannot) and read.
#[macro_export]
macro_rules! matrix {
    (
        $name:literal, $text:ty;
        $(MAP = $map:expr;)?
        $(SKIPPED = $skipped:expr;)?
        $(RAW = $raw:expr;)?
        write($document:ident) $write:block
        read($input:ident) $read:block
        $(read_config($config_input:ident) $read_config:block)?
    ) => {
        struct Tested;

        impl $crate::matrix::Format for Tested {
            const NAME: &'static str = $name;
            $(const MAP: bool = $map;)?
            $(const SKIPPED: &'static [&'static str] = $skipped;)?
            $(
                const RAW: &'static [(&'static str, &'static str)] = $raw;

                fn with_raw(document: String, raw: &str) -> String {
                    $crate::raw::put(document, raw)
                }
            )?
            type Text = $text;

            fn write($document: &$crate::doc::Doc<'_>) -> Option<$text> $write

            fn read<T: serde::de::DeserializeOwned>($input: &$text) -> Result<T, String> {
                $read.map_err($crate::matrix::words)
            }

            $(
                fn read_config($config_input: &$text) -> Result<$crate::registry::net::Config, String> {
                    $read_config.map_err($crate::matrix::words)
                }
            )?
        }

        #[test]
        fn matrix() {
            $crate::matrix::check::<Tested>();
        }
    };
}

/// What an error of a format says. It tells [`matrix!`](crate::matrix!) which of a function's errors is meant.
pub fn words<E: std::error::Error>(error: E) -> String {
    error.to_string()
}

/// Compares, and holds what differs against `records`; `ROLLBOOK_BLESS=1` writes it.
///
/// # Panics
///
/// If what differs is not what is recorded.
pub fn check<F: Format>() {
    let mut matrix = Matrix::<F> {
        cases: 0,
        faults: BTreeMap::new(),
        format: std::marker::PhantomData,
    };
    kinds::each(&mut matrix);
    let report = matrix.report();
    let suffix = if cfg!(feature = "json-features") {
        "-features"
    } else {
        ""
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("records")
        .join(format!("{}{suffix}.txt", F::NAME));
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        std::fs::write(&path, &report).expect("the record is written");
    }
    let recorded = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(report, recorded, "{}", path.display());
}

/// What went wrong: by kind, the places and who read it, with what came and what was expected.
#[derive(Default)]
struct Fault {
    at: BTreeMap<Place, Vec<&'static str>>,
    shown: String,
    silent: usize,
}

struct Matrix<F> {
    cases: usize,
    faults: BTreeMap<String, Fault>,
    format: std::marker::PhantomData<F>,
}

impl<F: Format> Each for Matrix<F> {
    fn kind<T: Debug + Serialize + DeserializeOwned>(&mut self, name: &str, value: &T) {
        if F::SKIPPED.contains(&name) {
            return;
        }
        let read = |text: &F::Text| F::read::<Plain<T>>(text).ok().map(|plain| debug(&plain));
        self.compare(name, name, read, |place, module, map| {
            document(place, module, value, map, F::write)
        });
        for (_, raw) in F::RAW.iter().filter(|(kind, _)| *kind == name) {
            self.compare(
                name,
                &format!("{name} {raw}"),
                read,
                |place, module, map| {
                    document(place, module, &"@@", map, F::write).map(|text| F::with_raw(text, raw))
                },
            );
        }
    }
}

impl<F: Format> Matrix<F> {
    fn compare(
        &mut self,
        kind: &str,
        shown: &str,
        plain: impl Fn(&F::Text) -> Option<String>,
        text: impl Fn(Place, &str, bool) -> Option<F::Text>,
    ) {
        for place in Place::ALL {
            for (who, module) in [("S", kind.to_owned()), ("R", format!("{kind}R"))] {
                let simple = if place == Place::First {
                    place
                } else {
                    Place::Last
                };
                let Some(plain) = text(simple, &module, false).and_then(|text| plain(&text)) else {
                    continue;
                };
                let plain = match place {
                    Place::First | Place::Last => plain,
                    Place::Kept | Place::Streamed => format!("Outer {{ inner: {plain} }}"),
                    Place::List => format!("List {{ list: [{plain}] }}"),
                };
                let plain = closed(&plain);
                let Some(text) = text(place, &module, F::MAP) else {
                    continue;
                };
                self.cases += 1;
                let read =
                    F::read_config(&text).map(|config| without_names(&debug(&config), &module));
                if read.as_ref() != Ok(&plain) {
                    let fault = self.faults.entry(shown.to_owned()).or_default();
                    fault.at.entry(place).or_default().push(who);
                    fault.silent += usize::from(read.is_ok());
                    if fault.shown.is_empty() {
                        fault.shown = match read {
                            Ok(read) => format!("SILENT {read}, expected {plain}"),
                            Err(error) => error.lines().collect::<Vec<_>>().join(" / "),
                        };
                    }
                }
            }
        }
    }

    fn report(&self) -> String {
        let faults = self.faults.values();
        let count: usize = faults
            .clone()
            .flat_map(|fault| fault.at.values())
            .map(Vec::len)
            .sum();
        let silent: usize = faults.map(|fault| fault.silent).sum();
        let mut out = format!(
            "{}: {} cases, {count} differ, {silent} of them silently\n",
            F::NAME,
            self.cases
        );
        for (kind, fault) in &self.faults {
            let _ = write!(out, "\n{kind}:");
            for (place, who) in &fault.at {
                let _ = write!(out, " {} {}", place.name(), who.concat());
            }
            let shown = fault.shown.chars().take(160).collect::<String>();
            let _ = writeln!(out, "\n    {shown}");
        }
        out
    }
}

fn debug(value: &impl Debug) -> String {
    format!("{value:?}")
}

/// `U8(U8 { arg: 1 })` as `Plain { arg: 1 }`.
fn without_names(text: &str, module: &str) -> String {
    let names = [("Outer", "Outer"), ("List", "List"), (module, "Plain")];
    let text = names.iter().fold(text.to_owned(), |text, (name, plain)| {
        text.replacen(&format!("{name}({name} {{"), &format!("{plain} {{"), 1)
    });
    closed(&text)
}

/// Without the brackets that close the names; where others close, too, it does no harm.
fn closed(text: &str) -> String {
    text.replace(" })", " }")
}

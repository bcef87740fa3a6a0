//! What the fuzz targets share.

pub mod parts;
#[cfg(feature = "converters")]
mod readers;
pub mod registry {
    rollbook::include_registry!();
}

#[cfg(feature = "converters")]
pub use readers::{PICTURE, read};

use std::fmt::Debug;

use parts::{Own, Serde};
use registry::part::Config;

/// Whether a module's config reads what its struct reads, whether its name comes first or last.
///
/// `read` reads a struct, and `read_config` a config of the module with this name.
pub fn compare<E: Debug>(
    serde: &Result<Serde, E>,
    own: &Result<Own, E>,
    read_config: impl Fn(&str) -> Result<Config, E>,
) {
    // The two derives agree.
    match (serde, own) {
        (Ok(serde), Ok(own)) => assert_eq!(fields(serde), fields(own)),
        (Err(_), Err(_)) => {}
        _ => panic!("serde's derive: {serde:?}, rollbook's: {own:?}"),
    }
    for (name, plain) in [
        ("Serde", serde.as_ref().map(fields)),
        ("Own", own.as_ref().map(fields)),
    ] {
        let config = read_config(name);
        match (plain, &config) {
            (Ok(plain), Ok(Config::Serde(config))) => assert_eq!(plain, fields(config)),
            (Ok(plain), Ok(Config::Own(config))) => assert_eq!(plain, fields(config)),
            (Err(_), Err(_)) => {}
            (plain, config) => panic!("{name}: the struct {plain:?}, the config {config:?}"),
        }
    }
}

/// The fields of a struct, without its name.
fn fields(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    text.split_once(' ')
        .map(|(_, fields)| fields.to_owned())
        .unwrap_or(text)
}

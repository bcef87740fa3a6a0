//! `data.yaml` as it is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::error::{Error, shown};
use crate::input;

pub(super) struct DataYaml {
    pub(super) path: Option<PathBuf>,
    pub(super) train: Vec<PathBuf>,
    pub(super) val: Vec<PathBuf>,
    pub(super) test: Vec<PathBuf>,
    /// Class indices and names, by ascending index.
    pub(super) names: Vec<(i64, String)>,
}

/// Other keys, such as `nc` and `download`, say nothing that is needed.
#[derive(Deserialize)]
struct Written {
    path: Option<PathBuf>,
    #[serde(default)]
    train: Places,
    #[serde(default)]
    val: Places,
    #[serde(default)]
    test: Places,
    names: Names,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Places {
    One(Option<PathBuf>),
    Several(Vec<PathBuf>),
}

impl Default for Places {
    fn default() -> Self {
        Self::One(None)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    List(Vec<String>),
    Indexed(BTreeMap<i64, String>),
    Map(BTreeMap<String, String>),
}

pub(super) fn read(path: &Path) -> Result<DataYaml, Error> {
    let text = input::read_text(path)?;
    let written = serde_saphyr::from_str::<Written>(&text).map_err(|error| {
        let position = error.location();
        Error::Content {
            path: path.to_owned(),
            position: position.map(|place| (place.line() as usize, place.column() as usize)),
            what: error.without_snippet().to_string(),
            help: None,
        }
    })?;
    let names = match written.names {
        Names::List(names) => (0..).zip(names).collect(),
        Names::Indexed(names) => names.into_iter().collect(),
        Names::Map(names) => {
            let mut indexed = Vec::new();
            for (index, name) in names {
                let number = index.parse::<i64>().map_err(|_| {
                    Error::content(path, format!("`{}` is no class index", shown(&index)))
                })?;
                indexed.push((number, name));
            }
            indexed.sort();
            indexed
        }
    };
    Ok(DataYaml {
        path: written.path,
        train: places(written.train),
        val: places(written.val),
        test: places(written.test),
        names,
    })
}

fn places(places: Places) -> Vec<PathBuf> {
    match places {
        Places::One(place) => place.into_iter().collect(),
        Places::Several(places) => places,
    }
}

//! What the check found, against what MMEngine's own registry answered.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result};
use rollbook_build::Output;

use crate::manifest::read;

/// A table of a config with a `type`.
pub(crate) struct Row {
    path: String,
    scope: String,
    /// `None` if it is not a reference to a registry.
    registry: Option<String>,
    name: String,
    /// `None` if there is no such module.
    module: Option<String>,
}

#[derive(Default)]
pub(crate) struct Compared {
    pub(crate) differences: Vec<String>,
    pub(crate) references: usize,
    pub(crate) left_alone: usize,
    /// Names that mean nothing, by file.
    pub(crate) faults: BTreeMap<String, usize>,
}

pub(crate) fn expected(path: &Path) -> Result<BTreeMap<String, Vec<Row>>> {
    let expected = read(path)?;
    let files = expected["files"].as_object().context("no files")?;
    let row = |row: &serde_json::Value| {
        let text = |column: usize| row[column].as_str().map(str::to_owned);
        Row {
            path: text(0).unwrap_or_default(),
            scope: text(1).unwrap_or_default(),
            // Python's own objects, named by their path, are not modules here.
            registry: text(2).filter(|_| !text(4).is_some_and(|found| found.starts_with("py:"))),
            name: text(3).unwrap_or_default(),
            module: text(4),
        }
    };
    let rows = |rows: &serde_json::Value| rows.as_array().into_iter().flatten().map(row).collect();
    let files = files
        .iter()
        .map(|(file, found)| (file.clone(), rows(found)));
    Ok(files.collect())
}

pub(crate) fn compare(output: &Output, expected: &BTreeMap<String, Vec<Row>>) -> Compared {
    let mut compared = Compared::default();
    let mut found = HashMap::new();
    for reference in &output.references {
        found.insert(
            (reference.file.as_str(), reference.path.as_str()),
            reference,
        );
        if reference.module.is_none() {
            *compared.faults.entry(reference.file.clone()).or_default() += 1;
        }
    }
    for (file, rows) in expected {
        for row in rows {
            let reference = found.remove(&(file.as_str(), row.path.as_str()));
            let told = reference.map(|reference| {
                let Some(module) = &reference.module else {
                    return format!("{} ? {} is unknown", reference.viewer, reference.registry);
                };
                format!("{} ? {} is {module}", reference.viewer, reference.registry)
            });
            let expect = row.registry.as_ref().map(|registry| {
                let module = row.module.as_deref().unwrap_or("unknown");
                format!("{} ? {} is {module}", row.scope, registry.to_lowercase())
            });
            if told != expect {
                compared.differences.push(format!(
                    "{file} {} `{}`: {told:?}, expected {expect:?}",
                    row.path, row.name
                ));
            } else if told.is_some() {
                compared.references += 1;
            } else {
                compared.left_alone += 1;
            }
        }
    }
    // References that are not under a `type` are in no row.
    for ((file, path), reference) in found {
        if path.ends_with(".constructor") && reference.module.is_some() {
            continue;
        }
        compared.differences.push(format!(
            "{file} {path} `{}`: {}, expected nothing",
            reference.name, reference.registry
        ));
    }
    compared
}

//! All layers as one table, or as a list of what each of them says about a path.

use alloc::vec::Vec;

use super::explain::{self, Overlay, Setting};
use super::overlay::{self, Said};
use super::sources::Kind;
use super::{Layer, Layers, LayersError};
use crate::merge::{BASE, Cases, Fault, Step, Table};

impl Layers {
    pub(super) fn explained(&self, path: &[Step<'_>]) -> Result<Vec<Setting>, LayersError> {
        let whole = |table| Overlay {
            table,
            single: false,
        };
        let mut overlays = Vec::new();
        for layer in &self.layers {
            match *layer {
                Layer::File(root) => {
                    for file in self.sources.files.order(root) {
                        overlays.push(whole(overlay::of_file(file, &self.sources)?));
                    }
                }
                Layer::Text(text) => match overlay::of_text(text, &self.sources)? {
                    Said::Table(table) => overlays.push(whole(table)),
                    Said::Value(path, value) => {
                        let table = overlay::nested(&path, value);
                        overlays.push(Overlay {
                            table,
                            single: true,
                        });
                    }
                },
            }
        }
        Ok(explain::explain(
            path,
            &overlays,
            &self.rules,
            &self.sources,
        ))
    }

    /// Merges a file, and below it what it is based on. A file at a time, so that `_delete_` reaches the layers below.
    fn merge_file<'a>(&'a self, root: usize, below: &mut Table<'a>) -> Result<(), LayersError> {
        let files = &self.sources.files;
        let told = |fault| LayersError::of(fault, &self.sources);
        let order = files.order(root);
        let tables = order
            .iter()
            .map(|file| overlay::of_file(*file, &self.sources));
        let tables = tables.collect::<Result<Vec<_>, _>>()?;
        if files.has_several_bases(&order) {
            // Bases that disagree are found where each has been merged by itself.
            let table = |file| {
                let at = order.iter().position(|known| *known == file);
                let at = at.expect("the order holds each file that a file is based on");
                Ok::<_, Fault>(tables[at].clone())
            };
            let merged = files.merged(root, &self.rules, table).map_err(told)?;
            if below.is_empty() {
                *below = merged;
                return Ok(());
            }
        }
        for mut table in tables {
            table.remove(BASE);
            self.rules.merge(below, table).map_err(told)?;
        }
        Ok(())
    }

    fn is_variable(&self, layer: Layer) -> bool {
        match layer {
            Layer::File(_) => false,
            Layer::Text(text) => matches!(self.sources.texts[text].kind, Kind::Variable { .. }),
        }
    }

    /// All layers as one table, each key and value with its place in the space of all texts.
    pub(super) fn merged(&self) -> Result<Table<'_>, LayersError> {
        let mut below = Table::new();
        let mut cases = Cases::default();
        for layer in &self.layers {
            if !self.is_variable(*layer) {
                cases = Cases::default();
            }
            let merged = match *layer {
                Layer::File(root) => {
                    self.merge_file(root, &mut below)?;
                    continue;
                }
                Layer::Text(text) => match overlay::of_text(text, &self.sources)? {
                    Said::Table(table) => self.rules.merge(&mut below, table),
                    Said::Value(mut path, value) => {
                        cases.adopt(&below, &mut path);
                        self.rules.set(&mut below, &path, value)
                    }
                },
            };
            merged.map_err(|fault| LayersError::of(fault, &self.sources))?;
        }
        Ok(below)
    }
}

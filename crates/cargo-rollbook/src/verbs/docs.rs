//! `docs`: a page of Markdown for each registry, for those who write configs.

use std::path::Path;

use anyhow::Result;

use crate::Outcome;
use crate::args::Common;
use crate::package::package;
use crate::show::print;
use crate::write::{Change, apply};

pub(crate) fn run(common: &Common, folder: Option<&Path>, check: bool) -> Result<Outcome> {
    let catalog = package(common)?.generator.described()?;
    let pages = catalog
        .registries
        .iter()
        .map(|registry| (&registry.name, catalog.page(registry)));
    let Some(folder) = folder else {
        let pages = pages.map(|(_, page)| page).collect::<Vec<_>>();
        print(&pages.join("\n"));
        return Ok(Outcome::Good);
    };
    let changes = pages.map(|(name, page)| {
        let path = folder.join(format!("{name}.md"));
        let before = std::fs::read_to_string(&path).ok();
        Change {
            path,
            before,
            after: page,
        }
    });
    apply(&changes.collect::<Vec<_>>(), check)
}

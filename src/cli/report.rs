//! `report`: a data set as one page.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use converters::error::shown_path;
use converters::page;

use super::{JobArguments, Printing};

pub(crate) fn report(
    arguments: &JobArguments,
    images: Option<&Path>,
    output: &Path,
    overwrite: bool,
    printing: &Printing,
) -> anyhow::Result<()> {
    if !overwrite && output.symlink_metadata().is_ok() {
        bail!(
            "`{}` exists: choose another file, or write --overwrite",
            shown_path(output)
        );
    }
    let job = arguments.read()?;
    let prepared = arguments.prepare(&job, printing)?;
    let title = shown_path(&arguments.path);
    let page = page::page(&prepared.data, &prepared.report, &title, images);
    let failed = || format!("could not write `{}`", shown_path(output));
    // There is a whole page in that place, or what was there before.
    let folder = output
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file =
        tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).with_context(failed)?;
    file.write_all(page.as_bytes()).with_context(failed)?;
    match overwrite {
        true => file.persist(output).with_context(failed)?,
        false => file.persist_noclobber(output).with_context(failed)?,
    };
    let text = format!("wrote {}", shown_path(output));
    printing.result(&shown_path(output), || text)
}

//! `show`: the objects of one image, drawn over it.

use std::path::Path;

use super::draw::draw;
use super::{JobArguments, Printing};
use anyhow::{Context, bail};
use converters::dataset::Picture;
use converters::error::{shown, shown_path};
use converters::picture;

pub(crate) fn show(
    arguments: &JobArguments,
    name: &str,
    images: Option<&Path>,
    output: &Path,
    printing: &Printing,
) -> anyhow::Result<()> {
    let job = arguments.read()?;
    let data = arguments.prepare(&job, printing)?.data;
    let Some(index) = data.images.iter().position(|image| image.name == name) else {
        let known = data
            .images
            .iter()
            .take(5)
            .map(|image| format!("`{}`", shown(&image.name)));
        let known = known.collect::<Vec<_>>().join(", ");
        bail!(
            "there is no image `{}`; there are {known}, ...",
            shown(name)
        );
    };
    let file = match (images, &data.images[index].picture) {
        (Some(images), _) => Picture::from(images.join(name)),
        (None, Some(picture)) => (**picture).clone(),
        (None, None) => Picture::from(arguments.folder().join(name)),
    };
    let pixels = picture::upright(&file.file).with_context(|| {
        format!(
            "could not read the picture `{}`: say where with --images",
            shown_path(&file.file)
        )
    })?;
    let mut picture = picture::edited(&file, &pixels)?.into_rgb8();
    let drawn = draw(&mut picture, &data, index);
    picture
        .save_with_format(output, image::ImageFormat::Png)
        .with_context(|| format!("could not write `{}`", shown_path(output)))?;
    let text = format!("drew {drawn} objects into {}", shown_path(output));
    printing.result(&drawn, || text)
}

//! Writers write a data set in a format. One file a format.

mod classification_csv;
mod coco;
mod csv;
mod cvat;
mod decimal;
mod dota;
mod image_folder;
mod images;
mod label_me;
mod losses;
mod mask_images;
mod open_images;
mod pascal_voc;
mod yolo;

pub use classification_csv::ClassificationCsv;
pub use coco::Coco;
pub use csv::Csv;
pub use cvat::Cvat;
pub use dota::Dota;
pub use image_folder::ImageFolder;
pub use images::Images;
pub use label_me::LabelMe;
pub use mask_images::MaskImages;
pub use open_images::OpenImages;
pub use pascal_voc::PascalVoc;
pub use yolo::{Labels, Yolo};

use std::collections::HashMap;

use crate::dataset::DataSet;
use crate::error::{Error, shown};
use crate::name;
use crate::output::Output;
use crate::report::Report;

/// Writes one format.
#[rollbook::dispatch]
pub trait Writer {
    /// Checks the arguments, before any file is opened.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for one that makes no sense.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Writes the data set, which [`DataSet::check`] has found sound, and counts what the format cannot hold.
    ///
    /// # Errors
    ///
    /// [`Error`] if the data set cannot be written in this format, or not all of it can be written.
    fn write(&self, data: &DataSet, output: &Output, report: &mut Report) -> Result<(), Error>;
}

/// The path of a file for each image, in a folder and with an extension. Names that would share one are an error, and
/// those that would leave the folder.
fn distinct(data: &DataSet, folder: &str, extension: &str) -> Result<Vec<String>, Error> {
    let mut paths = Vec::with_capacity(data.images.len());
    let mut known = HashMap::with_capacity(data.images.len());
    for (place, image) in data.images.iter().enumerate() {
        let name = name::relative(&image.name)?;
        let slash = if folder.is_empty() { "" } else { "/" };
        let path = format!("{folder}{slash}{}.{extension}", name::stem(&name));
        if let Some(first) = known.insert(path.clone(), place) {
            let numbered = |place: usize| {
                let name = shown(&data.images[place].name);
                format!("`{name}` (image {})", place + 1)
            };
            return Err(Error::data(
                format!(
                    "{} and {} would share the file `{}`",
                    numbered(first),
                    numbered(place),
                    shown(&path)
                ),
                "rename one of the two in the source",
            ));
        }
        paths.push(path);
    }
    Ok(paths)
}

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

/// An image as errors name it.
fn numbered(data: &DataSet, place: usize) -> String {
    let name = shown(&data.images[place].name);
    format!("`{name}` (image {})", place + 1)
}

/// Two images whose files would have one path.
fn shared(data: &DataSet, first: usize, second: usize, what: &str, path: &str) -> Error {
    Error::data(
        format!(
            "{} and {} would share the {what} `{}`",
            numbered(data, first),
            numbered(data, second),
            shown(path)
        ),
        "rename one of the two in the source",
    )
}

/// Two images: the file of one has the path of a folder that the file of the other is in.
fn file_and_folder(data: &DataSet, file: usize, inside: usize, path: &str) -> Error {
    Error::data(
        format!(
            "{} needs the file `{path}`, and {} a folder of that name",
            numbered(data, file),
            numbered(data, inside),
            path = shown(path)
        ),
        "rename one of the two in the source",
    )
}

/// The path of a file for each image, in a folder and with an extension. Names that would share one are an error, those
/// that need a folder where another has its file, and those that would leave the folder.
fn distinct(data: &DataSet, folder: &str, extension: &str) -> Result<Vec<String>, Error> {
    let mut paths = Vec::with_capacity(data.images.len());
    let mut known = HashMap::with_capacity(data.images.len());
    for (place, image) in data.images.iter().enumerate() {
        let name = name::relative(&image.name)?;
        let slash = if folder.is_empty() { "" } else { "/" };
        let path = format!("{folder}{slash}{}.{extension}", name::stem(&name));
        if let Some(first) = known.insert(path.clone(), place) {
            return Err(shared(data, first, place, "file", &path));
        }
        paths.push(path);
    }
    // Only a folder that is called like such a file can be in the way.
    let inside = format!(".{extension}/");
    for (place, path) in paths.iter().enumerate() {
        for (start, _) in path.match_indices(&inside) {
            let above = &path[..start + inside.len() - 1];
            if let Some(&file) = known.get(above) {
                return Err(file_and_folder(data, file, place, above));
            }
        }
    }
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::distinct;
    use crate::dataset::{DataSet, Image};

    #[test]
    fn a_file_in_the_place_of_a_folder() {
        let mut data = DataSet::default();
        for name in ["a.json/b.png", "c.png", "a.png"] {
            data.images.push(Image::new(name, (1, 1)));
        }
        assert_eq!(
            distinct(&data, "labels", "json").unwrap_err().to_string(),
            "`a.png` (image 3) needs the file `labels/a.json`, and `a.json/b.png` (image 1) a folder of that name\n  help: rename one of the two in the source"
        );
        assert_eq!(distinct(&data, "", "xml").unwrap()[0], "a.json/b.xml");
    }
}

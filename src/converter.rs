//! Converters read a format into the common data set. One file a format.

mod classification_csv;
mod coco;
mod collected;
mod csv;
mod cvat;
mod dota;
mod files;
mod image_folder;
mod json;
mod label_me;
mod mask_images;
mod merge;
mod open_images;
mod part_lists;
mod parts;
mod pascal_voc;
mod record;
mod table;
mod text;
pub(crate) mod xml;
mod yolo;

pub use classification_csv::ClassificationCsv;
pub use coco::Coco;
pub(crate) use csv::ATTRIBUTE;
pub use csv::{Columns, Csv};
pub use cvat::Cvat;
pub use dota::Dota;
pub use image_folder::ImageFolder;
pub use label_me::LabelMe;
pub use mask_images::{MaskImages, Values};
pub use merge::Merge;
pub use open_images::OpenImages;
pub use part_lists::PartLists;
pub use parts::Parts;
pub use pascal_voc::{PascalVoc, Pixels};
pub use yolo::Yolo;

use serde::Deserialize;

use crate::dataset::DataSet;
use crate::error::Error;
use crate::input::Input;
use crate::report::Report;

/// Reads one format.
#[rollbook::dispatch]
pub trait Converter {
    /// Checks the arguments, before any file is opened.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for one that makes no sense.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Reads everything. Paths among the arguments are relative to the input's folder.
    ///
    /// # Errors
    ///
    /// [`Error`] that names the file, and the line where it can, of what cannot be read or makes no sense.
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error>;
}

/// What a report calls masks that have run lengths for fewer pixels than they are large.
const ENDS_EARLY: &str = "masks whose run lengths end before the last pixel; the rest is unset";

/// What to say about a picture that cannot be read.
const SKIP_PICTURES: &str =
    "put the picture there, or set `on_error = \"skip\"` to leave such images out";

/// What to do about an object that cannot be read, because its image or category is unknown or its box makes no sense; and
/// about an image whose picture cannot be read, if it is needed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OnError {
    /// Refuse the whole data set.
    #[default]
    Error,
    /// Leave it out and count it.
    Skip,
}

//! Transforms change a data set. One file a transform.

mod clip;
mod drop_crowd;
mod drop_degenerate;
mod drop_difficult;
mod drop_small;
mod forward_slashes;
mod keep_categories;
mod last_part;
mod masks_to_polygons;
mod merge_categories;
mod polygons_to_boxes;
mod polygons_to_masks;
mod rank;
mod remap_categories;
mod rename_categories;
mod rename_images;
mod resize;
mod sample;
mod sequential;
mod split;
mod strip_prefix;
mod tile;

pub use clip::Clip;
pub use drop_crowd::DropCrowd;
pub use drop_degenerate::DropDegenerate;
pub use drop_difficult::DropDifficult;
pub use drop_small::DropSmall;
pub use forward_slashes::ForwardSlashes;
pub use keep_categories::KeepCategories;
pub use last_part::LastPart;
pub use masks_to_polygons::MasksToPolygons;
pub use merge_categories::MergeCategories;
pub use polygons_to_boxes::PolygonsToBoxes;
pub use polygons_to_masks::PolygonsToMasks;
pub use remap_categories::RemapCategories;
pub use rename_categories::RenameCategories;
pub use resize::Resize;
pub use sample::Sample;
pub use sequential::Sequential;
pub use split::{Group, Split};
pub use strip_prefix::StripPrefix;
pub use tile::Tile;

use crate::dataset::{DataSet, Object};
use crate::error::{Error, known_names, shown};
use crate::report::{Report, Stage};

/// Changes a data set.
#[rollbook::dispatch]
pub trait Transform {
    /// Checks the arguments, before any file is opened.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] for one that makes no sense.
    fn check(&self) -> Result<(), Error> {
        Ok(())
    }

    /// Hands back the changed data set.
    ///
    /// # Errors
    ///
    /// [`Error`] if an argument makes no sense, or names what the data set does not have.
    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error>;
}

/// The error for a category that an argument names and the data set does not have.
fn unknown_category(data: &DataSet, argument: &'static str, name: &str) -> Error {
    let known = known_names(
        data.categories
            .iter()
            .map(|category| category.name.as_str()),
    );
    Error::Argument {
        name: argument,
        what: format!("there is no category `{}`; {known}", shown(name)),
    }
}

/// Gives each object and each image the category that its own has become, and removes objects whose category has become
/// none.
fn move_objects(data: &mut DataSet, becomes: &[Option<u32>]) -> usize {
    let before = data.objects.len();
    data.objects
        .retain_mut(|object| match becomes[object.category as usize] {
            Some(category) => {
                object.category = category;
                true
            }
            None => false,
        });
    for image in &mut data.images {
        image.category = image
            .category
            .and_then(|category| becomes[category as usize]);
    }
    before - data.objects.len()
}

/// Removes objects, and counts them.
fn remove(
    mut data: DataSet,
    report: &mut Report,
    what: &'static str,
    gone: impl Fn(&Object) -> bool,
) -> DataSet {
    let before = data.objects.len();
    data.objects.retain(|object| !gone(object));
    report.add(Stage::Changed, what, before - data.objects.len());
    data
}

//! Transforms change a data set. One file a transform.

mod drop_small;
mod keep_categories;
mod merge_categories;
mod rename_categories;

pub use drop_small::DropSmall;
pub use keep_categories::KeepCategories;
pub use merge_categories::MergeCategories;
pub use rename_categories::RenameCategories;

use crate::dataset::DataSet;
use crate::error::{Error, known_names, shown};
use crate::report::Report;

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

/// Gives each object the category that its own has become, and removes objects whose category has become none.
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
    before - data.objects.len()
}

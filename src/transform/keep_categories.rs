//! Keeps some categories and removes the others with their objects.

use serde::Deserialize;

use super::{Transform, move_objects, unknown_category};
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::{Report, Stage};

/// Keeps the named categories, and removes the others and their objects. Every image stays.
///
/// The categories stay in their order, whatever the order of `names`; so class indices close up.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepCategories {
    /// The names of the categories to keep.
    pub names: Vec<String>,
}

impl Transform for KeepCategories {
    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        if let Some(unknown) = self.names.iter().find(|name| data.category(name).is_none()) {
            return Err(unknown_category(&data, "names", unknown));
        }
        let mut kept = 0;
        let becomes: Vec<Option<u32>> = data
            .categories
            .iter()
            .map(|category| {
                self.names.contains(&category.name).then(|| {
                    kept += 1;
                    kept - 1
                })
            })
            .collect();
        let categories = data.categories.len() - kept as usize;
        data.categories
            .retain(|category| self.names.contains(&category.name));
        let objects = move_objects(&mut data, &becomes);
        report.add(Stage::Changed, "categories removed", categories);
        report.add(
            Stage::Changed,
            "objects removed with their category",
            objects,
        );
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::data_set;

    fn keep(names: &[&str]) -> Result<(DataSet, Report), Error> {
        let mut report = Report::default();
        let transform = KeepCategories {
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        };
        transform
            .apply(data_set(), &mut report)
            .map(|data| (data, report))
    }

    #[test]
    fn the_others_go_with_their_objects() {
        let (data, report) = keep(&["hot dog", "cat"]).unwrap();
        let names: Vec<_> = data
            .categories
            .iter()
            .map(|category| category.name.as_str())
            .collect();
        assert_eq!(names, ["cat", "hot dog"]);
        let objects: Vec<_> = data
            .objects
            .iter()
            .map(|object| (object.category, object.bounding_box.x))
            .collect();
        assert_eq!(objects, [(0, 0.0), (1, 2.0)]);
        assert_eq!(data.images.len(), 1);
        assert_eq!(
            report.count(Stage::Changed, "objects removed with their category"),
            1
        );
    }

    #[test]
    fn none_at_all() {
        let (data, _) = keep(&[]).unwrap();
        assert!(data.categories.is_empty() && data.objects.is_empty());
    }

    #[test]
    fn an_unknown_name() {
        let text = keep(&["bird"]).unwrap_err().to_string();
        assert_eq!(
            text,
            "argument `names`: there is no category `bird`; the data set has `cat`, `dog`, `hot dog`"
        );
    }
}

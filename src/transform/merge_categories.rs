//! Makes one category of several.

use serde::Deserialize;

use super::{Transform, move_objects, unknown_category};
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::{Report, Stage};

/// Makes one category of all that have one of these names, also of two that share a name.
///
/// The new one takes the place of the first, with its id and supercategory.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeCategories {
    /// The names of the categories to merge.
    pub names: Vec<String>,
    /// The name of the one that they become; a category that has it already is merged too.
    pub into: String,
}

impl Transform for MergeCategories {
    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        if let Some(unknown) = self.names.iter().find(|name| data.category(name).is_none()) {
            return Err(unknown_category(&data, "names", unknown));
        }
        let before = data.categories.len();
        let mut merged = None;
        let mut becomes = Vec::with_capacity(before);
        let mut categories = Vec::with_capacity(before);
        for mut category in std::mem::take(&mut data.categories) {
            let index = categories.len() as u32;
            if !self.names.contains(&category.name) && category.name != self.into {
                becomes.push(Some(index));
                categories.push(category);
            } else if merged.is_some() {
                becomes.push(merged);
            } else {
                merged = Some(index);
                becomes.push(merged);
                category.name.clone_from(&self.into);
                categories.push(category);
            }
        }
        data.categories = categories;
        move_objects(&mut data, &becomes);
        report.add(
            Stage::Changed,
            "categories merged into another",
            before - data.categories.len(),
        );
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Category;
    use crate::testing::{category, data_set};

    /// The categories afterwards as `id name`, and the category of each object.
    fn merge(
        mut data: DataSet,
        names: &[&str],
        into: &str,
    ) -> Result<(Vec<String>, Vec<u32>), Error> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        data = MergeCategories {
            names,
            into: into.to_owned(),
        }
        .apply(data, &mut Report::default())?;
        let shown = |category: Category| format!("{} {}", category.id.unwrap(), category.name);
        let categories = data.categories.into_iter().map(shown).collect();
        Ok((
            categories,
            data.objects.iter().map(|object| object.category).collect(),
        ))
    }

    #[test]
    fn objects_follow() {
        let (categories, objects) = merge(data_set(), &["cat", "hot dog"], "thing").unwrap();
        assert_eq!(categories, ["3 thing", "7 dog"]);
        assert_eq!(objects, [0, 1, 0]);
    }

    #[test]
    fn into_one_that_is_there() {
        let (categories, objects) = merge(data_set(), &["hot dog"], "dog").unwrap();
        assert_eq!(categories, ["3 cat", "7 dog"]);
        assert_eq!(objects, [0, 1, 1]);
    }

    #[test]
    fn two_categories_of_one_name() {
        let mut data = data_set();
        data.categories[2] = category(90, "cat");
        let (categories, objects) = merge(data, &["cat"], "cat").unwrap();
        assert_eq!(categories, ["3 cat", "7 dog"]);
        assert_eq!(objects, [0, 1, 0]);
    }

    #[test]
    fn an_unknown_name() {
        let text = merge(data_set(), &["bird"], "x").unwrap_err().to_string();
        assert!(text.contains("there is no category `bird`"), "{text}");
    }
}

//! Gives categories other ids, and so another order.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{Transform, unknown_category};
use crate::dataset::DataSet;
use crate::error::{Error, shown};
use crate::report::{Report, Stage};

/// Gives each category the id that is listed here. Class indices follow: they are the places by ascending id.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemapCategories {
    /// The new id of each category, by its name: `{ person = 1, car = 3 }`.
    pub ids: BTreeMap<String, i64>,
}

impl Transform for RemapCategories {
    fn check(&self) -> Result<(), Error> {
        let mut names = HashMap::new();
        for (name, id) in &self.ids {
            if let Some(first) = names.insert(id, name) {
                let what = format!(
                    "`{}` and `{}` both get the id {id}",
                    shown(first),
                    shown(name)
                );
                return Err(Error::Argument { name: "ids", what });
            }
        }
        Ok(())
    }

    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        for name in self.ids.keys() {
            if data.category(name).is_none() {
                return Err(unknown_category(&data, "ids", name));
            }
        }
        for category in &mut data.categories {
            let Some(id) = self.ids.get(&category.name) else {
                let what = format!("the category `{}` gets no id here", shown(&category.name));
                return Err(Error::Argument { name: "ids", what });
            };
            category.id = Some(*id);
        }
        report.add(Stage::Changed, "categories with another id", self.ids.len());
        data.sort_categories(|one, other| one.id.cmp(&other.id));
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::data_set;

    fn remap(ids: &[(&str, i64)]) -> Result<DataSet, Error> {
        let ids = ids
            .iter()
            .map(|(name, id)| ((*name).to_owned(), *id))
            .collect();
        RemapCategories { ids }.apply(data_set(), &mut Report::default())
    }

    #[test]
    fn objects_follow_their_category() {
        let data = remap(&[("hot dog", 1), ("cat", 2), ("dog", 5)]).unwrap();
        let names = data
            .categories
            .iter()
            .map(|category| category.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["hot dog", "cat", "dog"]);
        let classes = data.objects.iter().map(|object| object.category);
        assert_eq!(classes.collect::<Vec<_>>(), [1, 2, 0]);
    }

    #[test]
    fn faults() {
        let check = |ids: &[(&str, i64)], expect: &str| {
            let text = remap(ids).unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        };
        check(&[("cat", 1)], "the category `dog` gets no id");
        check(
            &[("cat", 1), ("dog", 1)],
            "`cat` and `dog` both get the id 1",
        );
        check(&[("cow", 1)], "there is no category `cow`");
    }
}

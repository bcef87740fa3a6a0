//! Gives categories other names.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Transform, unknown_category};
use crate::dataset::DataSet;
use crate::error::{Error, shown};
use crate::report::{Report, Stage};

/// Gives categories other names, all at once: `{ cat = "dog", dog = "cat" }` exchanges two.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenameCategories {
    /// The new name of each old one. Categories that are not mentioned keep theirs.
    pub names: BTreeMap<String, String>,
}

impl Transform for RenameCategories {
    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        if let Some(unknown) = self.names.keys().find(|name| data.category(name).is_none()) {
            return Err(unknown_category(&data, "names", unknown));
        }
        for category in &mut data.categories {
            if let Some(name) = self.names.get(&category.name) {
                category.name.clone_from(name);
            }
        }
        for name in self.names.values() {
            if data
                .categories
                .iter()
                .filter(|category| category.name == *name)
                .count()
                > 1
            {
                return Err(Error::Argument {
                    name: "names",
                    what: format!(
                        "two categories would be named `{0}`\n  help: to make them one, use `MergeCategories` with `into = \"{0}\"`",
                        shown(name)
                    ),
                });
            }
        }
        report.add(Stage::Changed, "categories renamed", self.names.len());
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::data_set;

    fn rename(names: &[(&str, &str)]) -> Result<Vec<String>, String> {
        let names = names
            .iter()
            .map(|(old, new)| ((*old).to_owned(), (*new).to_owned()))
            .collect();
        let changed = RenameCategories { names }.apply(data_set(), &mut Report::default());
        let data = changed.map_err(|error| error.to_string())?;
        Ok(data
            .categories
            .into_iter()
            .map(|category| category.name)
            .collect())
    }

    #[test]
    fn names_change_and_the_order_stays() {
        assert_eq!(
            rename(&[("dog", "hound")]).unwrap(),
            ["cat", "hound", "hot dog"]
        );
        assert_eq!(
            rename(&[("dog", "cat"), ("cat", "dog")]).unwrap(),
            ["dog", "cat", "hot dog"]
        );
        assert_eq!(rename(&[]).unwrap(), ["cat", "dog", "hot dog"]);
    }

    #[test]
    fn two_categories_of_one_name() {
        for names in [&[("dog", "cat")][..], &[("dog", "pet"), ("cat", "pet")]] {
            let text = rename(names).unwrap_err();
            assert!(
                text.contains("two categories would be named") && text.contains("MergeCategories"),
                "{text}"
            );
        }
    }

    #[test]
    fn an_unknown_name() {
        assert!(
            rename(&[("bird", "x")])
                .unwrap_err()
                .contains("there is no category `bird`")
        );
    }
}

//! Several transforms as one.

use serde::Deserialize;

use super::Transform;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::Report;

/// Applies transforms one after the other. It is allowed wherever one transform is, also inside another one. A list is short for it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequential<T> {
    /// The transforms, in their order.
    pub transforms: Vec<T>,
}

impl<T> From<Vec<T>> for Sequential<T> {
    fn from(transforms: Vec<T>) -> Self {
        Self { transforms }
    }
}

impl<T: Transform> Transform for Sequential<T> {
    fn check(&self) -> Result<(), Error> {
        self.transforms.iter().try_for_each(T::check)
    }

    fn apply(&self, data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        let mut transforms = self.transforms.iter();
        transforms.try_fold(data, |data, transform| transform.apply(data, report))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Scope;
    use crate::registry::transform::Module;
    use crate::testing::data_set;

    #[test]
    fn nested_in_a_job() {
        let text = r#"
            transforms = [
                { type = "DropSmall", min_width = 1.0 },
                [{ type = "KeepCategories", names = ["cat", "dog"] }, "DropCrowd"],
                { type = "Sequential", transforms = [{ type = "RenameCategories", names = { cat = "tiger" } }] },
            ]
            type = "Sequential"
        "#;
        let read = || rollbook::toml::from_str::<Module>(text).unwrap();
        let module = Scope::Detection.enter(read);
        let data = module.apply(data_set(), &mut Report::default()).unwrap();
        let names = data
            .categories
            .iter()
            .map(|category| category.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["tiger", "dog"]);
    }

    #[test]
    fn a_wrong_argument_inside() {
        let text = "type = 'Sequential'\ntransforms = [{ type = 'DropSmall', min_width = -1.0 }]";
        let read = || rollbook::toml::from_str::<Module>(text).unwrap_err();
        let error = Scope::Detection.enter(read);
        assert!(error.to_string().contains("-1 is not a size"), "{error}");
    }
}

//! Reads the parts of a data set from a source each.

use std::collections::HashMap;

use serde::Deserialize;

use super::{Converter, merge};
use crate::dataset::{DataSet, Split};
use crate::error::Error;
use crate::input::Input;
use crate::report::{Report, Stage, Tally};

/// Reads the parts of a data set from a source each, such as `train.json` and `val.json`. Categories are matched by their
/// names.
///
/// If two parts have images of one name, each name begins with the part: `train/a.png` and `val/a.png`.
///
/// At least one of `train`, `validation` and `test` is there. COCO's two files into one YOLO folder that trains:
///
/// ```toml
/// output = "yolo"
///
/// [converter]
/// type = "Parts"
/// train = { type = "Coco", annotations = "train.json", images = "train2017" }
/// validation = { type = "Coco", annotations = "val.json", images = "val2017" }
///
/// [writer]
/// type = "Yolo"
/// images = "link"
/// ```
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts<C> {
    /// The images to train with.
    #[serde(default = "none")]
    pub train: Option<Box<C>>,
    /// The images to validate with.
    #[serde(default = "none")]
    pub validation: Option<Box<C>>,
    /// The images to test with.
    #[serde(default = "none")]
    pub test: Option<Box<C>>,
}

/// A default that asks nothing of the type.
fn none<C>() -> Option<Box<C>> {
    None
}

impl<C> Parts<C> {
    fn sources(&self) -> impl Iterator<Item = (Split, &C)> {
        let sources = [
            (Split::Train, &self.train),
            (Split::Validation, &self.validation),
            (Split::Test, &self.test),
        ];
        let sources = sources.into_iter();
        sources.filter_map(|(split, source)| Some((split, source.as_deref()?)))
    }
}

impl<C: Converter> Converter for Parts<C> {
    fn check(&self) -> Result<(), Error> {
        if self.sources().next().is_none() {
            return Err(Error::Argument {
                name: "train",
                what: "write at least one of `train`, `validation` and `test`".to_owned(),
            });
        }
        self.sources().try_for_each(|(_, source)| source.check())
    }

    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        let mut whole = DataSet::default();
        let mut moved = Tally::default();
        for (split, source) in self.sources() {
            let mut data = source.read(input, report)?;
            for image in &mut data.images {
                if image.split.is_some_and(|said| said != split) {
                    moved.see(|| format!("`{}`", crate::error::shown(&image.name)));
                }
                image.split = Some(split);
            }
            merge::add(&mut whole, data);
        }
        report.add_tally(
            Stage::Changed,
            "images that their source has in another part",
            moved,
        );
        merge::settle_ids(&mut whole);
        tell_apart(&mut whole, report);
        Ok(whole)
    }
}

/// Puts the name of the part before each name, if two parts have one name.
fn tell_apart(whole: &mut DataSet, report: &mut Report) {
    let mut known: HashMap<&str, Option<Split>> = HashMap::new();
    let mut shared = Tally::default();
    for image in &whole.images {
        let first = known.insert(&image.name, image.split);
        if first.is_some_and(|first| first != image.split) {
            shared.see(|| format!("`{}`", crate::error::shown(&image.name)));
        }
    }
    if shared == Tally::default() {
        return;
    }
    report.add_tally(
        Stage::Noted,
        "names of images in two parts, so that the part was put before each name",
        shared,
    );
    for image in &mut whole.images {
        let part = image.split.map_or("", Split::name);
        image.name = format!("{part}/{}", image.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Scope;
    use crate::registry::converter::Module;
    use crate::testing::folder;

    fn read(train: &str, validation: &str) -> (DataSet, Report) {
        const HEAD: &str = "image,label,x_min,y_min,x_max,y_max,width,height\n";
        let text = |lines: &str| format!("{HEAD}{lines}").into_bytes();
        let place = folder(&[("a.csv", &text(train)), ("b.csv", &text(validation))]);
        let job = "type = 'Parts'\ntrain = { type = 'Csv', annotations = 'a.csv' }\nvalidation = { type = 'Csv', annotations = 'b.csv' }";
        let read = || rollbook::toml::from_str::<Module>(job).unwrap();
        let mut report = Report::default();
        let module = Scope::Detection.enter(read);
        let data = module.read(&Input::new(place.path()), &mut report).unwrap();
        (data, report)
    }

    fn images(data: &DataSet) -> Vec<(&str, Option<Split>)> {
        data.images
            .iter()
            .map(|image| (image.name.as_str(), image.split))
            .collect()
    }

    #[test]
    fn each_source_is_a_part() {
        let (data, _) = read("a.png,dog,1,1,2,2,9,9\n", "b.png,cat,1,1,2,2,9,9\n");
        assert_eq!(
            images(&data),
            [
                ("a.png", Some(Split::Train)),
                ("b.png", Some(Split::Validation))
            ]
        );
        assert_eq!(data.categories.len(), 2);
        assert_eq!((data.objects[1].image, data.objects[1].category), (1, 1));
    }

    #[test]
    fn one_name_in_two_parts() {
        let (data, report) = read(
            "a.png,dog,1,1,2,2,9,9\nb.png,,,,,,9,9\n",
            "a.png,dog,1,1,2,2,9,9\n",
        );
        let names = images(&data).into_iter().map(|(name, _)| name);
        assert_eq!(
            names.collect::<Vec<_>>(),
            ["train/a.png", "train/b.png", "val/a.png"]
        );
        let noted = "names of images in two parts, so that the part was put before each name";
        assert_eq!(report.count(Stage::Noted, noted), 1);
    }

    #[test]
    fn none_at_all() {
        let read = || rollbook::toml::from_str::<Module>("type = 'Parts'").unwrap_err();
        let error = Scope::Detection.enter(read).to_string();
        assert!(error.contains("write at least one of"), "{error}");
    }
}

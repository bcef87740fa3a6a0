//! Reads a source whose parts are listed in files of their own.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::Converter;
use crate::dataset::{DataSet, Split};
use crate::error::{Error, shown};
use crate::input::{self, Input};
use crate::name;
use crate::report::{Report, Stage, Tally};

/// Reads a source, and the parts of its images from lists: a name a line, as in VOC's `ImageSets/Main`.
///
/// A line names an image by its whole name, without its extension, or by its last part alone; what follows a blank, such as
/// VOC's `1` and `-1`, is not read. Images that no list names keep the part that the source says.
///
/// Names that no image has, and images that no list names, are noted.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartLists<C> {
    /// What is read.
    pub source: Box<C>,
    /// The list of the images to train with.
    #[serde(default)]
    pub train_list: Option<PathBuf>,
    /// The list of the images to validate with.
    #[serde(default)]
    pub validation_list: Option<PathBuf>,
    /// The list of the images to test with.
    #[serde(default)]
    pub test_list: Option<PathBuf>,
}

impl<C: Converter> Converter for PartLists<C> {
    fn check(&self) -> Result<(), Error> {
        self.source.check()
    }

    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let mut data = self.source.read(input, report)?;
        let places = Places::of(&data);
        let mut unknown = Tally::default();
        let mut twice = Tally::default();
        let mut listed: HashMap<usize, Split> = HashMap::new();
        for (list, split) in [
            (&self.train_list, Split::Train),
            (&self.validation_list, Split::Validation),
            (&self.test_list, Split::Test),
        ] {
            let Some(list) = list else { continue };
            let path = input.path(list);
            for line in input::read_text(&path)?.lines() {
                let line = line.trim();
                if line.is_empty() {
                    continue;
                }
                let Some(place) = places.find(line) else {
                    unknown.see(|| format!("`{}`", shown(line)));
                    continue;
                };
                let first = *listed.entry(place).or_insert(split);
                if first != split {
                    twice.see(|| format!("`{}`", shown(line)));
                }
            }
        }
        for (place, split) in listed {
            data.images[place].split = Some(split);
        }
        report.add_tally(
            Stage::Noted,
            "names in the lists that no image has",
            unknown,
        );
        report.add_tally(
            Stage::Noted,
            "images in two lists, kept in their first part",
            twice,
        );
        let without = data.images.iter().filter(|image| image.split.is_none());
        report.add(Stage::Noted, "images that no list names", without.count());
        Ok(data)
    }
}

/// The images, by what a line may call them. What several are called names none of them.
struct Places(HashMap<String, Option<usize>>);

impl Places {
    fn of(data: &DataSet) -> Self {
        let mut places: HashMap<String, Option<usize>> = HashMap::new();
        for (place, image) in data.images.iter().enumerate() {
            let last = name::last_part(&image.name);
            let mut own = [
                image.name.as_str(),
                name::stem(&image.name),
                last,
                name::stem(last),
            ]
            .to_vec();
            own.sort_unstable();
            own.dedup();
            for name in own {
                let known = places.entry(name.to_owned()).or_insert(Some(place));
                known.take_if(|known| *known != place);
            }
        }
        // A whole name is one image's, whatever others are called in part.
        for (place, image) in data.images.iter().enumerate() {
            places.insert(image.name.clone(), Some(place));
        }
        Self(places)
    }

    fn find(&self, line: &str) -> Option<usize> {
        let find = |name: &str| self.0.get(name).copied().flatten();
        let first = line.split_whitespace().next().unwrap_or(line);
        let below = |name: &str| find(name.strip_prefix("./").unwrap_or(name));
        find(line)
            .or_else(|| below(first))
            .or_else(|| find(name::last_part(first)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::Scope;
    use crate::registry::converter::Module;
    use crate::testing::folder;

    #[test]
    fn lists_of_voc() {
        let csv = "image,label,x_min,y_min,x_max,y_max,width,height\na.png,,,,,,9,9\nx/b c.png,,,,,,9,9\nd.png,,,,,,9,9\ny/d.png,,,,,,9,9\n";
        let place = folder(&[
            ("a.csv", csv.as_bytes()),
            ("train.txt", b"a  1\nmissing -1\n\nx/b c\n"),
            ("val.txt", b"./images/d.png\na\n"),
        ]);
        let job = "type = 'PartLists'\nsource = { type = 'Csv', annotations = 'a.csv' }\ntrain_list = 'train.txt'\nvalidation_list = 'val.txt'";
        let read = || rollbook::toml::from_str::<Module>(job).unwrap();
        let mut report = Report::default();
        let module = Scope::Detection.enter(read);
        let data = module.read(&Input::new(place.path()), &mut report).unwrap();
        let splits = data.images.iter().map(|image| image.split);
        assert_eq!(
            splits.collect::<Vec<_>>(),
            [
                Some(Split::Train),
                Some(Split::Train),
                Some(Split::Validation),
                None
            ]
        );
        assert_eq!(
            report.count(Stage::Noted, "names in the lists that no image has"),
            1
        );
        assert_eq!(
            report.count(
                Stage::Noted,
                "images in two lists, kept in their first part"
            ),
            1
        );
        assert_eq!(report.count(Stage::Noted, "images that no list names"), 1);
    }
}

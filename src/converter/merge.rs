//! Reads several sources as one.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::Converter;
use crate::dataset::DataSet;
use crate::error::{Error, shown};
use crate::input::Input;
use crate::report::Report;

/// Reads several sources into one data set. Categories are matched by their names; two images of one name are an error.
///
/// Categories keep their ids where all have one and none is given twice; else their order is that in which the sources name
/// them first.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Merge<C> {
    /// The sources, in their order.
    pub sources: Vec<C>,
}

impl<C: Converter> Converter for Merge<C> {
    fn check(&self) -> Result<(), Error> {
        if self.sources.is_empty() {
            return Err(Error::Argument {
                name: "sources",
                what: "there is nothing to merge".to_owned(),
            });
        }
        self.sources.iter().try_for_each(C::check)
    }

    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        let mut whole = DataSet::default();
        let mut images = HashMap::new();
        for (number, source) in self.sources.iter().enumerate() {
            let data = source.read(input, report)?;
            for image in &data.images {
                if let Some(first) = images.insert(image.name.clone(), number) {
                    let places = match first == number {
                        true => format!("source {} has two images", first + 1),
                        false => format!(
                            "the sources {} and {} both have an image",
                            first + 1,
                            number + 1
                        ),
                    };
                    return Err(Error::data(
                        format!("{places} named `{}`", shown(&image.name)),
                        "rename one of the two, or put them into different folders",
                    ));
                }
            }
            add(&mut whole, data);
        }
        settle_ids(&mut whole);
        Ok(whole)
    }
}

pub(super) fn add(whole: &mut DataSet, data: DataSet) {
    let before = whole.images.len() as u32;
    let mut places = Vec::with_capacity(data.categories.len());
    for category in data.categories {
        let known = whole.category(&category.name);
        places.push(known.unwrap_or(whole.categories.len() as u32));
        if known.is_none() {
            whole.categories.push(category);
        }
    }
    whole
        .images
        .extend(data.images.into_iter().map(|mut image| {
            image.category = image.category.map(|category| places[category as usize]);
            image
        }));
    whole
        .objects
        .extend(data.objects.into_iter().map(|mut object| {
            object.image += before;
            object.category = places[object.category as usize];
            object
        }));
}

pub(super) fn settle_ids(whole: &mut DataSet) {
    let ids = whole.categories.iter().filter_map(|category| category.id);
    let different = ids.collect::<HashSet<_>>();
    if different.len() == whole.categories.len() {
        whole.sort_categories(|one, other| one.id.cmp(&other.id));
    } else {
        for category in &mut whole.categories {
            category.id = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::converter::{Csv, Yolo};
    use crate::registry::Scope;
    use crate::registry::converter::Module;
    use crate::testing::folder;

    fn read(first: &str, second: &str) -> Result<DataSet, Error> {
        const HEAD: &str = "image,label,x_min,y_min,x_max,y_max,width,height\n";
        let line = |name: &str, label: &str| format!("{HEAD}{name},{label},1,2,3,4,9,9\n");
        let (one, other) = (line(first, "dog"), line(second, "cat"));
        let place = folder(&[("a.csv", one.as_bytes()), ("b.csv", other.as_bytes())]);
        let text = "type = 'Merge'\nsources = [{ type = 'Csv', annotations = 'a.csv' }, { type = 'Csv', annotations = 'b.csv' }]";
        let module = Scope::Detection
            .enter(|| rollbook::toml::from_str::<Module>(text))
            .unwrap();
        module.read(&Input::new(place.path()), &mut Report::default())
    }

    #[test]
    fn categories_by_name_and_images_one_after_the_other() {
        let data = read("a.png", "b.png").unwrap();
        let names = data
            .categories
            .iter()
            .map(|category| category.name.as_str());
        assert_eq!(names.collect::<Vec<_>>(), ["dog", "cat"]);
        let places = data
            .objects
            .iter()
            .map(|object| (object.image, object.category));
        assert_eq!(places.collect::<Vec<_>>(), [(0, 0), (1, 1)]);
        assert_eq!(read("a.png", "b.png").unwrap(), data);
    }

    #[test]
    fn an_image_twice() {
        let text = read("a.png", "a.png").unwrap_err().to_string();
        assert!(
            text.starts_with("the sources 1 and 2 both have an image named `a.png`"),
            "{text}"
        );
    }

    #[test]
    fn nothing_to_merge() {
        let empty = Merge::<Csv> {
            sources: Vec::new(),
        };
        assert!(empty.check().is_err());
        let _ = Merge::<Yolo> {
            sources: Vec::new(),
        };
    }
}

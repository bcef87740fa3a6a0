//! Reads a CSV file with a label an image.

use std::path::PathBuf;

use csv::StringRecord;
use serde::Deserialize;

use super::collected::{Collected, Order};
use super::csv::comma;
use super::table::Table;
use super::{Converter, OnError, files};
use crate::dataset::DataSet;
use crate::error::Error;
use crate::input::Input;
use crate::picture;
use crate::report::Report;

/// Reads a CSV file whose first line names its columns, and each other line holds an image and its label.
///
/// A column `split` says the part of the data set, as the writer writes it. Categories are in the order of `categories`, or
/// else of their names.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassificationCsv {
    /// The file.
    pub annotations: PathBuf,
    /// The column of the image's file name.
    #[serde(default = "image")]
    pub image_column: String,
    /// The column of the label; an image without one has an empty one there.
    #[serde(default = "label")]
    pub label_column: String,
    /// The text between two columns.
    #[serde(default = "comma")]
    pub separator: char,
    /// The folder of the pictures, to read their sizes; without it, they stay unknown.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// What to do about a line that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

fn image() -> String {
    "image".to_owned()
}

fn label() -> String {
    "label".to_owned()
}

impl Converter for ClassificationCsv {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let path = input.path(&self.annotations);
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let mut table = Table::open(&path, self.separator, input)?;
        let (image, label) = (
            table.column(&self.image_column)?,
            table.column(&self.label_column)?,
        );
        let split = table.find("split");
        let mut known = vec![image, label];
        known.extend(split);
        let mut collected = Collected::new(self.categories.as_deref(), self.on_error)?;
        let mut record = StringRecord::new();
        while let Some(line) = table.next(&mut record)? {
            let name = &record[image];
            for (column, value) in table.others(&record, &known) {
                if !value.is_empty() {
                    collected.fields.see("lines", column);
                }
            }
            let size = match &pictures {
                Some(pictures) => picture::size_below(pictures, name),
                None => Ok((0, 0)),
            };
            let Some(size) = collected.sized(name, size)? else {
                continue;
            };
            let category = match &record[label] {
                "" => Ok(None),
                label => collected.category(label).map(Some),
            };
            let added = category.and_then(|category| {
                let image = collected.add_image(name, size)?;
                collected.image_mut(image).category = category;
                collected.set_picture(image, files::picture_of(pictures.as_deref(), name));
                collected.set_split(image, split.map_or("", |place| &record[place]));
                Ok(())
            });
            collected.settle(added, &path, Some((line, 1)))?;
        }
        Ok(collected.finish(Order::ByName, report))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    fn read(text: &str, arguments: &str) -> Result<DataSet, Error> {
        let place = folder(&[("a.csv", text.as_bytes())]);
        let arguments = format!("annotations = 'a.csv'\n{arguments}");
        let reader = rollbook::toml::from_str::<ClassificationCsv>(&arguments).unwrap();
        reader.read(&Input::new(place.path()), &mut Report::default())
    }

    #[test]
    fn labels() {
        let data = read("label,image\ndog,a.png\n,b.png\ncat,c.png\n", "").unwrap();
        let labels = data.images.iter().map(|image| image.category);
        assert_eq!(labels.collect::<Vec<_>>(), [Some(1), None, Some(0)]);
        let data = read(
            "f;c\na.png;dog\n",
            "image_column = 'f'\nlabel_column = 'c'\nseparator = ';'",
        )
        .unwrap();
        assert_eq!(data.categories[0].name, "dog");
    }

    #[test]
    fn faults() {
        let check = |text: &str, arguments: &str, expect: &str| {
            let text = read(text, arguments).unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        };
        check("image\na\n", "", "has no column `label`");
        check(
            "image,label\na,x\na,y\n",
            "",
            "a.csv:3:1: there are two images named `a`",
        );
        check(
            "image,label\na,x\n",
            "categories = ['y']",
            "`x` is not among the `categories`",
        );
        check("image,label\na,x\n", "images = '.'", "could not be read");
    }
}

//! Reads a folder a class: pictures sorted by what they show.

use std::path::PathBuf;

use serde::Deserialize;

use super::collected::{Collected, Order};
use super::{Converter, OnError, files};
use crate::dataset::{DataSet, Split};
use crate::error::{Error, shown_path};
use crate::input::Input;
use crate::parallel;
use crate::picture;
use crate::report::Report;

/// Reads pictures whose folder says what they show: `cat/1.png`. Folders named `train`, `val` and `test` above the classes are
/// parts of the data set.
///
/// Categories are in the order of `categories`, or else of their names.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImageFolder {
    /// The folder that holds one for each class.
    pub images: PathBuf,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// What to do about a picture that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

impl Converter for ImageFolder {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let root = input.path(&self.images);
        let files = files::below(&root, files::PICTURES, report)?;
        let mut collected = Collected::new(self.categories.as_deref(), self.on_error)?;
        let size = |place: usize| Ok(picture::size(&files[place]));
        parallel::each(&**input.progress(), files.len(), size, |place, size| {
            let file = &files[place];
            let name = files::name_below(&root, file);
            let fault = |what: String| Error::content(file, what);
            let (split, class) = split_and_class(&name).ok_or_else(|| {
                fault("this picture is in no class".to_owned())
                    .with_help(format!("move it into a folder of {}", shown_path(&root)))
            })?;
            let Some(size) = collected.sized(&name, size)? else {
                return Ok(());
            };
            let image = collected.add_image(&name, size).map_err(fault)?;
            let category = collected.category(class).map_err(fault)?;
            collected.set_picture(image, Some(file.clone()));
            let image = collected.image_mut(image);
            image.category = Some(category);
            image.split = split;
            Ok(())
        })?;
        Ok(collected.finish(Order::ByName, report))
    }
}

/// `train/cat/x/1.png` is of the class `cat` and of the training part.
fn split_and_class(name: &str) -> Option<(Option<Split>, &str)> {
    let (first, rest) = name.split_once('/')?;
    let Some(split) = Split::of_name(first) else {
        return Some((None, first));
    };
    match rest.split_once('/') {
        Some((class, _)) => Some((Some(split), class)),
        // A class of that name.
        None => Some((None, first)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{folder, png};

    #[test]
    fn classes_and_parts() {
        let check = |name: &str, expect| assert_eq!(split_and_class(name), expect, "{name}");
        check("cat/1.png", Some((None, "cat")));
        check("train/cat/1.png", Some((Some(Split::Train), "cat")));
        check("val/cat/x/1.png", Some((Some(Split::Validation), "cat")));
        check("train/1.png", Some((None, "train")));
        check("1.png", None);
    }

    #[test]
    fn pictures() {
        let picture = png(3, 2);
        let read = |files: &[(&str, &[u8])]| {
            let place = folder(files);
            let reader = ImageFolder {
                images: ".".into(),
                categories: None,
                on_error: OnError::Error,
            };
            reader.read(&Input::new(place.path()), &mut Report::default())
        };
        let data = read(&[
            ("dog/1.png", &picture),
            ("cat/1.png", &picture),
            ("cat/notes.txt", b""),
        ])
        .unwrap();
        let labels = data
            .images
            .iter()
            .map(|image| (image.name.as_str(), image.category));
        assert_eq!(
            labels.collect::<Vec<_>>(),
            [("cat/1.png", Some(0)), ("dog/1.png", Some(1))]
        );
        let text = read(&[("1.png", &picture)]).unwrap_err().to_string();
        assert!(text.contains("this picture is in no class"), "{text}");
        let text = read(&[("cat/1.png", b"no picture")])
            .unwrap_err()
            .to_string();
        assert!(text.contains("could not be read"), "{text}");
    }
}

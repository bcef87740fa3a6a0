//! What a reader of a format without ids has collected: images and categories by their names.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::{ENDS_EARLY, OnError, SKIP_PICTURES, files};
use crate::dataset::{Category, DataSet, Image, Object, Split};
use crate::error::{Error, shown, shown_path};
use crate::report::{Fields, Report, Stage, Tally};

/// The data set so far.
pub(super) struct Collected {
    data: DataSet,
    categories: HashMap<String, u32>,
    /// No others are taken than those that the job names.
    closed: bool,
    images: HashMap<String, u32>,
    on_error: OnError,
    skipped: Tally,
    /// Images whose picture cannot be read.
    left_out: HashSet<String>,
    pictures: Tally,
    /// Masks whose run lengths end early.
    pub(super) short: Tally,
    /// Masks of which a part lies outside of the image.
    pub(super) cut: Tally,
    /// Fields of the source that are not carried.
    pub(super) fields: Fields,
}

/// Which order the categories have in the end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// That of the job's list, or else of their names.
    ByName,
    /// That in which the file declares them.
    AsDeclared,
}

impl Collected {
    /// # Errors
    ///
    /// A category that the job names twice.
    pub(super) fn new(categories: Option<&[String]>, on_error: OnError) -> Result<Self, Error> {
        let mut collected = Self {
            data: DataSet::default(),
            categories: HashMap::new(),
            closed: false,
            images: HashMap::new(),
            on_error,
            skipped: Tally::default(),
            left_out: HashSet::new(),
            pictures: Tally::default(),
            short: Tally::default(),
            cut: Tally::default(),
            fields: Fields::default(),
        };
        for name in categories.into_iter().flatten() {
            if collected.categories.contains_key(name) {
                return Err(Error::Argument {
                    name: "categories",
                    what: format!("`{}` appears twice in the list", shown(name)),
                });
            }
            collected.declare(name);
        }
        collected.closed = categories.is_some();
        Ok(collected)
    }

    /// The index of the image of this name, if there is one.
    pub(super) fn image(&self, name: &str) -> Option<u32> {
        self.images.get(name).copied()
    }

    /// A new image.
    ///
    /// # Errors
    ///
    /// There is one of that name.
    pub(super) fn add_image(
        &mut self,
        name: &str,
        (width, height): (u32, u32),
    ) -> Result<u32, String> {
        let place = self.data.images.len() as u32;
        if let Some(first) = self.images.insert(name.to_owned(), place) {
            return Err(format!(
                "there are two images named `{}`: number {} and number {}",
                shown(name),
                first + 1,
                place + 1
            ));
        }
        self.data.images.push(Image::new(name, (width, height)));
        Ok(place)
    }

    /// The size that was read from the picture of an image. `None` if it could not be read and the image is left out, as
    /// the job says.
    ///
    /// # Errors
    ///
    /// The picture's, unless the job says `on_error = "skip"`.
    pub(super) fn sized(
        &mut self,
        name: &str,
        size: Result<(u32, u32), Error>,
    ) -> Result<Option<(u32, u32)>, Error> {
        self.sized_by(name, size, SKIP_PICTURES)
    }

    /// The same for another file than a picture; `help` says what to do about an error.
    pub(super) fn sized_by(
        &mut self,
        name: &str,
        size: Result<(u32, u32), Error>,
        help: &'static str,
    ) -> Result<Option<(u32, u32)>, Error> {
        match size {
            Ok(size) => Ok(Some(size)),
            Err(error) if self.on_error == OnError::Skip => {
                if self.left_out.insert(name.to_owned()) {
                    self.pictures.see(|| error.to_string());
                }
                Ok(None)
            }
            Err(error) => Err(error.with_help(help)),
        }
    }

    /// Says whether the image of this name was left out, because its picture could not be read.
    pub(super) fn is_left_out(&self, name: &str) -> bool {
        self.left_out.contains(name)
    }

    /// Remembers where the picture of an image is.
    pub(super) fn set_picture(&mut self, place: u32, picture: Option<PathBuf>) {
        self.data.images[place as usize].picture = picture.map(|file| Box::new(file.into()));
    }

    /// The part of an image, as the source calls it. Other words than those for parts are counted.
    pub(super) fn set_split(&mut self, place: u32, split: &str) {
        let known = Split::of_name(split);
        if known.is_none() && !split.is_empty() {
            self.fields
                .see("images", &format!("split {}", shown(split)));
        }
        self.data.images[place as usize].split = known;
    }

    pub(super) fn image_mut(&mut self, place: u32) -> &mut Image {
        &mut self.data.images[place as usize]
    }

    /// The index of a category, which is new if need be.
    pub(super) fn declare(&mut self, name: &str) -> u32 {
        if let Some(place) = self.categories.get(name) {
            return *place;
        }
        let place = self.categories.len() as u32;
        self.categories.insert(name.to_owned(), place);
        self.data.categories.push(Category::new(name));
        place
    }

    /// The index of a category.
    ///
    /// # Errors
    ///
    /// It has no name, or is not among those that the job names.
    pub(super) fn category(&mut self, name: &str) -> Result<u32, String> {
        if name.is_empty() {
            return Err("the label is empty".to_owned());
        }
        if self.closed && !self.categories.contains_key(name) {
            return Err(format!(
                "the label `{}` is not among the `categories` of the job",
                shown(name)
            ));
        }
        Ok(self.declare(name))
    }

    /// The place of a keypoint among those of a category, which is new if need be.
    pub(super) fn keypoint(&mut self, category: u32, name: &str) -> usize {
        let skeleton = &mut self.data.categories[category as usize].skeleton;
        let points = &mut skeleton.get_or_insert_default().points;
        match points.iter().position(|known| known == name) {
            Some(place) => place,
            None => {
                points.push(name.to_owned());
                points.len() - 1
            }
        }
    }

    /// # Errors
    ///
    /// Its box or mask makes no sense.
    pub(super) fn add_object(&mut self, object: Object) -> Result<(), String> {
        if let Some(fault) = object.bounding_box.fault() {
            return Err(format!("the box {fault}"));
        }
        if let Some(fault) = object.mask().and_then(|mask| mask.fault()) {
            return Err(format!("the mask {fault}"));
        }
        self.data.objects.push(object);
        Ok(())
    }

    /// An object that cannot be read is left out and counted, or ends the reading, as the job says.
    ///
    /// # Errors
    ///
    /// What is wrong, at its place, unless the job says `on_error = "skip"`.
    pub(super) fn settle<T>(
        &mut self,
        read: Result<T, String>,
        path: &Path,
        position: Option<(usize, usize)>,
    ) -> Result<Option<T>, Error> {
        let what = match read {
            Ok(value) => return Ok(Some(value)),
            Err(what) => what,
        };
        if self.on_error == OnError::Skip {
            let line = position.map_or_else(String::new, |(line, _)| format!(":{line}"));
            self.skipped
                .see(|| format!("{}{line}: {what}", shown_path(path)));
            return Ok(None);
        }
        Err(Error::Content {
            path: path.to_owned(),
            position,
            what,
            help: Some(
                "mend the file, or set `on_error = \"skip\"` to leave such objects out".to_owned(),
            ),
        })
    }

    pub(super) fn finish(mut self, order: Order, report: &mut Report) -> DataSet {
        if self.on_error == OnError::Skip {
            files::leave_out_missing(&mut self.data, &mut self.pictures);
        }
        if order == Order::ByName && !self.closed {
            self.data.sort_categories(|a, b| a.name.cmp(&b.name));
        }
        report.add(Stage::Read, "images", self.data.images.len());
        report.add(Stage::Read, "objects", self.data.objects.len());
        let labelled = self
            .data
            .images
            .iter()
            .filter(|image| image.category.is_some());
        report.add(Stage::Read, "images with a label", labelled.count());
        report.add_tally(Stage::Skipped, "objects", self.skipped);
        report.add_tally(
            Stage::Skipped,
            "images whose picture cannot be read, with their objects",
            self.pictures,
        );
        report.add_tally(Stage::Noted, ENDS_EARLY, self.short);
        report.add_tally(
            Stage::Lost,
            "parts of masks outside of their image",
            self.cut,
        );
        self.fields.report(report);
        self.data
    }
}

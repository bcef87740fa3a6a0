//! Gathers a data set from the objects of a COCO file, in whatever order they come.

use std::path::Path;

use super::ids::{Id, Ids, User};
use super::record;
use super::segmentation::Outline;
use super::values::{bounding_box, keypoints, skeleton};
use crate::converter::json::Scalar;
use crate::converter::{ENDS_EARLY, OnError, SKIP_PICTURES, files};
use crate::dataset::{Category, DataSet, Image, Mask, Object};
use crate::error::{Error, shown};
use crate::name;
use crate::picture;
use crate::report::{Fields, Report, Stage, Tally};

const HELP: &str = "mend the file, or set `on_error = \"skip\"` to leave such annotations out";

/// What has been read so far. Objects hold places in `image_ids` and `category_ids` until all is known.
pub(super) struct Reader {
    on_error: OnError,
    images: Vec<Image>,
    categories: Vec<Category>,
    objects: Vec<Object>,
    image_ids: Ids,
    category_ids: Ids,
    annotations: usize,
    pub(super) fields: Fields,
    skipped: Tally,
    skipped_images: Tally,
    pictures: Tally,
    /// Images that have an address in place of a name.
    named_by_url: Tally,
    stray: Tally,
    /// Lines of skeletons that were left out.
    lines: Tally,
    /// Whether an object has one.
    run_lengths: bool,
    /// Masks whose run lengths end early.
    short: Tally,
    /// What to do about the error that ends the reading.
    pub(super) help: Option<&'static str>,
}

impl Reader {
    pub(super) fn new(on_error: OnError) -> Reader {
        Reader {
            on_error,
            images: Vec::new(),
            categories: Vec::new(),
            objects: Vec::new(),
            image_ids: Ids::default(),
            category_ids: Ids::default(),
            annotations: 0,
            fields: Fields::default(),
            skipped: Tally::default(),
            skipped_images: Tally::default(),
            pictures: Tally::default(),
            named_by_url: Tally::default(),
            stray: Tally::default(),
            lines: Tally::default(),
            run_lengths: false,
            short: Tally::default(),
            help: None,
        }
    }

    /// The annotation behind the last one that was taken, if the reading is among annotations.
    pub(super) fn at(&self) -> Option<String> {
        let next = self.annotations + 1;
        (self.annotations > 0).then(|| format!("annotation number {next}"))
    }

    /// The list has ended.
    pub(super) fn leave_list(&mut self) {
        self.annotations = 0;
    }

    /// Puts together what was read.
    pub(super) fn finish(
        mut self,
        path: &Path,
        pictures: Option<&Path>,
        report: &mut Report,
    ) -> Result<DataSet, Error> {
        self.resolve_objects(path)?;
        let missing = self.find_pictures(path, pictures)?;
        let mut data = DataSet {
            images: self.images,
            categories: self.categories,
            objects: self.objects,
        };
        if !missing.is_empty() {
            let mut chosen = vec![true; data.images.len()];
            missing.iter().for_each(|place| chosen[*place] = false);
            data.keep_images(&chosen);
        }
        if self.on_error == OnError::Skip {
            files::leave_out_missing(&mut data, &mut self.pictures);
        }
        report.add(Stage::Read, "images", data.images.len());
        report.add(Stage::Read, "objects", data.objects.len());
        report.add_tally(Stage::Skipped, "images", self.skipped_images);
        report.add_tally(
            Stage::Skipped,
            "images whose picture cannot be read, with their objects",
            self.pictures,
        );
        report.add_tally(Stage::Skipped, "annotations", self.skipped);
        report.add_tally(Stage::Skipped, "lines of skeletons", self.lines);
        report.add_tally(
            Stage::Lost,
            "outlines of fewer than three points (the boxes are kept)",
            self.stray,
        );
        report.add_tally(Stage::Noted, ENDS_EARLY, self.short);
        if self.run_lengths {
            note_other_sizes(&data, report);
        }
        report.add_tally(
            Stage::Noted,
            "images without `file_name`, named by the last part of their `coco_url`",
            self.named_by_url,
        );
        self.fields.report(report);
        // One without a number has no place among numbers: then the order of the file is kept.
        if data.categories.iter().any(|category| category.id.is_none()) {
            data.categories
                .iter_mut()
                .for_each(|category| category.id = None);
        }
        data.sort_categories(|a, b| a.id.cmp(&b.id));
        Ok(data)
    }

    /// Says where the pictures are, and reads the sizes that the file does not say. Hands back the places of images whose
    /// picture cannot be read.
    fn find_pictures(&mut self, path: &Path, pictures: Option<&Path>) -> Result<Vec<usize>, Error> {
        let mut missing = Vec::new();
        for (place, image) in self.images.iter_mut().enumerate() {
            image.picture =
                files::picture_of(pictures, &image.name).map(|file| Box::new(file.into()));
            if image.width > 0 && image.height > 0 {
                continue;
            }
            let Some(pictures) = pictures else {
                let name = shown(&image.name);
                return Err(Error::content(
                    path,
                    format!("image `{name}` has no `width` and `height`"),
                )
                .with_help("set `images` to the folder of the pictures, to read their sizes"));
            };
            match picture::size_below(pictures, &image.name) {
                Ok((width, height)) => (image.width, image.height) = (width, height),
                Err(error) if self.on_error == OnError::Skip => {
                    self.pictures.see(|| error.to_string());
                    missing.push(place);
                }
                Err(error) => {
                    return Err(error.with_help(SKIP_PICTURES));
                }
            }
        }
        Ok(missing)
    }

    /// Replaces places among the ids by indices of images and categories.
    fn resolve_objects(&mut self, path: &Path) -> Result<(), Error> {
        for (ids, kind) in [(&self.image_ids, "image"), (&self.category_ids, "category")] {
            if let (Some(early), OnError::Error) = (ids.undeclared(), self.on_error) {
                let (id, user) = (&early.id, &early.user);
                let what = format!("{user} belongs to {kind} {id}, which is not in the file");
                return Err(Error::content(path, what).with_help(HELP));
            }
        }
        let (images, categories) = (&self.image_ids, &self.category_ids);
        let skipped = &mut self.skipped;
        self.objects.retain_mut(|object| {
            let (kind, early) = match (images.get(object.image), categories.get(object.category)) {
                (Ok(image), Ok(category)) => {
                    (object.image, object.category) = (image, category);
                    return true;
                }
                (Err(early), _) => ("image", early),
                (_, Err(early)) => ("category", early),
            };
            skipped.see(|| format!("{} of the unknown {kind} {}", early.user, early.id));
            false
        });
        Ok(())
    }

    /// Takes one more, or leaves it out and counts it, as the job says.
    pub(super) fn add_image(
        &mut self,
        record: Result<record::Image, Scalar>,
    ) -> Result<(), String> {
        let number = self.images.len() + 1;
        match self.image(record) {
            Err(what) if self.on_error == OnError::Skip => {
                self.skipped_images.see(|| what);
                Ok(())
            }
            Err(what) => {
                self.help =
                    Some("mend the file, or set `on_error = \"skip\"` to leave such images out");
                Err(format!("image number {number}: {what}"))
            }
            Ok(image) => {
                self.images.push(image);
                Ok(())
            }
        }
    }

    fn image(&mut self, record: Result<record::Image, Scalar>) -> Result<Image, String> {
        let record = record.map_err(|found| format!("{found} is not an image"))?;
        let id = Id::of(record.id.ok_or("has no `id`")?)?;
        let url = record.coco_url.as_deref().map(name::of_url);
        let written = record.file_name.and_then(Scalar::name);
        let name = match (written.filter(|name| !name.is_empty()), url) {
            (Some(name), _) => name,
            (None, Some(name)) if !name.is_empty() => {
                self.named_by_url.see(|| format!("`{}`", shown(name)));
                name.to_owned()
            }
            (None, _) => return Err(format!("image {id} has an empty `file_name`, or none")),
        };
        let size = |size: Option<Scalar>| match size {
            None | Some(Scalar::Null) => Ok(0),
            Some(size) => size.size(),
        };
        let size = (size(record.width)?, size(record.height)?);
        self.image_ids.declare(id, "images")?;
        let mut image = Image::new(name, size);
        image.attributes = record.attributes;
        Ok(image)
    }

    /// Takes one more.
    pub(super) fn add_category(
        &mut self,
        record: Result<record::Category, Scalar>,
    ) -> Result<(), String> {
        let record = record.map_err(|found| format!("{found} is not a category"))?;
        let id = Id::of(record.id.ok_or("a category has no `id`")?)?;
        let name = record.name.and_then(Scalar::name);
        let name = name.ok_or_else(|| format!("category {id} has no `name`"))?;
        let skeleton = skeleton(record.keypoints, record.skeleton, |what| {
            if self.on_error == OnError::Error {
                self.help =
                    Some("mend the file, or set `on_error = \"skip\"` to leave such lines out");
                return Err(what);
            }
            self.lines.see(|| format!("category {id}: {what}"));
            Ok(())
        });
        let skeleton = skeleton.map_err(|what| format!("category {id}: {what}"))?;
        self.category_ids.declare(id.clone(), "categories")?;
        self.categories.push(Category {
            id: match id {
                Id::Number(number) => Some(number),
                Id::Text(_) => None,
            },
            supercategory: record.supercategory.and_then(Scalar::name),
            skeleton: skeleton.map(Box::new),
            ..Category::new(name)
        });
        Ok(())
    }

    /// Takes one more, or leaves it out and counts it, as the job says.
    pub(super) fn add_annotation(
        &mut self,
        record: Result<record::Annotation, Scalar>,
    ) -> Result<(), String> {
        self.annotations += 1;
        let mut user = User::Place(self.annotations);
        let added = self.annotation(record, &mut user);
        added.or_else(|what| match self.on_error {
            OnError::Skip => {
                self.skipped.see(|| format!("{user}: {what}"));
                Ok(())
            }
            OnError::Error => {
                self.help = Some(HELP);
                Err(format!("{user}: {what}"))
            }
        })
    }

    fn annotation(
        &mut self,
        record: Result<record::Annotation, Scalar>,
        user: &mut User,
    ) -> Result<(), String> {
        let record = record.map_err(|found| format!("{found} is not an annotation"))?;
        if let Some(id) = record.id.filter(|id| *id != Scalar::Null) {
            *user = User::Id(Id::of(id)?);
        }
        let image = record.image_id.ok_or("has no `image_id`")?;
        let image = Id::of(image).map_err(|what| format!("`image_id`: {what}"))?;
        let Some(category) = record.category_id else {
            let kind = record
                .kind
                .map_or_else(String::new, |kind| format!(": it is {kind}"));
            return Err(format!("has no `category_id`{kind}"));
        };
        let category = Id::of(category).map_err(|what| format!("`category_id`: {what}"))?;
        let crowd = record
            .iscrowd
            .map_or(Ok(false), |flag| flag.flag("iscrowd"))?;
        let outline = record
            .segmentation
            .map_or(Ok(Outline::default()), |found| found.0)?;
        if let Some(fault) = outline.mask.as_ref().and_then(|mask| mask.fault()) {
            return Err(format!("the mask {fault}"));
        }
        let bounding_box = bounding_box(record.bbox, &outline)?;
        let keypoints = record.keypoints.map_or(Ok(Vec::new()), keypoints)?;
        if !outline.stray.is_empty() {
            self.stray.see(|| user.to_string());
        }
        if let Some(Mask::RunLength(runs)) = &outline.mask {
            self.run_lengths = true;
            if runs.ends_early() {
                self.short.see(|| user.to_string());
            }
        }
        let mut object = Object {
            crowd,
            ..Object::new(
                self.image_ids.slot(image, user),
                self.category_ids.slot(category, user),
                bounding_box,
            )
        };
        object.set_mask(outline.mask);
        if let Some(area) = record.area {
            object.state_area(area);
        }
        if !keypoints.is_empty() || !record.attributes.is_empty() {
            object.change_rare(|rare| {
                (rare.keypoints, rare.attributes) = (keypoints, record.attributes);
            });
        }
        self.objects.push(object);
        Ok(())
    }
}

/// Notes masks of another size than their image, whose pixels are not those of the image.
fn note_other_sizes(data: &DataSet, report: &mut Report) {
    let mut other = Tally::default();
    for object in &data.objects {
        let image = &data.images[object.image as usize];
        if let Some(Mask::RunLength(runs)) = object.mask()
            && (runs.width, runs.height) != (image.width, image.height)
        {
            let (width, height) = (runs.width, runs.height);
            other.see(|| format!("{width} x {height} in `{}`", shown(&image.name)));
        }
    }
    report.add_tally(
        Stage::Noted,
        "run-length masks that are not as large as their image",
        other,
    );
}

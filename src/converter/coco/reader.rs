//! Gathers a data set from the objects of a COCO file, in whatever order they come.

use std::path::Path;

use super::ids::{Ids, User};
use super::record;
use crate::converter::OnError;
use crate::dataset::{BoundingBox, Category, DataSet, Image, Object};
use crate::error::{Error, shown};
use crate::input;
use crate::report::{Report, Stage, Tally};

/// What has been read so far. Objects hold places in `image_ids` and `category_ids` until all is known.
pub(super) struct Reader {
    on_error: OnError,
    images: Vec<Image>,
    categories: Vec<Category>,
    objects: Vec<Object>,
    image_ids: Ids,
    category_ids: Ids,
    annotations: usize,
    with_keypoints: usize,
    skipped: Tally,
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
            with_keypoints: 0,
            skipped: Tally::default(),
        }
    }

    /// Puts together what was read.
    pub(super) fn finish(
        mut self,
        path: &Path,
        pictures: Option<&Path>,
        report: &mut Report,
    ) -> Result<DataSet, Error> {
        self.resolve_objects(path)?;
        for image in self
            .images
            .iter_mut()
            .filter(|image| image.width == 0 || image.height == 0)
        {
            let Some(pictures) = pictures else {
                let name = shown(&image.name);
                return Err(Error::content(
                    path,
                    format!("image `{name}` has no `width` and `height`"),
                )
                .with_help("set `images` to the folder of the pictures, to read their sizes"));
            };
            (image.width, image.height) = input::picture_size(pictures, &image.name)?;
        }
        report.add(Stage::Read, "images", self.images.len());
        report.add(Stage::Read, "objects", self.objects.len());
        report.add_tally(Stage::Skipped, "annotations", self.skipped);
        report.add(
            Stage::Lost,
            "annotations' keypoints (the objects are kept)",
            self.with_keypoints,
        );
        let mut data = DataSet {
            images: self.images,
            categories: self.categories,
            objects: self.objects,
        };
        data.sort_categories(|a, b| a.id.cmp(&b.id));
        Ok(data)
    }

    /// Replaces places among the ids by indices of images and categories.
    fn resolve_objects(&mut self, path: &Path) -> Result<(), Error> {
        for (ids, kind) in [(&self.image_ids, "image"), (&self.category_ids, "category")] {
            let missing = ids.slots.iter().find(|slot| slot.declared.is_none());
            if let (Some(slot), OnError::Error) = (missing, self.on_error) {
                let user = slot.user;
                return Err(Error::content(
                    path,
                    format!(
                        "{user} belongs to {kind} {}, which is not in the file",
                        slot.id
                    ),
                )
                .with_help(
                    "mend the file, or set `on_error = \"skip\"` to leave such annotations out",
                ));
            }
        }
        let (images, categories) = (&self.image_ids.slots, &self.category_ids.slots);
        let skipped = &mut self.skipped;
        self.objects.retain_mut(|object| {
            let (image, category) = (
                &images[object.image as usize],
                &categories[object.category as usize],
            );
            match (image.declared, category.declared) {
                (Some(image), Some(category)) => {
                    (object.image, object.category) = (image, category);
                    true
                }
                (None, _) => {
                    skipped.see(|| format!("{} of the unknown image {}", image.user, image.id));
                    false
                }
                (_, None) => {
                    skipped.see(|| {
                        format!("{} of the unknown category {}", category.user, category.id)
                    });
                    false
                }
            }
        });
        Ok(())
    }

    /// Takes one more.
    pub(super) fn add_image(&mut self, record: record::Image) -> Result<(), String> {
        self.image_ids.declare(record.id.0, "images")?;
        if record.file_name.is_empty() {
            return Err(format!("image {} has an empty `file_name`", record.id.0));
        }
        let (width, height) = (
            record.width.map_or(0, |size| size.0),
            record.height.map_or(0, |size| size.0),
        );
        self.images.push(Image {
            name: record.file_name,
            width,
            height,
            split: None,
            category: None,
        });
        Ok(())
    }

    /// Takes one more.
    pub(super) fn add_category(&mut self, record: record::Category) -> Result<(), String> {
        let id = record.id.0;
        self.category_ids.declare(id, "categories")?;
        self.categories.push(Category {
            id: Some(id),
            name: record.name,
            supercategory: record.supercategory,
        });
        Ok(())
    }

    /// Takes one more.
    pub(super) fn add_annotation(&mut self, record: record::Annotation) -> Result<(), String> {
        let user = record
            .id
            .map_or(User::Place(self.annotations + 1), |id| User::Id(id.0));
        self.annotations += 1;
        self.with_keypoints += usize::from(record.keypoints.is_some());
        let mask = record.segmentation.and_then(|segmentation| segmentation.0);
        let mask_fault = mask
            .as_ref()
            .and_then(|mask| mask.fault())
            .map(|fault| format!("the mask {fault}"));
        let bounding_box = match record.bbox {
            Some(record::Numbers {
                first: [x, y, width, height],
                count: 4,
            }) => {
                let bounding_box = BoundingBox {
                    x,
                    y,
                    width,
                    height,
                };
                bounding_box
                    .fault()
                    .map_or(Ok(bounding_box), |fault| Err(format!("the box {fault}")))
            }
            None | Some(record::Numbers { count: 0, .. }) => mask
                .as_ref()
                .and_then(|mask| mask.bounding_box())
                .ok_or_else(|| "has neither `bbox` nor `segmentation`".to_owned()),
            Some(record::Numbers { count, .. }) => {
                Err(format!("`bbox` has {count} numbers, not 4"))
            }
        };
        match (mask_fault, bounding_box) {
            (None, Ok(bounding_box)) => {
                self.objects.push(Object {
                    image: self.image_ids.slot(record.image_id.0, user),
                    category: self.category_ids.slot(record.category_id.0, user),
                    bounding_box,
                    mask: mask.map(Box::new),
                    crowd: record.iscrowd.is_some_and(|flag| flag.0),
                    difficult: false,
                    truncated: false,
                });
                Ok(())
            }
            (Some(fault), _) | (None, Err(fault)) if self.on_error == OnError::Skip => {
                self.skipped.see(|| format!("{}: {fault}", user));
                Ok(())
            }
            (Some(fault), _) | (None, Err(fault)) => Err(format!("{}: {fault}", user)),
        }
    }
}

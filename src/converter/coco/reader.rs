//! Gathers a data set from the objects of a COCO file, in whatever order they come.

use std::fmt;
use std::marker::PhantomData;
use std::path::Path;

use indicatif::ProgressBar;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use super::ids::{Ids, User};
use super::record;
use crate::converter::OnError;
use crate::dataset::{BoundingBox, Category, DataSet, Image, Object};
use crate::error::{Error, shown};
use crate::input;
use crate::report::{Report, Stage, Tally};

/// What has been read so far. Objects hold places in `image_ids` and `category_ids` until all is known.
pub(super) struct Reader<'p> {
    on_error: OnError,
    progress: &'p ProgressBar,
    has_images: bool,
    images: Vec<Image>,
    categories: Vec<Category>,
    objects: Vec<Object>,
    image_ids: Ids,
    category_ids: Ids,
    annotations: usize,
    skipped: Tally,
}

impl<'p> Reader<'p> {
    pub(super) fn new(on_error: OnError, progress: &'p ProgressBar) -> Reader<'p> {
        Reader {
            on_error,
            progress,
            has_images: false,
            images: Vec::new(),
            categories: Vec::new(),
            objects: Vec::new(),
            image_ids: Ids::default(),
            category_ids: Ids::default(),
            annotations: 0,
            skipped: Tally::default(),
        }
    }

    /// Reads a file's text.
    pub(super) fn read(&mut self, path: &Path, text: &[u8]) -> Result<(), Error> {
        let mut json = serde_json::Deserializer::from_slice(text);
        let read = self.deserialize(&mut json).and_then(|()| json.end());
        read.map_err(|error| {
            let position = (error.line(), error.column());
            let message = error.to_string();
            let suffix = format!(" at line {} column {}", position.0, position.1);
            let what = message.strip_suffix(&suffix).unwrap_or(&message).to_owned();
            Error::Content {
                path: path.to_owned(),
                position: Some(position),
                what,
                help: None,
            }
        })?;
        if self.has_images {
            Ok(())
        } else {
            Err(Error::content(
                path,
                "is no COCO annotation file: it has no `images`",
            ))
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
        let mut places: Vec<usize> = (0..self.categories.len()).collect();
        places.sort_by_key(|place| self.categories[*place].id);
        let mut indices = vec![0; places.len()];
        for (index, place) in places.iter().enumerate() {
            indices[*place] = index as u32;
        }
        for object in &mut self.objects {
            object.category = indices[object.category as usize];
        }
        self.categories.sort_by_key(|category| category.id);
        report.add(Stage::Read, "images", self.images.len());
        report.add(Stage::Read, "objects", self.objects.len());
        report.add_tally(Stage::Skipped, "annotations", self.skipped);
        Ok(DataSet {
            images: self.images,
            categories: self.categories,
            objects: self.objects,
        })
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

    fn add_image(&mut self, record: record::Image) -> Result<(), String> {
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
        });
        Ok(())
    }

    fn add_category(&mut self, record: record::Category) -> Result<(), String> {
        let id = record.id.0;
        self.category_ids.declare(id, "categories")?;
        self.categories.push(Category {
            id: Some(id),
            name: record.name,
            supercategory: record.supercategory,
        });
        Ok(())
    }

    fn add_annotation(&mut self, record: record::Annotation) -> Result<(), String> {
        let user = record
            .id
            .map_or(User::Place(self.annotations + 1), |id| User::Id(id.0));
        self.annotations += 1;
        if self.annotations % 4096 == 0 {
            self.progress.inc(4096);
        }
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

impl<'de> DeserializeSeed<'de> for &mut Reader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Key {
    Images,
    Categories,
    Annotations,
    #[serde(other)]
    Other,
}

impl<'de> Visitor<'de> for &mut Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a COCO annotation file: an object with `images`, `annotations` and `categories`",
        )
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = [false; 3];
        while let Some(key) = map.next_key()? {
            let (place, name) = match key {
                Key::Images => (0, "images"),
                Key::Categories => (1, "categories"),
                Key::Annotations => (2, "annotations"),
                Key::Other => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            if std::mem::replace(&mut seen[place], true) {
                return Err(A::Error::custom(format!(
                    "`{name}` stands twice in the file"
                )));
            }
            match place {
                0 => map.next_value_seed(each(|record| self.add_image(record)))?,
                1 => map.next_value_seed(each(|record| self.add_category(record)))?,
                _ => map.next_value_seed(each(|record| self.add_annotation(record)))?,
            }
        }
        self.has_images = seen[0];
        Ok(())
    }
}

/// Hands each element of a list to a function, so that the list is never held as a whole.
struct Each<R, F>(F, PhantomData<R>);

fn each<R, F: FnMut(R) -> Result<(), String>>(take: F) -> Each<R, F> {
    Each(take, PhantomData)
}

impl<'de, R: Deserialize<'de>, F: FnMut(R) -> Result<(), String>> DeserializeSeed<'de>
    for Each<R, F>
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, R: Deserialize<'de>, F: FnMut(R) -> Result<(), String>> Visitor<'de> for Each<R, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(()) = list.next_element_seed(One(&mut self.0, PhantomData))? {}
        Ok(())
    }
}

/// One element. It is taken before the parser leaves it, so that an error has its line.
struct One<'f, R, F>(&'f mut F, PhantomData<R>);

impl<'de, R: Deserialize<'de>, F: FnMut(R) -> Result<(), String>> DeserializeSeed<'de>
    for One<'_, R, F>
{
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, R: Deserialize<'de>, F: FnMut(R) -> Result<(), String>> Visitor<'de> for One<'_, R, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let record = R::deserialize(MapAccessDeserializer::new(map))?;
        (self.0)(record).map_err(A::Error::custom)
    }
}

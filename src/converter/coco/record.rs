//! The objects of a COCO file as they are written, one type each. A field of a wrong type is not an error here: see
//! [`json`](crate::converter::json).

use serde::de::MapAccess;

use super::segmentation::Segmentation;
use super::usual;
use crate::converter::json::{FourOf, Lists, Numbers, Scalar};
use crate::converter::record::{Record, Taken, attributes, once};
use crate::dataset::Attributes;
use crate::report::Fields;

#[derive(Default)]
pub(super) struct Image {
    pub(super) id: Option<Scalar>,
    pub(super) file_name: Option<Scalar>,
    /// LVIS has the address of the picture alone.
    pub(super) coco_url: Option<String>,
    pub(super) width: Option<Scalar>,
    pub(super) height: Option<Scalar>,
    pub(super) attributes: Attributes,
}

impl Record for Image {
    const NAME: &'static str = "images";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        field: &[u8],
        map: &mut A,
        _: &mut Fields,
    ) -> Result<Taken, A::Error> {
        match field {
            b"id" => once(&mut self.id, field, map)?,
            b"file_name" => once(&mut self.file_name, field, map)?,
            b"width" => once(&mut self.width, field, map)?,
            b"height" => once(&mut self.height, field, map)?,
            b"attributes" => return attributes(map, &mut self.attributes),
            b"coco_url" => {
                let url = map.next_value::<Scalar>()?;
                let empty = url.is_empty();
                self.coco_url = url.name();
                return Ok(if empty { Taken::Yes } else { Taken::Lost });
            }
            _ => return Ok(Taken::No),
        }
        Ok(Taken::Yes)
    }
}

#[derive(Default)]
pub(super) struct Category {
    pub(super) id: Option<Scalar>,
    pub(super) name: Option<Scalar>,
    pub(super) supercategory: Option<Scalar>,
    pub(super) keypoints: Vec<Scalar>,
    /// Two numbers for each line.
    pub(super) skeleton: Option<Lists>,
}

impl Record for Category {
    const NAME: &'static str = "categories";

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        field: &[u8],
        map: &mut A,
        _: &mut Fields,
    ) -> Result<Taken, A::Error> {
        match field {
            b"id" => once(&mut self.id, field, map)?,
            b"name" => once(&mut self.name, field, map)?,
            b"supercategory" => once(&mut self.supercategory, field, map)?,
            b"keypoints" => self.keypoints = map.next_value::<Option<_>>()?.unwrap_or_default(),
            b"skeleton" => once(&mut self.skeleton, field, map)?,
            _ => return Ok(Taken::No),
        }
        Ok(Taken::Yes)
    }
}

#[derive(Default)]
pub(super) struct Annotation {
    pub(super) id: Option<Scalar>,
    pub(super) image_id: Option<Scalar>,
    pub(super) category_id: Option<Scalar>,
    pub(super) bbox: Option<FourOf>,
    pub(super) area: Option<f64>,
    pub(super) segmentation: Option<Segmentation>,
    pub(super) iscrowd: Option<Scalar>,
    pub(super) keypoints: Option<Numbers>,
    pub(super) attributes: Attributes,
    /// What kind of file it is, if it has other fields than boxes have.
    pub(super) kind: Option<&'static str>,
}

impl Record for Annotation {
    const NAME: &'static str = "annotations";

    fn usual(&mut self, text: &[u8]) -> Option<usize> {
        usual::read(self, text)
    }

    fn take<'de, A: MapAccess<'de>>(
        &mut self,
        field: &[u8],
        map: &mut A,
        _: &mut Fields,
    ) -> Result<Taken, A::Error> {
        match field {
            b"id" => once(&mut self.id, field, map)?,
            b"image_id" => once(&mut self.image_id, field, map)?,
            b"category_id" => once(&mut self.category_id, field, map)?,
            b"bbox" => once(&mut self.bbox, field, map)?,
            b"segmentation" => once(&mut self.segmentation, field, map)?,
            b"iscrowd" => once(&mut self.iscrowd, field, map)?,
            b"keypoints" => once(&mut self.keypoints, field, map)?,
            // It is the count of the keypoints that are labelled.
            b"num_keypoints" => drop(map.next_value::<Scalar>()?),
            b"attributes" => return attributes(map, &mut self.attributes),
            b"area" => {
                let area = map.next_value::<Scalar>()?;
                self.area = area.number().ok().filter(|area| *area >= 0.0);
                let lost = self.area.is_none() && !area.is_empty();
                return Ok(if lost { Taken::Lost } else { Taken::Yes });
            }
            b"caption" => {
                self.kind = Some("a caption of the whole image, of which no data set holds any");
                return Ok(Taken::No);
            }
            b"segments_info" => {
                self.kind = Some(
                    "of a panoptic file, whose objects are in pictures: use the file of instances",
                );
                return Ok(Taken::No);
            }
            _ => return Ok(Taken::No),
        }
        Ok(Taken::Yes)
    }
}

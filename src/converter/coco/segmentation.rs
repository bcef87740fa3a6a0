//! The outline of a COCO annotation: polygons, or run lengths.

use serde::de::{Error, MapAccess, SeqAccess};
use serde::{Deserialize, Deserializer};

use crate::converter::json::{Any, Numbers, Scalar, Take};
use crate::dataset::{Counts, Mask, RunLength};

/// What `segmentation` holds, or what is wrong with it.
pub(super) struct Segmentation(pub(super) Result<Outline, String>);

/// `None` is `null` or the empty list that many tools write.
#[derive(Default)]
pub(super) struct Outline {
    pub(super) mask: Option<Mask>,
    /// The points of polygons of one or two points, which enclose nothing.
    pub(super) stray: Vec<f64>,
}

struct Outlines;

impl<'de> Deserialize<'de> for Segmentation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Segmentation, D::Error> {
        let read = deserializer.deserialize_any(Any(Outlines))?;
        Ok(Segmentation(read))
    }
}

impl<'de> Take<'de> for Outlines {
    type Value = Result<Outline, String>;

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (mut polygons, mut stray, mut fault) = (Vec::new(), Vec::new(), None);
        while let Some(Part(part)) = list.next_element()? {
            match part {
                Ok(polygon) if polygon.is_empty() => {}
                Ok(polygon) if matches!(polygon.len(), 2 | 4) => stray.extend(polygon),
                Ok(polygon) => polygons.push(polygon),
                Err(what) => fault = fault.or(Some(what)),
            }
        }
        polygons.shrink_to_fit();
        let mask = (!polygons.is_empty()).then_some(Mask::Polygons(polygons));
        Ok(fault.map_or(Ok(Outline { mask, stray }), Err))
    }

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut counts, mut size) = (None, None);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "counts" => counts = Some(map.next_value::<Lengths>()?.0),
                "size" => size = Some(map.next_value::<Numbers>()?.0),
                _ => drop(map.next_value::<Scalar>()?),
            }
        }
        Ok(run_length(counts, size))
    }

    fn other<E: Error>(self, found: Scalar) -> Result<Self::Value, E> {
        Ok(match found {
            Scalar::Null => Ok(Outline::default()),
            found => Err(format!(
                "`segmentation` is {found}, expected a segmentation: a list of polygons, or an object with `counts` and `size`"
            )),
        })
    }
}

fn run_length(
    counts: Option<Result<Counts, String>>,
    size: Option<Result<Vec<f64>, String>>,
) -> Result<Outline, String> {
    let counts = counts.ok_or("`segmentation` has no `counts`")??;
    let size = size.ok_or("`segmentation` has no `size`")??;
    let [height, width] = size[..] else {
        let count = size.len();
        return Err(format!("`size` has {count} numbers, not 2"));
    };
    let mask = Mask::RunLength(Box::new(RunLength {
        height: Scalar::Number(height).size()?,
        width: Scalar::Number(width).size()?,
        counts,
    }));
    Ok(Outline {
        mask: Some(mask),
        stray: Vec::new(),
    })
}

/// One polygon.
struct Part(Result<Vec<f64>, String>);

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Part, D::Error> {
        let Numbers(numbers) = Numbers::deserialize(deserializer)?;
        let help =
            "a polygon of `segmentation`: write [[x, y, x, y, ...]], with a list for each polygon";
        Ok(Part(
            numbers.map_err(|what| format!("{what}, expected {help}")),
        ))
    }
}

/// Run lengths: a list of whole numbers, or compressed text.
struct Lengths(Result<Counts, String>);

impl<'de> Deserialize<'de> for Lengths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Lengths, D::Error> {
        deserializer.deserialize_any(Any(RunLengths)).map(Lengths)
    }
}

struct RunLengths;

impl<'de> Take<'de> for RunLengths {
    type Value = Result<Counts, String>;

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (mut lengths, mut fault) = (Vec::new(), None);
        while let Some(element) = list.next_element::<Scalar>()? {
            match element.size() {
                Ok(length) => lengths.push(length),
                Err(what) => fault = fault.or(Some(format!("in `counts`, {what}"))),
            }
        }
        lengths.shrink_to_fit();
        Ok(fault.map_or(Ok(Counts::List(lengths)), Err))
    }

    fn other<E: Error>(self, found: Scalar) -> Result<Self::Value, E> {
        Ok(match found {
            Scalar::Text(text) => Ok(Counts::Compressed(text)),
            _ => {
                Err("`counts` holds run lengths: a list of numbers, or compressed text".to_owned())
            }
        })
    }
}

//! The objects of a COCO file as they are written, one type each.

use std::fmt;

use serde::de::{Error, IgnoredAny, MapAccess, SeqAccess, Visitor, value::MapAccessDeserializer};
use serde::{Deserialize, Deserializer};

use crate::dataset::{Counts, Mask, RunLength};
use crate::error::shown;

#[derive(Deserialize)]
pub(super) struct Image {
    pub(super) id: Id,
    pub(super) file_name: String,
    pub(super) width: Option<Size>,
    pub(super) height: Option<Size>,
}

#[derive(Deserialize)]
pub(super) struct Category {
    pub(super) id: Id,
    pub(super) name: String,
    pub(super) supercategory: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Annotation {
    pub(super) id: Option<Id>,
    pub(super) image_id: Id,
    pub(super) category_id: Id,
    pub(super) bbox: Option<Numbers>,
    pub(super) segmentation: Option<Segmentation>,
    pub(super) iscrowd: Option<Flag>,
    pub(super) keypoints: Option<IgnoredAny>,
}

/// An id: a whole number, also where a tool wrote it as `7.0`.
#[derive(Clone, Copy)]
pub(super) struct Id(pub(super) i64);

/// A width or height in pixels: a whole number, also where a tool wrote it as `100.0`.
#[derive(Clone, Copy)]
pub(super) struct Size(pub(super) u32);

/// 0 or 1, also as `false` and `true`.
#[derive(Clone, Copy)]
pub(super) struct Flag(pub(super) bool);

/// The first four numbers of a list, and how many there are.
pub(super) struct Numbers {
    pub(super) first: [f64; 4],
    pub(super) count: usize,
}

/// A mask; `None` for the empty list that many tools write.
pub(super) struct Segmentation(pub(super) Option<Mask>);

/// A whole number that a JSON number stands for.
enum Whole {
    Integer(i64),
    TooLarge,
}

struct WholeVisitor(&'static str);

impl Visitor<'_> for WholeVisitor {
    type Value = Whole;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Whole, E> {
        Ok(Whole::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Whole, E> {
        Ok(i64::try_from(value).map_or(Whole::TooLarge, Whole::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Whole, E> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.abs() > EXACT {
            Ok(Whole::TooLarge)
        } else if value.fract() == 0.0 {
            Ok(Whole::Integer(value as i64))
        } else {
            Err(E::custom(format!("{value} is not {}", self.0)))
        }
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Whole, E> {
        Err(E::custom(format!(
            "the text \"{}\" is not {}: write the number without quotes",
            shown(value),
            self.0
        )))
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Id, D::Error> {
        match deserializer.deserialize_any(WholeVisitor("an id, which is a whole number"))? {
            Whole::Integer(value) => Ok(Id(value)),
            Whole::TooLarge => Err(D::Error::custom("an id is beyond 64 bits")),
        }
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Size, D::Error> {
        match deserializer.deserialize_any(WholeVisitor("a size, which is a whole number"))? {
            Whole::Integer(value) if value < 0 => {
                Err(D::Error::custom(format!("the size {value} is negative")))
            }
            Whole::Integer(value) => u32::try_from(value)
                .map(Size)
                .map_err(|_| D::Error::custom(format!("the size {value} is beyond any image"))),
            Whole::TooLarge => Err(D::Error::custom("a size is beyond any image")),
        }
    }
}

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Flag, D::Error> {
        struct FlagVisitor;
        impl Visitor<'_> for FlagVisitor {
            type Value = Flag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("0 or 1")
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Flag, E> {
                Ok(Flag(value))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Flag, E> {
                self.visit_f64(value as f64)
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Flag, E> {
                self.visit_f64(value as f64)
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Flag, E> {
                if value == 0.0 || value == 1.0 {
                    Ok(Flag(value == 1.0))
                } else {
                    Err(E::custom(format!("`iscrowd` is {value}, expected 0 or 1")))
                }
            }
        }
        deserializer.deserialize_any(FlagVisitor)
    }
}

impl<'de> Deserialize<'de> for Numbers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Numbers, D::Error> {
        struct NumbersVisitor;
        impl<'de> Visitor<'de> for NumbersVisitor {
            type Value = Numbers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a box [x, y, width, height]")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Numbers, A::Error> {
                let mut numbers = Numbers {
                    first: [0.0; 4],
                    count: 0,
                };
                while let Some(number) = list.next_element::<f64>()? {
                    if let Some(slot) = numbers.first.get_mut(numbers.count) {
                        *slot = number;
                    }
                    numbers.count += 1;
                }
                Ok(numbers)
            }
        }
        deserializer.deserialize_seq(NumbersVisitor)
    }
}

impl<'de> Deserialize<'de> for Segmentation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Segmentation, D::Error> {
        struct SegmentationVisitor;
        impl<'de> Visitor<'de> for SegmentationVisitor {
            type Value = Segmentation;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a segmentation: a list of polygons, or an object with `counts` and `size`",
                )
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Segmentation, A::Error> {
                let mut polygons = Vec::new();
                while let Some(polygon) = list.next_element::<Vec<f64>>()? {
                    if !polygon.is_empty() {
                        polygons.push(polygon);
                    }
                }
                Ok(Segmentation(
                    (!polygons.is_empty()).then_some(Mask::Polygons(polygons)),
                ))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Segmentation, A::Error> {
                let Runs {
                    counts,
                    size: [height, width],
                } = Runs::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Segmentation(Some(Mask::RunLength(RunLength {
                    height: height.0,
                    width: width.0,
                    counts,
                }))))
            }
        }
        deserializer.deserialize_any(SegmentationVisitor)
    }
}

#[derive(Deserialize)]
struct Runs {
    #[serde(deserialize_with = "counts")]
    counts: Counts,
    size: [Size; 2],
}

fn counts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Counts, D::Error> {
    struct CountsVisitor;
    impl<'de> Visitor<'de> for CountsVisitor {
        type Value = Counts;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("run lengths: a list of numbers, or compressed text")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Counts, E> {
            Ok(Counts::Compressed(text.to_owned()))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Counts, A::Error> {
            let mut lengths = Vec::new();
            while let Some(Size(length)) = list.next_element()? {
                lengths.push(length);
            }
            Ok(Counts::List(lengths))
        }
    }
    deserializer.deserialize_any(CountsVisitor)
}

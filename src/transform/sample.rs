//! Keeps some of the images.

use serde::Deserialize;

use super::Transform;
use super::rank::shuffled;
use crate::dataset::DataSet;
use crate::error::Error;
use crate::report::{Report, Stage};

/// Keeps a number of images, chosen by a seed, in their order; the others are removed with their objects. The choice is the
/// same on every machine.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// How many are kept; all, where there are fewer.
    #[serde(default)]
    pub count: Option<usize>,
    /// Which share is kept instead, from 0 to 1, rounded to whole images.
    #[serde(default)]
    pub fraction: Option<f64>,
    /// Another number chooses otherwise.
    #[serde(default)]
    pub seed: u64,
}

impl Transform for Sample {
    fn check(&self) -> Result<(), Error> {
        match (self.count, self.fraction) {
            (Some(_), None) => Ok(()),
            (None, Some(fraction)) if (0.0..=1.0).contains(&fraction) => Ok(()),
            (None, Some(fraction)) => Err(Error::Argument {
                name: "fraction",
                what: format!("{fraction} is not a share; write a number from 0 to 1"),
            }),
            _ => Err(Error::Argument {
                name: "count",
                what: "write either `count` or `fraction`".to_owned(),
            }),
        }
    }

    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        let all = data.images.len();
        let share = |fraction: f64| (fraction * all as f64).round() as usize;
        let wanted = self
            .count
            .unwrap_or_else(|| share(self.fraction.unwrap_or(1.0)));
        let order = shuffled(
            data.images.iter().map(|image| image.name.as_str()),
            self.seed,
        );
        let mut chosen = vec![false; all];
        for place in order.into_iter().take(wanted) {
            chosen[place] = true;
        }
        data.keep_images(&chosen);
        report.add(
            Stage::Changed,
            "images not in the sample",
            all - data.images.len(),
        );
        Ok(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{data_set, image, object};

    fn sample(transform: &Sample) -> DataSet {
        let mut data = data_set();
        data.images = (0..10).map(|n| image(&format!("{n}.png"))).collect();
        data.objects = (0..10).map(|n| object(n, f64::from(n))).collect();
        transform.apply(data, &mut Report::default()).unwrap()
    }

    #[test]
    fn objects_stay_with_their_images() {
        let data = sample(&Sample {
            count: Some(3),
            ..Sample::default()
        });
        assert_eq!((data.images.len(), data.objects.len()), (3, 3));
        for object in &data.objects {
            let name = &data.images[object.image as usize].name;
            assert_eq!(*name, format!("{}.png", object.bounding_box.x));
        }
    }

    #[test]
    fn shares_and_seeds() {
        let of = |fraction, seed| {
            let data = sample(&Sample {
                count: None,
                fraction: Some(fraction),
                seed,
            });
            let names = data.images.into_iter().map(|image| image.name);
            names.collect::<Vec<_>>()
        };
        assert_eq!(of(0.5, 1).len(), 5);
        assert_eq!(of(0.5, 1), of(0.5, 1));
        assert_ne!(of(0.5, 1), of(0.5, 2));
        assert_eq!(of(1.0, 1).len(), 10);
        assert_eq!(of(0.0, 1).len(), 0);
    }

    #[test]
    fn both_or_neither() {
        let check = |count, fraction| {
            let sample = Sample {
                count,
                fraction,
                seed: 0,
            };
            assert!(sample.check().is_err());
        };
        check(None, None);
        check(Some(1), Some(0.5));
        check(None, Some(1.5));
    }
}

//! Divides a data set into parts to train, to validate and to test.

use serde::Deserialize;

use super::Transform;
use super::rank::{rank, shuffled};
use crate::dataset::{DataSet, Split as Part};
use crate::error::Error;
use crate::report::{Report, Stage};

/// Gives each image its part of the data set.
///
/// Without a `seed`, a hash of the image's name decides: an image stays in its part when others are added or removed, and
/// the fractions hold on average. With one, the images are shuffled by it and the fractions hold exactly. Both are the
/// same on every machine, and neither depends on the order of the source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The share of the training part; the three must sum to 1.
    pub train: f64,
    /// The share of the validation part.
    #[serde(default)]
    pub validation: f64,
    /// The share of the test part.
    #[serde(default)]
    pub test: f64,
    /// Shuffles; another number divides otherwise.
    #[serde(default)]
    pub seed: Option<u64>,
}

impl Transform for Split {
    fn check(&self) -> Result<(), Error> {
        let shares = [
            ("train", self.train),
            ("validation", self.validation),
            ("test", self.test),
        ];
        for (name, share) in shares {
            if !(0.0..=1.0).contains(&share) {
                let what = format!("{share} is no share; write a number from 0 to 1");
                return Err(Error::Argument { name, what });
            }
        }
        let sum = self.train + self.validation + self.test;
        if (sum - 1.0).abs() > 1e-9 {
            let what = format!("`train`, `validation` and `test` sum to {sum}, not to 1");
            return Err(Error::Argument {
                name: "train",
                what,
            });
        }
        Ok(())
    }

    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        match self.seed {
            None => {
                for image in &mut data.images {
                    let at = rank(&image.name, 0) as f64 / u64::MAX as f64;
                    image.split = Some(self.part(at));
                }
            }
            Some(seed) => {
                let order = shuffled(data.images.iter().map(|image| image.name.as_str()), seed);
                let count = order.len() as f64;
                for (number, place) in order.into_iter().enumerate() {
                    // The middle of its share, so that no rounding moves a border.
                    let at = (number as f64 + 0.5) / count;
                    data.images[place].split = Some(self.part(at));
                }
            }
        }
        for (what, part) in [
            ("images to train", Part::Train),
            ("images to validate", Part::Validation),
            ("images to test", Part::Test),
        ] {
            let of_part = data.images.iter().filter(|image| image.split == Some(part));
            report.add(Stage::Changed, what, of_part.count());
        }
        Ok(data)
    }
}

impl Split {
    /// The part at a place from 0 to 1.
    fn part(&self, at: f64) -> Part {
        if at < self.train {
            Part::Train
        } else if self.test == 0.0 || at < self.train + self.validation {
            Part::Validation
        } else {
            Part::Test
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{data_set, image};

    fn split(count: usize, seed: Option<u64>) -> Vec<Part> {
        let mut data = data_set();
        data.images = (0..count).map(|n| image(&format!("{n}.png"))).collect();
        let transform = Split {
            train: 0.7,
            validation: 0.2,
            test: 0.1,
            seed,
        };
        let data = transform.apply(data, &mut Report::default()).unwrap();
        data.images.iter().filter_map(|image| image.split).collect()
    }

    fn count(parts: &[Part], part: Part) -> usize {
        parts.iter().filter(|found| **found == part).count()
    }

    #[test]
    fn with_a_seed_the_shares_are_exact() {
        let parts = split(1000, Some(1));
        assert_eq!(
            [Part::Train, Part::Validation, Part::Test].map(|part| count(&parts, part)),
            [700, 200, 100]
        );
        assert_eq!(parts, split(1000, Some(1)));
        assert_ne!(parts, split(1000, Some(2)));
    }

    #[test]
    fn without_one_an_image_keeps_its_part() {
        let few = split(100, None);
        let many = split(10_000, None);
        assert_eq!(few[..], many[..100]);
        let train = count(&many, Part::Train);
        assert!((6_800..7_200).contains(&train), "{train}");
    }

    #[test]
    fn shares_that_make_no_sense() {
        let check = |train, validation, test, expect: &str| {
            let split = Split {
                train,
                validation,
                test,
                seed: None,
            };
            let text = split.check().unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        };
        check(0.7, 0.1, 0.1, "sum to 0.8999999999999999, not to 1");
        check(1.5, -0.5, 0.0, "1.5 is no share");
        check(f64::NAN, 0.0, 0.0, "NaN is no share");
    }
}

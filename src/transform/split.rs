//! Divides a data set into parts to train, to validate and to test.

mod balance;
mod group;

use serde::Deserialize;

use super::Transform;
use super::rank::{rank, shuffled};
use crate::dataset::{DataSet, Split as Part};
use crate::error::{Error, shown};
use crate::report::{Report, Stage, Tally};
use balance::Unit;
pub use group::Group;

/// Gives each image its part of the data set.
///
/// Without a `seed`, a hash of the image's name decides: an image stays in its part when others are added or removed, and
/// the fractions hold on average. With one, the images are shuffled by it and the fractions hold exactly. Both are the
/// same on every machine, and neither depends on the order of the source.
///
/// With `group`, images that belong together come into one part. With `stratify`, each part has its share of each category's
/// objects, as nearly as whole images or groups can have it.
///
/// `train`, `validation` and `test` sum to 1. `stratify` begins with the rarest category. `group` is `"folder"`, for the images of one folder;
/// `{ before = "_" }`, for those whose names begin with the same text before the last `_`, such as the frames `cam1_0001.jpg` and
/// `cam1_0002.jpg`; or `{ attribute = "scene" }`, for those with the same value of an attribute.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
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
    /// Gives each part its share of each category; without a `seed`, shuffled by 0.
    #[serde(default)]
    pub stratify: bool,
    /// Which images come into one part.
    #[serde(default)]
    pub group: Option<Group>,
}

const PARTS: [Part; 3] = [Part::Train, Part::Validation, Part::Test];

impl Transform for Split {
    fn check(&self) -> Result<(), Error> {
        let shares = [
            ("train", self.train),
            ("validation", self.validation),
            ("test", self.test),
        ];
        for (name, share) in shares {
            if !(0.0..=1.0).contains(&share) {
                let what = format!("{share} is not a share; write a number from 0 to 1");
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
        match &self.group {
            Some(Group::Before(text)) if text.is_empty() => Err(Error::Argument {
                name: "group",
                what: "`before` is an empty text; write what divides the names, such as \"_\""
                    .to_owned(),
            }),
            _ => Ok(()),
        }
    }

    fn apply(&self, mut data: DataSet, report: &mut Report) -> Result<DataSet, Error> {
        self.check()?;
        let groups = group::groups(&data, self.group.as_ref());
        if self.group.is_some() {
            report.add(Stage::Changed, "groups of images", groups.len());
            let mut alone = Tally::default();
            for group in groups.iter().filter(|group| group.alone) {
                alone.see(|| format!("`{}`", shown(&group.name)));
            }
            report.add_tally(
                Stage::Noted,
                "images without what `group` asks for, each a group of its own",
                alone,
            );
        }
        let parts = self.parts(&data, &groups);
        let images = groups.into_iter().map(|group| group.images);
        let mut replaced = Tally::default();
        for (images, part) in images.collect::<Vec<_>>().into_iter().zip(parts) {
            for place in images {
                let image = &mut data.images[place];
                if image.split.replace(part).is_some() {
                    replaced.see(|| format!("`{}`", shown(&image.name)));
                }
            }
        }
        report.add_tally(
            Stage::Changed,
            "parts that images had before, replaced",
            replaced,
        );
        let mut empty = Tally::default();
        for (what, name, part, share) in [
            ("images to train", "train", Part::Train, self.train),
            (
                "images to validate",
                "validation",
                Part::Validation,
                self.validation,
            ),
            ("images to test", "test", Part::Test, self.test),
        ] {
            let of_part = data.images.iter().filter(|image| image.split == Some(part));
            let count = of_part.count();
            report.add(Stage::Changed, what, count);
            if count == 0 && share > 0.0 {
                empty.see(|| format!("`{name}`"));
            }
        }
        report.add_tally(
            Stage::Noted,
            "parts that get no image: there are too few images or groups, or each category has too few objects",
            empty,
        );
        Ok(data)
    }
}

impl Split {
    /// The part of each group.
    fn parts(&self, data: &DataSet, groups: &[group::Images<'_>]) -> Vec<Part> {
        if !self.stratify && self.seed.is_none() {
            let at = |name: &str| rank(name, 0) as f64 / u64::MAX as f64;
            return groups
                .iter()
                .map(|group| self.part(at(&group.name)))
                .collect();
        }
        let names = groups.iter().map(|group| &*group.name);
        let order = shuffled(names, self.seed.unwrap_or(0));
        if !self.stratify && self.group.is_none() {
            let mut parts = vec![Part::Train; groups.len()];
            let count = order.len() as f64;
            for (number, place) in order.into_iter().enumerate() {
                // The middle of its share, so that no rounding moves a border.
                parts[place] = self.part((number as f64 + 0.5) / count);
            }
            return parts;
        }
        let mut units = groups
            .iter()
            .map(|group| Unit {
                images: group.images.len(),
                categories: Vec::new(),
            })
            .collect::<Vec<_>>();
        if self.stratify {
            balance::count_categories(data, groups, &mut units);
        }
        let shares = [self.train, self.validation, self.test];
        let parts = balance::parts(&units, &order, data.categories.len(), shares);
        parts.into_iter().map(|part| PARTS[part]).collect()
    }

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
    use crate::testing::{data_set, image, object};

    fn split(count: usize, seed: Option<u64>) -> Vec<Part> {
        let mut data = data_set();
        data.images = (0..count).map(|n| image(&format!("{n}.png"))).collect();
        let transform = Split {
            train: 0.7,
            validation: 0.2,
            test: 0.1,
            seed,
            ..Split::default()
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
                ..Split::default()
            };
            let text = split.check().unwrap_err().to_string();
            assert!(text.contains(expect), "{text}");
        };
        check(0.7, 0.1, 0.1, "sum to 0.8999999999999999, not to 1");
        check(1.5, -0.5, 0.0, "1.5 is not a share");
        check(f64::NAN, 0.0, 0.0, "NaN is not a share");
    }

    /// 1,000 images in 100 folders; each tenth image has a dog as well, and two of all have a hot dog.
    fn folders() -> DataSet {
        let mut data = data_set();
        data.images = (0..1000)
            .map(|n| image(&format!("{}/{n}.png", n % 100)))
            .collect();
        data.objects.clear();
        for n in 0..1000 {
            data.objects.push(object(n, 1.0));
            for (category, has) in [(1, n % 10 == 3), (2, n == 7 || n == 8)] {
                if has {
                    let mut one = object(n, 1.0);
                    one.category = category;
                    data.objects.push(one);
                }
            }
        }
        data
    }

    fn divided(text: &str, data: DataSet) -> DataSet {
        let transform: Split = rollbook::toml::from_str(text).unwrap();
        transform.apply(data, &mut Report::default()).unwrap()
    }

    /// Objects of a category in each part.
    fn of_category(data: &DataSet, category: u32) -> [usize; 3] {
        PARTS.map(|part| {
            let own = data.objects.iter().filter(|object| {
                object.category == category
                    && data.images[object.image as usize].split == Some(part)
            });
            own.count()
        })
    }

    #[test]
    fn each_part_has_its_share_of_each_category() {
        let text = "train = 0.7\nvalidation = 0.2\ntest = 0.1\nstratify = true";
        let data = divided(text, folders());
        assert_eq!(of_category(&data, 0), [700, 200, 100]);
        assert_eq!(of_category(&data, 1), [70, 20, 10]);
        assert_eq!(of_category(&data, 2).iter().sum::<usize>(), 2);
        assert_eq!(data, divided(text, folders()));
        let other = divided(&format!("{text}\nseed = 5"), folders());
        assert_ne!(data, other);
        assert_eq!(of_category(&other, 1), [70, 20, 10]);
    }

    /// What a report says of a division, but for the counts of the parts.
    fn said(text: &str, change: impl FnOnce(&mut DataSet)) -> Vec<String> {
        let transform: Split = rollbook::toml::from_str(text).unwrap();
        let mut data = folders();
        data.images.truncate(20);
        data.objects.retain(|object| object.image < 20);
        change(&mut data);
        let mut report = Report::default();
        transform.apply(data, &mut report).unwrap();
        let lines = report.lines().iter();
        let lines = lines.filter(|line| line.first.is_some());
        lines
            .map(|line| format!("{}: {}", line.what, line.count))
            .collect()
    }

    #[test]
    fn what_may_not_be_meant_is_said() {
        let empty = "parts that get no image: there are too few images or groups, or each category has too few objects";
        let alone = "images without what `group` asks for, each a group of its own";
        let replaced = "parts that images had before, replaced";
        let one_each = |data: &mut DataSet| {
            data.categories = (0..20)
                .map(|n| crate::testing::category(n, &format!("c{n}")))
                .collect();
            data.objects = (0..20)
                .map(|n| {
                    let mut one = object(n, 1.0);
                    one.category = n;
                    one
                })
                .collect();
        };
        let check = |text: &str, change: fn(&mut DataSet), expect: &[String]| {
            assert_eq!(said(text, change), expect, "{text}");
        };
        let none = |_: &mut DataSet| {};
        check("train = 0.8\nvalidation = 0.2\nseed = 1", none, &[]);
        let one = [format!("{empty}: 1")];
        check("train = 0.999\nvalidation = 0.001\nseed = 1", none, &one);
        let stratified = "train = 0.8\nvalidation = 0.2\nstratify = true";
        check(stratified, one_each, &one);
        let by_folder = "train = 0.8\nvalidation = 0.2\nseed = 1\ngroup = 'folder'";
        check(
            by_folder,
            |data| {
                data.images
                    .iter_mut()
                    .for_each(|image| image.name = image.name.replace('/', "-"))
            },
            &one,
        );
        let before = "train = 0.8\nvalidation = 0.2\nseed = 1\ngroup = { before = '#' }";
        check(before, none, &[format!("{alone}: 20")]);
        check(
            "train = 0.8\nvalidation = 0.2\nseed = 1",
            |data| data.images[3].split = Some(Part::Test),
            &[format!("{replaced}: 1")],
        );
        let split: Split = rollbook::toml::from_str("train = 1\ngroup = { before = '' }").unwrap();
        let error = split.check().unwrap_err().to_string();
        assert!(error.contains("`before` is an empty text"), "{error}");
    }

    #[test]
    fn groups_are_not_divided() {
        for rest in ["", "seed = 3", "stratify = true"] {
            let text = format!("train = 0.7\nvalidation = 0.3\ngroup = 'folder'\n{rest}");
            let data = divided(&text, folders());
            let mut parts = std::collections::HashMap::new();
            for image in &data.images {
                let folder = image.name.split('/').next().unwrap();
                let first = parts.entry(folder).or_insert(image.split);
                assert_eq!(*first, image.split, "{rest}");
            }
            let train = data
                .images
                .iter()
                .filter(|image| image.split == Some(Part::Train));
            let train = train.count();
            match rest {
                // On average.
                "" => assert!((550..850).contains(&train), "{train}"),
                _ => assert_eq!(train, 700, "{rest}"),
            }
            if rest.starts_with("stratify") {
                assert_eq!(of_category(&data, 1), [70, 30, 0]);
            }
        }
    }

    #[test]
    fn the_order_of_the_source_does_not_matter() {
        for rest in [
            "",
            "seed = 3",
            "stratify = true",
            "group = 'folder'\nstratify = true",
        ] {
            let text = format!("train = 0.5\nvalidation = 0.5\n{rest}");
            let data = divided(&text, folders());
            let mut turned = folders();
            turned.images.reverse();
            for object in &mut turned.objects {
                object.image = 999 - object.image;
            }
            let mut turned = divided(&text, turned);
            turned.images.reverse();
            assert_eq!(data.images, turned.images, "{rest}");
        }
    }
}

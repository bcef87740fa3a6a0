//! `data.yaml` as it is written.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::error::{Error, shown};
use crate::input;
use crate::report::Fields;

#[derive(Default)]
pub(super) struct DataYaml {
    pub(super) path: Option<PathBuf>,
    pub(super) train: Vec<PathBuf>,
    pub(super) val: Vec<PathBuf>,
    pub(super) test: Vec<PathBuf>,
    /// Class indices and names, by ascending index.
    pub(super) names: Vec<(i64, String)>,
    /// How many classes there are said to be.
    pub(super) count: Option<usize>,
    /// How many keypoints each object has, and how many numbers each of them.
    pub(super) keypoints: Option<(usize, usize)>,
    /// The names of the keypoints of each class.
    pub(super) keypoint_names: Vec<(i64, Vec<String>)>,
    /// Keys that say something else.
    pub(super) fields: Fields,
}

pub(super) fn read(path: &Path) -> Result<DataYaml, Error> {
    let text = input::read_text(path)?;
    let mut yaml = serde_saphyr::from_str::<DataYaml>(&text).map_err(|error| {
        let position = error.location();
        let message = error.without_snippet().to_string();
        // What follows is for programmers, and the place, which is said already.
        let more = [
            ", set DuplicateKeyPolicy",
            "; use from_str_multiple",
            " at line ",
        ];
        let end = more.iter().filter_map(|more| message.find(more)).min();
        Error::Content {
            path: path.to_owned(),
            position: position.map(|place| (place.line() as usize, place.column() as usize)),
            what: message[..end.unwrap_or(message.len())].to_owned(),
            help: None,
        }
    })?;
    if yaml.names.is_empty() {
        let Some(count) = yaml.count else {
            return Err(Error::content(path, "has neither `names` nor `nc`")
                .with_help("write the names of the classes under `names`"));
        };
        // As Ultralytics names them.
        yaml.names = (0..count as i64)
            .map(|index| (index, format!("class_{index}")))
            .collect();
    }
    Ok(yaml)
}

impl<'de> Deserialize<'de> for DataYaml {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DataYaml, D::Error> {
        deserializer.deserialize_map(DataVisitor)
    }
}

struct DataVisitor;

impl<'de> Visitor<'de> for DataVisitor {
    type Value = DataYaml;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the keys of a `data.yaml`, such as `names` and `train`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<DataYaml, A::Error> {
        /// A file with this many classes is not a data set, but an attempt to fill the memory.
        const MOST: usize = 1_000_000;
        let mut yaml = DataYaml::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "path" => yaml.path = map.next_value()?,
                "train" => yaml.train = map.next_value::<Texts>()?.paths(),
                // `validation` is another name for it.
                "val" | "validation" => yaml.val = map.next_value::<Texts>()?.paths(),
                "test" => yaml.test = map.next_value::<Texts>()?.paths(),
                "names" => {
                    let names = map.next_value::<Indexed<Text>>()?.0;
                    yaml.names = names
                        .into_iter()
                        .map(|(index, Text(name))| (index, name))
                        .collect();
                }
                "kpt_names" => {
                    let names = map.next_value::<Indexed<Texts>>()?.0;
                    yaml.keypoint_names = names
                        .into_iter()
                        .map(|(index, Texts(names))| (index, names))
                        .collect();
                }
                "nc" => {
                    yaml.count = map.next_value()?;
                    if yaml.count.is_some_and(|count| count > MOST) {
                        return Err(A::Error::custom(format!("`nc` is more than {MOST}")));
                    }
                }
                "kpt_shape" => {
                    yaml.keypoints = shape(map.next_value()?).map_err(A::Error::custom)?
                }
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    yaml.fields.see("data.yaml", &key);
                }
            }
        }
        Ok(yaml)
    }
}

fn shape(numbers: Option<Vec<usize>>) -> Result<Option<(usize, usize)>, String> {
    const MOST: usize = 10_000;
    match numbers.as_deref() {
        None => Ok(None),
        Some(&[points @ 1..=MOST, numbers @ 2..=3]) => Ok(Some((points, numbers))),
        Some(_) => Err(
            "`kpt_shape` is [keypoints, numbers], where the numbers of a keypoint are 2 or 3"
                .to_owned(),
        ),
    }
}

/// One text, several, or none. Numbers and flags are texts too, as they are written.
struct Texts(Vec<String>);

impl Texts {
    fn paths(self) -> Vec<PathBuf> {
        self.0.into_iter().map(PathBuf::from).collect()
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Texts, D::Error> {
        deserializer.deserialize_any(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, or a list of texts")
    }

    fn visit_unit<E>(self) -> Result<Texts, E> {
        Ok(Texts(Vec::new()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Texts, E> {
        Ok(Texts(vec![text.to_owned()]))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Texts, E> {
        Ok(Texts(vec![number.to_string()]))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Texts, E> {
        Ok(Texts(vec![number.to_string()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Texts, A::Error> {
        let mut texts = Vec::new();
        while let Some(Text(text)) = list.next_element()? {
            texts.push(text);
        }
        Ok(Texts(texts))
    }
}

/// A text; numbers and flags are texts too, as they are written, and so is `null`.
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        Ok(Text(text.unwrap_or_else(|| "null".to_owned())))
    }
}

/// A list, or a map from indices: what each index has, by ascending index.
struct Indexed<T>(Vec<(i64, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Indexed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Indexed<T>, D::Error> {
        deserializer.deserialize_any(IndexedVisitor(std::marker::PhantomData))
    }
}

struct IndexedVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for IndexedVisitor<T> {
    type Value = Indexed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or a map from class indices")
    }

    fn visit_unit<E>(self) -> Result<Indexed<T>, E> {
        Ok(Indexed(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Indexed<T>, A::Error> {
        let mut found = Vec::new();
        while let Some(value) = list.next_element()? {
            found.push((found.len() as i64, value));
        }
        Ok(Indexed(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Indexed<T>, A::Error> {
        let mut found = Vec::new();
        while let Some((index, value)) = map.next_entry::<String, T>()? {
            let number = index.parse::<i64>().map_err(|_| {
                A::Error::custom(format!("`{}` is not a class index", shown(&index)))
            })?;
            if found.iter().any(|(known, _)| *known == number) {
                return Err(A::Error::custom(format!(
                    "the class index {number} appears twice"
                )));
            }
            found.push((number, value));
        }
        found.sort_by_key(|(index, _)| *index);
        Ok(Indexed(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(i64, String)> {
        serde_saphyr::from_str::<DataYaml>(text).unwrap().names
    }

    #[test]
    fn names_that_yaml_takes_for_something_else() {
        let texts = [
            "0",
            "007",
            "1.50",
            "1e3",
            "yes",
            "no",
            "true",
            "null",
            "0x1f",
            ".inf",
            "2020-01-01",
            "hot dog",
        ];
        let expect = (0..).zip(texts.map(str::to_owned)).collect::<Vec<_>>();
        assert_eq!(names(&format!("names: [{}]", texts.join(", "))), expect);
        let lines = expect
            .iter()
            .map(|(index, name)| format!("  {index}: {name}\n"));
        assert_eq!(
            names(&format!("names:\n{}", lines.collect::<String>())),
            expect
        );
        let lines = expect.iter().map(|(_, name)| format!("- {name}\n"));
        assert_eq!(
            names(&format!("names:\n{}", lines.collect::<String>())),
            expect
        );
    }

    #[test]
    fn places() {
        let yaml = |text| serde_saphyr::from_str::<DataYaml>(text).unwrap();
        assert_eq!(yaml("train: 2017\nval:\n").train, [PathBuf::from("2017")]);
        let several = yaml("validation: [a, 1]\ntest: x.txt\ndownload: x\nroboflow: {a: 1}\n");
        assert_eq!(several.val, ["a", "1"].map(PathBuf::from));
        assert_eq!(several.test, [PathBuf::from("x.txt")]);
        let mut fields = Fields::default();
        fields.see("data.yaml", "download");
        fields.see("data.yaml", "roboflow");
        assert_eq!(several.fields, fields);
    }

    #[test]
    fn keypoints() {
        let yaml = serde_saphyr::from_str::<DataYaml>(
            "kpt_shape: [2, 3]\nkpt_names:\n  0: [nose, no]\nnames: [a]\n",
        );
        let yaml = yaml.unwrap();
        assert_eq!(yaml.keypoints, Some((2, 3)));
        assert_eq!(
            yaml.keypoint_names,
            [(0, vec!["nose".to_owned(), "no".to_owned()])]
        );
        for shape in ["[2]", "[0, 2]", "[2, 4]", "[2, 3, 1]", "[99999999, 2]"] {
            assert!(serde_saphyr::from_str::<DataYaml>(&format!("kpt_shape: {shape}")).is_err());
        }
    }
}

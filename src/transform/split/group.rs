//! Which images come into one part of a data set.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;

use crate::dataset::{DataSet, Image};

/// Which images come into one part: `"folder"`, `{ before = "_" }` or `{ attribute = "scene" }`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// Those of one folder, which is the part before the last slash of their names.
    Folder,
    /// Those whose names begin with the same text, before the last place where this text is in the last part of the name.
    Before(String),
    /// Those that have the same value of this attribute; an image without it is alone.
    Attribute(String),
}

/// Images that come into one part.
pub(super) struct Images<'a> {
    /// What they have in common, or the name of the one image.
    pub(super) name: Cow<'a, str>,
    pub(super) images: Vec<usize>,
    /// The image lacks what others are grouped by.
    pub(super) alone: bool,
}

impl Group {
    /// What the images of a group have in common. `None` for an image that is alone.
    fn of<'a>(&self, image: &'a Image) -> Option<Cow<'a, str>> {
        let name = image.name.as_str();
        let folder = name.rfind('/');
        match self {
            Self::Folder => Some(name[..folder.unwrap_or(0)].into()),
            Self::Before(text) => {
                let last = folder.map_or(0, |slash| slash + 1);
                let at = name[last..].rfind(text.as_str())?;
                Some(name[..last + at].into())
            }
            Self::Attribute(name) => {
                let value = image.attributes.get(name)?;
                Some(value.to_string().into())
            }
        }
    }
}

/// The groups, in the order of their first images. Without `by`, each image is one.
pub(super) fn groups<'a>(data: &'a DataSet, by: Option<&Group>) -> Vec<Images<'a>> {
    let mut groups: Vec<Images<'a>> = Vec::new();
    let mut known: HashMap<Cow<'a, str>, usize> = HashMap::new();
    for (place, image) in data.images.iter().enumerate() {
        let shared = by.and_then(|by| by.of(image));
        let first = shared.as_ref().and_then(|name| known.get(name));
        if let Some(group) = first {
            groups[*group].images.push(place);
            continue;
        }
        if let Some(name) = &shared {
            known.insert(name.clone(), groups.len());
        }
        groups.push(Images {
            alone: by.is_some() && shared.is_none(),
            name: shared.unwrap_or(image.name.as_str().into()),
            images: vec![place],
        });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Value;
    use crate::testing::{data_set, image};

    #[test]
    fn what_images_have_in_common() {
        let mut data = data_set();
        data.images = ["a/x_1.png", "a/x_2.png", "b/x_1.png", "b_c/y.png"]
            .map(image)
            .into();
        let wet = Value::Flag(true);
        for place in [0, 2] {
            data.images[place].attributes.set("wet", wet.clone());
        }
        let check = |by: Option<&str>, expect: &[&[usize]]| {
            #[derive(Deserialize)]
            struct Job {
                group: Group,
            }
            let by = by.map(|by| {
                let job: Job = rollbook::toml::from_str(&format!("group = {by}")).unwrap();
                job.group
            });
            let found = groups(&data, by.as_ref());
            let found = found.into_iter().map(|group| group.images);
            assert_eq!(found.collect::<Vec<_>>(), expect, "{by:?}");
        };
        check(None, &[&[0], &[1], &[2], &[3]]);
        check(Some("'folder'"), &[&[0, 1], &[2], &[3]]);
        check(Some("{ before = '_' }"), &[&[0, 1], &[2], &[3]]);
        check(Some("{ attribute = 'wet' }"), &[&[0, 2], &[1], &[3]]);
    }
}

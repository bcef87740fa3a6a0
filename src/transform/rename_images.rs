//! What transforms of images' names share.

use std::collections::HashMap;

use crate::dataset::DataSet;
use crate::error::{Error, shown};
use crate::report::{Report, Stage};

/// Gives each image the name that `new` makes of its own, and counts those that change. The pictures stay where they are.
///
/// # Errors
///
/// Two images would have one name.
pub(super) fn rename(
    mut data: DataSet,
    report: &mut Report,
    new: impl Fn(&str) -> String,
) -> Result<DataSet, Error> {
    let mut known: HashMap<String, usize> = HashMap::with_capacity(data.images.len());
    let mut changed = 0;
    let names = data.images.iter().map(|image| new(&image.name));
    let names = names.collect::<Vec<_>>();
    for (place, name) in names.iter().enumerate() {
        if name.is_empty() && !data.images[place].name.is_empty() {
            return Err(Error::data(
                format!(
                    "nothing would be left of the name `{}` of an image",
                    shown(&data.images[place].name)
                ),
                "keep more of the names: with a shorter `prefix`, or with `StripPrefix` in place of `LastPart`",
            ));
        }
        if let Some(first) = known.insert(name.clone(), place) {
            let old = |place: usize| shown(&data.images[place].name);
            return Err(Error::data(
                format!(
                    "the images `{}` and `{}` would both be named `{}`",
                    old(first),
                    old(place),
                    shown(name)
                ),
                "keep more of the names, with `StripPrefix` in place of `LastPart`",
            ));
        }
    }
    for (image, name) in data.images.iter_mut().zip(names) {
        changed += usize::from(image.name != name);
        image.name = name;
    }
    report.add(Stage::Changed, "images renamed", changed);
    Ok(data)
}

#[cfg(test)]
mod tests {
    use super::super::{ForwardSlashes, LastPart, StripPrefix, Transform};
    use super::*;
    use crate::testing::{data_set, image};

    fn strip(prefix: &str) -> StripPrefix {
        StripPrefix {
            prefix: prefix.to_owned(),
        }
    }

    fn renamed(transform: &dyn Transform, names: &[&str]) -> Result<Vec<String>, String> {
        let mut data = data_set();
        data.images = names.iter().map(|name| image(name)).collect();
        let data = transform.apply(data, &mut Report::default());
        let data = data.map_err(|error| error.to_string())?;
        Ok(data.images.into_iter().map(|image| image.name).collect())
    }

    #[test]
    fn names() {
        let given = ["/data/x/a.jpg", "/data/b.jpg", "other/data/c.jpg"];
        assert_eq!(
            renamed(&strip("/data/"), &given).unwrap(),
            ["x/a.jpg", "b.jpg", "other/data/c.jpg"]
        );
        let given = [
            "https://host/x/a.jpg?w=1",
            "C:\\imgs\\b.jpg",
            "x/c.jpg",
            "d.jpg",
        ];
        assert_eq!(
            renamed(&LastPart {}, &given).unwrap(),
            ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]
        );
        assert_eq!(
            renamed(&ForwardSlashes {}, &["images\\x\\a.jpg", "b/c.jpg"]).unwrap(),
            ["images/x/a.jpg", "b/c.jpg"]
        );
    }

    #[test]
    fn no_name() {
        for (transform, name) in [
            (Box::new(LastPart {}) as Box<dyn Transform>, "https://host/"),
            (Box::new(LastPart {}), "x\\"),
            (Box::new(strip("a.jpg")), "a.jpg"),
        ] {
            let text = renamed(&*transform, &["b.jpg", name]).unwrap_err();
            let expect = format!("nothing would be left of the name `{}`", shown(name));
            assert!(text.starts_with(&expect), "{text}");
        }
    }

    #[test]
    fn a_prefix_that_no_name_has() {
        let mut report = Report::default();
        let strip = strip("/data/");
        strip.apply(data_set(), &mut report).unwrap();
        let what = "prefixes that no image's name begins with";
        assert_eq!(report.count(Stage::Noted, what), 1);
    }

    #[test]
    fn one_name_for_two() {
        let text = renamed(&LastPart {}, &["x/a.jpg", "y/a.jpg"]).unwrap_err();
        assert!(
            text.starts_with("the images `x/a.jpg` and `y/a.jpg` would both be named `a.jpg`"),
            "{text}"
        );
    }
}

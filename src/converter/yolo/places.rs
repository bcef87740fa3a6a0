//! The pictures that `data.yaml` leads to: their parts, names and label files.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use super::data_yaml::DataYaml;
use crate::converter::{OnError, files};
use crate::dataset::Split;
use crate::error::{Error, shown, shown_path};
use crate::input;
use crate::name;
use crate::report::{Report, Stage, Tally};

/// A picture that is listed.
pub(super) struct Picture {
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) labels: PathBuf,
    pub(super) split: Split,
}

/// The pictures of all parts, each once.
pub(super) fn listed(
    yaml: &DataYaml,
    path: &Path,
    on_error: OnError,
    report: &mut Report,
) -> Result<Vec<Picture>, Error> {
    let base = base(yaml, path, report);
    let mut found: Vec<(PathBuf, Split)> = Vec::new();
    let mut missing = Tally::default();
    for (places, split) in [
        (&yaml.train, Split::Train),
        (&yaml.val, Split::Validation),
        (&yaml.test, Split::Test),
    ] {
        for place in places {
            // What serves for validation, too, for want of something better, stays in its first part.
            let again = split != Split::Train && yaml.train.contains(place);
            if again {
                continue;
            }
            let full = resolved(&base, place);
            let is_list = full.extension().is_some_and(|kind| kind == "txt");
            let pictures = match is_list {
                true => list(&full, &base),
                false => files::below(&full, files::PICTURES, report),
            };
            match pictures {
                Ok(pictures) => found.extend(pictures.into_iter().map(|path| (path, split))),
                Err(_) if on_error == OnError::Skip && !full.exists() => {
                    missing.see(|| format!("`{}`", shown_path(place)));
                }
                Err(error) => return Err(error),
            }
        }
    }
    report.add_tally(
        Stage::Skipped,
        "parts whose pictures are not there",
        missing,
    );
    if found.is_empty() {
        return Err(Error::content(path, "leads to no pictures").with_help(
            "write under `train`, `val` or `test` a folder of pictures, or a .txt file that lists them",
        ));
    }
    let mut known = HashSet::new();
    let mut twice = Tally::default();
    found.retain(|(path, _)| {
        let first = known.insert(without_dots(path));
        if !first {
            twice.see(|| format!("`{}`", shown_path(path)));
        }
        first
    });
    report.add_tally(
        Stage::Noted,
        "pictures that are listed again, kept in their first part",
        twice,
    );
    let paths: Vec<&Path> = found.iter().map(|(path, _)| path.as_path()).collect();
    let names = names(&paths, &base).map_err(|twice| {
        let what = format!("leads to two pictures named `{}`", shown(&twice));
        Error::content(path, what).with_help("rename one of the two")
    })?;
    let pictures = found.into_iter().zip(names);
    Ok(pictures
        .map(|((path, split), name)| Picture {
            labels: label_file(&path),
            path,
            name,
            split,
        })
        .collect())
}

/// The folder that the places are relative to.
fn base(yaml: &DataYaml, path: &Path, report: &mut Report) -> PathBuf {
    let own = path.parent().unwrap_or(Path::new("")).to_owned();
    let Some(said) = &yaml.path else {
        return own;
    };
    let base = own.join(said);
    if base.exists() {
        return base;
    }
    // It is often the place on the machine where the file was written.
    let mut tally = Tally::default();
    tally.see(|| format!("`{}`", shown_path(said)));
    report.add_tally(
        Stage::Noted,
        "`path` of data.yaml that leads nowhere, taken for the folder of the file",
        tally,
    );
    own
}

/// A place as Ultralytics finds it: Roboflow writes `../train/images` for `train/images`.
fn resolved(base: &Path, place: &Path) -> PathBuf {
    let full = base.join(place);
    if full.exists() {
        return full;
    }
    let text = place.to_string_lossy().replace('\\', "/");
    let mut rest = text.as_str();
    loop {
        let tried = base.join(rest);
        if tried.exists() {
            return tried;
        }
        match rest.strip_prefix("../") {
            Some(below) => rest = below,
            None => return full,
        }
    }
}

/// The lines of a list. One that starts with `./` is relative to the list itself.
fn list(path: &Path, base: &Path) -> Result<Vec<PathBuf>, Error> {
    let text = input::read_text(path)?;
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let beside = path.parent().unwrap_or(Path::new(""));
    let full = |line: &str| match line.strip_prefix("./") {
        Some(line) => beside.join(line),
        None => base.join(line),
    };
    // A list that was written on Windows.
    let of_windows = |line: &str| line.contains('\\') && !full(line).exists();
    let found = lines.map(|line| match of_windows(line) {
        true => full(&line.replace('\\', "/")),
        false => full(line),
    });
    Ok(found.collect())
}

/// The label file of a picture. Folders above the data set count too, as they do for Ultralytics.
fn label_file(picture: &Path) -> PathBuf {
    let whole = std::path::absolute(picture).unwrap_or_else(|_| picture.to_owned());
    let folders = whole.parent().unwrap_or(Path::new(""));
    let parts: Vec<_> = folders.iter().collect();
    let Some(images) = parts.iter().rposition(|part| *part == "images") else {
        return picture.with_extension("txt");
    };
    let mut labels: PathBuf = parts[..images].iter().collect();
    labels.push("labels");
    labels.extend(&parts[images + 1..]);
    labels.push(whole.file_name().unwrap_or_default());
    labels.with_extension("txt")
}

/// The names of the images: what lies below the data set's folder `images`; or else below the last folder of that name, if
/// no two are the same; or else below the data set.
///
/// # Errors
///
/// A name that two of them have.
fn names(paths: &[&Path], base: &Path) -> Result<Vec<String>, String> {
    let base = without_dots(base);
    let paths: Vec<PathBuf> = paths.iter().map(|path| without_dots(path)).collect();
    let images = base.join("images");
    let below = |folder: &Path| {
        let names = paths
            .iter()
            .map(|path| path.strip_prefix(folder).ok().map(parts));
        names.collect::<Option<Vec<_>>>()
    };
    if let Some(names) = below(&images) {
        return Ok(names);
    }
    let last = |path: &PathBuf| {
        let parts = parts(path);
        let folders = parts.len() - name::last_part(&parts).len();
        let start = format!("/{}", &parts[..folders]).rfind("/images/");
        match start {
            Some(start) => parts[start + "images/".len()..].to_owned(),
            None => name::last_part(&parts).to_owned(),
        }
    };
    let names: Vec<String> = paths.iter().map(last).collect();
    let Some(twice) = first_twice(&names) else {
        return Ok(names);
    };
    match below(&base) {
        Some(names) => Ok(names),
        None => Err(twice.to_owned()),
    }
}

fn first_twice(names: &[String]) -> Option<&str> {
    let mut known = HashSet::new();
    let twice = names.iter().find(|name| !known.insert(name.as_str()));
    twice.map(String::as_str)
}

/// A path with forward slashes, without what is before its first folder.
fn parts(path: &Path) -> String {
    let normal = path.components().filter_map(|part| match part {
        Component::Normal(part) => Some(part.to_string_lossy()),
        _ => None,
    });
    normal.collect::<Vec<_>>().join("/")
}

/// A path without `.`, and without `..` behind a folder.
fn without_dots(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if clean.file_name().is_some() => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_images() {
        let check = |paths: &[&str], expect: &[&str]| {
            let paths: Vec<&Path> = paths.iter().map(Path::new).collect();
            assert_eq!(names(&paths, Path::new("./set")).unwrap(), expect);
        };
        check(
            &["set/images/x/a.png", "set/./images/b.png"],
            &["x/a.png", "b.png"],
        );
        check(&["set/images/images/a.png"], &["images/a.png"]);
        check(
            &["set/train/images/a.png", "set/valid/images/b.png"],
            &["a.png", "b.png"],
        );
        check(
            &["set/train/images/a.png", "set/valid/images/a.png"],
            &["train/images/a.png", "valid/images/a.png"],
        );
        check(&["other/a.png"], &["a.png"]);
        let same = ["/x/images/a.png", "/y/images/a.png"].map(Path::new);
        assert_eq!(names(&same, Path::new("set")), Err("a.png".to_owned()));
    }

    #[test]
    fn label_files() {
        for (picture, expect) in [
            ("/set/images/x/a.png", "/set/labels/x/a.txt"),
            ("/set/images/images/a.b.png", "/set/images/labels/a.b.txt"),
            ("/images/set/a.png", "/labels/set/a.txt"),
            ("/set/pictures/images.png", "/set/pictures/images.txt"),
        ] {
            assert_eq!(label_file(Path::new(picture)), Path::new(expect));
        }
    }
}

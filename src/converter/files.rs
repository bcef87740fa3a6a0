//! The files below a folder, in an order that does not depend on the file system. Hidden ones are left out: they are what
//! systems and tools put there for themselves, such as `._a.png` and `.ipynb_checkpoints`.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::dataset::{DataSet, Image};
use crate::error::{Error, shown_path};
use crate::name;
use crate::picture;
use crate::report::{Report, Stage, Tally};

/// What pictures are called.
pub(super) const PICTURES: &[&str] = &["bmp", "gif", "jpeg", "jpg", "png", "tif", "tiff", "webp"];

/// Pictures of other kinds, of which no size is read.
const OTHER_PICTURES: &[&str] = &[
    "avif", "dng", "heic", "heif", "jfif", "jp2", "jpe", "jxl", "mpo", "pbm", "pfm", "pgm", "pnm",
    "ppm", "tga",
];

/// The files with one of these extensions below a folder, sorted; or the one file. Hidden ones are counted.
///
/// # Errors
///
/// A folder that cannot be read, that holds none, or that leads back to itself.
pub(super) fn below(
    root: &Path,
    extensions: &[&str],
    report: &mut Report,
) -> Result<Vec<PathBuf>, Error> {
    if root.is_file() {
        return Ok(vec![root.to_owned()]);
    }
    let mut found = Found {
        extensions,
        files: Vec::new(),
        hidden: Vec::new(),
        others: Tally::default(),
    };
    found.collect(root, 0)?;
    if found.files.is_empty() {
        let kinds = extensions.iter().map(|kind| format!(".{kind}"));
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        return Err(Error::content(root, format!("holds no {kinds} file")));
    }
    found.files.sort();
    found.hidden.sort();
    let mut hidden = Tally::default();
    for path in found.hidden {
        hidden.see(|| format!("`{}`", shown_path(&path)));
    }
    report.add_tally(
        Stage::Skipped,
        "hidden files and folders, whose names begin with a dot",
        hidden,
    );
    report.add_tally(
        Stage::Skipped,
        "pictures of a kind that is not read",
        found.others,
    );
    Ok(found.files)
}

/// Says whether an entry of a folder is hidden. Some systems have other names for what they put there for themselves.
pub(super) fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let others = [
        "__MACOSX",
        "@eaDir",
        "$RECYCLE.BIN",
        "System Volume Information",
    ];
    name.starts_with('.') || others.contains(&&*name)
}

/// The picture of an image, if the folder of the pictures is known and the name can be a file below it.
pub(super) fn picture_of(pictures: Option<&Path>, name: &str) -> Option<PathBuf> {
    picture::below(pictures?, name).ok()
}

/// Leaves out images whose picture is not where it should be, with their objects: for a job that skips what cannot be read.
pub(super) fn leave_out_missing(data: &mut DataSet, missing: &mut Tally) {
    let is_there = |image: &Image| {
        let file = image.picture.as_ref().map(|picture| &picture.file);
        let there = file.is_none_or(|file| file.is_file());
        if let Some(file) = file.filter(|_| !there) {
            missing.see(|| format!("`{}` is not there", shown_path(file)));
        }
        there
    };
    let there = data.images.iter().map(is_there).collect::<Vec<_>>();
    if there.contains(&false) {
        data.keep_images(&there);
    }
}

/// The names of the pictures below a folder, by what they are called without their extensions.
///
/// # Errors
///
/// As [`below`].
pub(super) fn by_stem(root: &Path, report: &mut Report) -> Result<HashMap<String, String>, Error> {
    let files = below(root, PICTURES, report)?;
    let names = files.iter().map(|file| name_below(root, file));
    Ok(names
        .map(|name| (name::stem(&name).to_owned(), name))
        .collect())
}

/// The path of a file below a folder, with forward slashes.
pub(super) fn name_below(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).unwrap_or(file);
    let parts = below.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

struct Found<'a> {
    extensions: &'a [&'a str],
    files: Vec<PathBuf>,
    hidden: Vec<PathBuf>,
    others: Tally,
}

impl Found<'_> {
    fn collect(&mut self, folder: &Path, depth: usize) -> Result<(), Error> {
        const DEEPEST: usize = 32;
        if depth > DEEPEST {
            return Err(Error::content(
                folder,
                "is too deep below the folder that is read: does a link lead back to it?",
            ));
        }
        let failed = |source| Error::io("read the folder", folder, source);
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let is = |extension: &&str| {
                let found = path.extension();
                found.is_some_and(|found| found.eq_ignore_ascii_case(extension))
            };
            let is_folder = path.is_dir();
            if !is_folder && !self.extensions.iter().any(is) {
                let other = self.extensions == PICTURES && OTHER_PICTURES.iter().any(is);
                if other && !is_hidden(&path) {
                    self.others.see(|| format!("`{}`", shown_path(&path)));
                }
                continue;
            }
            if is_hidden(&path) {
                self.hidden.push(path);
            } else if is_folder {
                self.collect(&path, depth + 1)?;
            } else {
                self.files.push(path);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::folder;

    #[test]
    fn hidden_files_and_folders_are_counted() {
        let place = folder(&[
            ("b/a.png", b""),
            ("a.PNG", b""),
            ("._a.png", b""),
            (".DS_Store", b""),
            (".ipynb_checkpoints/a-checkpoint.png", b""),
            ("__MACOSX/a.png", b""),
            ("@eaDir/a.png", b""),
            ("b/a.heic", b""),
            ("b/a.txt", b""),
        ]);
        let mut report = Report::default();
        let files = below(place.path(), PICTURES, &mut report).unwrap();
        let names = files.iter().map(|file| name_below(place.path(), file));
        assert_eq!(names.collect::<Vec<_>>(), ["a.PNG", "b/a.png"]);
        let what = "hidden files and folders, whose names begin with a dot";
        assert_eq!(report.count(Stage::Skipped, what), 4);
        let what = "pictures of a kind that is not read";
        assert_eq!(report.count(Stage::Skipped, what), 1);
    }

    #[test]
    fn pictures_by_names_of_other_systems_and_places() {
        let place = folder(&[("a.png", b""), ("x/b.png", b"")]);
        for (name, expect) in [
            ("a.png", Some("a.png")),
            ("x\\b.png", Some("x/b.png")),
            ("C:\\photos\\a.png", Some("a.png")),
            ("/data/photos/a.png", Some("a.png")),
            ("../photos/a.png", Some("a.png")),
            ("https://host/x/a.png?w=1", Some("a.png")),
            ("/data/missing.png", None),
            ("missing.png", Some("missing.png")),
        ] {
            let found = picture_of(Some(place.path()), name);
            assert_eq!(
                found,
                expect.map(|expect| place.path().join(expect)),
                "{name}"
            );
        }
    }
}

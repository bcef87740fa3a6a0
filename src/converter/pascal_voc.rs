//! Reads Pascal VOC: a folder of XML files, one an image.

mod annotation;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Converter, OnError, SKIP_PICTURES, files};
use crate::dataset::{BoundingBox, Category, DataSet, Image, Object};
use crate::error::{Error, shown, shown_path};
use crate::input::{self, Input};
use crate::name;
use crate::parallel;
use crate::picture;
use crate::report::{Fields, Report, Stage, Tally};
use annotation::Annotation;

/// Reads Pascal VOC annotations.
///
/// VOC has no class numbers: categories are in the order of `categories`, or else of their names.
///
/// `filename` in a file names the picture; of a path of another machine (`C:\imgs\a.jpg`), its last part does. Attributes are in CVAT's way:
/// `<attributes><attribute><name>`.
///
/// `pixels` says what the numbers mean. `"as-written"`: edges from 0, as most tools write them. `"one-based"`, as the VOC development kit
/// defines it: pixels from 1, the last one included, so that reading takes 1 off the minimum and leaves the maximum. `converters check`
/// notes files that look like the other one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PascalVoc {
    /// The folder of the `.xml` files, with its sub-folders; or one such file.
    pub annotations: PathBuf,
    /// What the coordinates in the files mean.
    #[serde(default)]
    pub pixels: Pixels,
    /// The categories in the order of their class indices; others are then an error.
    #[serde(default)]
    pub categories: Option<Vec<String>>,
    /// The folder of the pictures: needed if the files do not say how large they are, or if they are to be copied.
    #[serde(default)]
    pub images: Option<PathBuf>,
    /// What to do about an object or a picture that cannot be read.
    #[serde(default)]
    pub on_error: OnError,
}

/// What the coordinates of a VOC file mean.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pixels {
    /// Edges, from 0: what most tools write.
    #[default]
    AsWritten,
    /// Pixels, from 1, the last one included: what the VOC development kit defines.
    OneBased,
}

impl Converter for PascalVoc {
    fn read(&self, input: &Input, report: &mut Report) -> Result<DataSet, Error> {
        let root = input.path(&self.annotations);
        let pictures = self.images.as_ref().map(|images| input.path(images));
        let files = files::below(&root, &["xml"], report)?;
        let mut reader = Reader::new(self, pictures.as_deref())?;
        parallel::each(
            &**input.progress(),
            files.len(),
            |place| annotation::read(&files[place]),
            |place, annotation| reader.add(&root, &files[place], annotation),
        )?;
        Ok(reader.finish(report))
    }
}

/// What has been read so far.
struct Reader<'a> {
    arguments: &'a PascalVoc,
    pictures: Option<&'a Path>,
    data: DataSet,
    category_places: HashMap<String, u32>,
    image_files: HashMap<String, PathBuf>,
    smallest: f64,
    whole: bool,
    parts: usize,
    fields: Fields,
    unnamed: Tally,
    renamed: Tally,
    /// Names that are paths of another machine.
    cut: Tally,
    skipped: Tally,
    pictures_skipped: Tally,
}

impl<'a> Reader<'a> {
    fn new(arguments: &'a PascalVoc, pictures: Option<&'a Path>) -> Result<Reader<'a>, Error> {
        let mut reader = Reader {
            arguments,
            pictures,
            data: DataSet::default(),
            category_places: HashMap::new(),
            image_files: HashMap::new(),
            smallest: f64::INFINITY,
            whole: true,
            parts: 0,
            fields: Fields::default(),
            unnamed: Tally::default(),
            renamed: Tally::default(),
            cut: Tally::default(),
            skipped: Tally::default(),
            pictures_skipped: Tally::default(),
        };
        for name in arguments.categories.iter().flatten() {
            let known = reader.category_places.len();
            if reader.category(name) as usize != known {
                return Err(Error::Argument {
                    name: "categories",
                    what: format!("`{}` appears twice in the list", shown(name)),
                });
            }
        }
        Ok(reader)
    }

    /// Takes what one file says.
    fn add(&mut self, root: &Path, file: &Path, mut annotation: Annotation) -> Result<(), Error> {
        self.parts += annotation.parts;
        self.fields.add(std::mem::take(&mut annotation.fields));
        let name = self.image_name(root, file, &annotation);
        // The writer writes the folder of the name.
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        if annotation
            .folder
            .as_deref()
            .is_some_and(|said| said != folder)
        {
            self.fields.see("files", "folder");
        }
        if let Some(first) = self.image_files.insert(name.clone(), file.to_owned()) {
            let (name, first) = (shown(&name), shown_path(&first));
            return Err(Error::content(
                file,
                format!("describes the image `{name}`, as `{first}` does"),
            )
            .with_help("mend the `filename` of one of the two, or remove one"));
        }
        // Some tools write 0 for what they do not know.
        let size = annotation
            .width
            .zip(annotation.height)
            .filter(|(width, height)| *width > 0 && *height > 0);
        let (width, height) = match (size, self.pictures) {
            (Some(size), _) => size,
            (None, Some(pictures)) => match picture::size_below(pictures, &name) {
                Ok(size) => size,
                Err(error) if self.arguments.on_error == OnError::Skip => {
                    self.pictures_skipped.see(|| error.to_string());
                    return Ok(());
                }
                Err(error) => return Err(error.with_help(SKIP_PICTURES)),
            },
            (None, None) => {
                return Err(
                    Error::content(file, "has no `size` with a `width` and a `height`").with_help(
                        "set `images` to the folder of the pictures, to read their sizes",
                    ),
                );
            }
        };
        let image = self.data.images.len() as u32;
        let picture = files::picture_of(self.pictures, &name);
        self.data
            .images
            .push(Image::new(name, (width, height)).with_picture(picture));
        for object in annotation.objects {
            let place = object.place;
            if let Err(what) = self.add_object(image, object) {
                if self.arguments.on_error == OnError::Error {
                    let position = Some(input::position(&input::read(file)?, place));
                    let help = Some(
                        "mend the file, or set `on_error = \"skip\"` to leave such objects out"
                            .to_owned(),
                    );
                    return Err(Error::Content {
                        path: file.to_owned(),
                        position,
                        what,
                        help,
                    });
                }
                self.skipped.see(|| format!("{}: {what}", shown_path(file)));
            }
        }
        Ok(())
    }

    fn add_object(&mut self, image: u32, object: annotation::Object) -> Result<(), String> {
        let name = object
            .name
            .filter(|name| !name.is_empty())
            .ok_or("this object has no `name`")?;
        let edges = (object.left.zip(object.top)).zip(object.right.zip(object.bottom));
        let ((left, top), (right, bottom)) =
            edges.ok_or("this object has no `bndbox` with four edges")?;
        let bounding_box = self.bounding_box([left, top, right, bottom])?;
        if self.arguments.categories.is_some() && !self.category_places.contains_key(&name) {
            return Err(format!(
                "the name `{}` is not among the `categories` of the job",
                shown(&name)
            ));
        }
        let category = self.category(&name);
        let mut added = Object::new(image, category, bounding_box);
        (added.difficult, added.truncated) = (object.difficult, object.truncated);
        if !object.attributes.is_empty() {
            added.change_rare(|rare| rare.attributes = object.attributes);
        }
        self.data.objects.push(added);
        Ok(())
    }

    fn bounding_box(&mut self, edges: [f64; 4]) -> Result<BoundingBox, String> {
        let [left, top, right, bottom] = edges;
        self.smallest = self.smallest.min(left).min(top);
        self.whole &= edges.iter().all(|number| number.fract() == 0.0);
        let shift = match self.arguments.pixels {
            Pixels::AsWritten => 0.0,
            Pixels::OneBased if left < 1.0 || top < 1.0 => {
                let smallest = left.min(top);
                return Err(format!(
                    "the coordinate {smallest} is below 1, so the file is not one-based: set `pixels = \"as-written\"`"
                ));
            }
            Pixels::OneBased => 1.0,
        };
        let bounding_box = BoundingBox::from_corners(left - shift, top - shift, right, bottom);
        bounding_box
            .fault()
            .map_or(Ok(bounding_box), |fault| Err(format!("the box {fault}")))
    }

    fn category(&mut self, name: &str) -> u32 {
        if let Some(place) = self.category_places.get(name) {
            return *place;
        }
        let place = self.category_places.len() as u32;
        self.category_places.insert(name.to_owned(), place);
        self.data.categories.push(Category::new(name));
        place
    }

    /// The image's name: the file's `filename`, below the folder that the file is in.
    fn image_name(&mut self, root: &Path, file: &Path, annotation: &Annotation) -> String {
        let own = file.file_stem().unwrap_or_default().to_string_lossy();
        let below = file
            .parent()
            .and_then(|parent| parent.strip_prefix(root).ok());
        let folders: Vec<_> = below
            .into_iter()
            .flatten()
            .map(|part| part.to_string_lossy())
            .collect();
        let name = match &annotation.file_name {
            Some(written) => {
                // A path of another machine says nothing here but its last part.
                let foreign = written.contains('\\') || written.starts_with('/');
                let name = match foreign {
                    true => name::last_part_of_any(written),
                    false => written,
                };
                if foreign {
                    self.cut
                        .see(|| format!("`{}` in {}", shown(written), shown_path(file)));
                }
                if name::stem(name::last_part(name)) != own {
                    self.renamed
                        .see(|| format!("`{}` in {}", shown(name), shown_path(file)));
                }
                name.to_owned()
            }
            None => {
                self.unnamed.see(|| shown_path(file));
                format!("{own}.jpg")
            }
        };
        if folders.is_empty() || name.contains('/') {
            name
        } else {
            format!("{}/{name}", folders.join("/"))
        }
    }

    fn finish(mut self, report: &mut Report) -> DataSet {
        if self.arguments.on_error == OnError::Skip {
            files::leave_out_missing(&mut self.data, &mut self.pictures_skipped);
        }
        if self.arguments.categories.is_none() {
            self.data.sort_categories(|a, b| a.name.cmp(&b.name));
        }
        report.add(Stage::Read, "images", self.data.images.len());
        report.add(Stage::Read, "objects", self.data.objects.len());
        report.add_tally(Stage::Skipped, "objects", self.skipped);
        report.add_tally(
            Stage::Skipped,
            "images whose picture cannot be read, with their objects",
            self.pictures_skipped,
        );
        self.fields.report(report);
        report.add(
            Stage::Lost,
            "parts of objects (the objects are kept)",
            self.parts,
        );
        report.add_tally(
            Stage::Noted,
            "files without `filename`, taken for a .jpg of their own name",
            self.unnamed,
        );
        report.add_tally(
            Stage::Noted,
            "images whose `filename` is a path, named by its last part",
            self.cut,
        );
        report.add_tally(
            Stage::Noted,
            "images whose `filename` differs from the name of their .xml",
            self.renamed,
        );
        if self.arguments.pixels == Pixels::AsWritten && self.smallest == 1.0 && self.whole {
            report.add(
                Stage::Noted,
                "data sets whose smallest coordinate is 1 and all are whole, as the VOC development kit writes them: if they are, set `pixels = \"one-based\"`",
                1,
            );
        }
        self.data
    }
}

#[cfg(test)]
mod tests;

//! The pictures of a data set, copied or linked into the target.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use image::DynamicImage;
use serde::Deserialize;

use crate::dataset::{DataSet, Image, Picture};
use crate::error::{Error, shown};
use crate::output::{Linked, Output};
use crate::picture;
use crate::report::{Report, Stage, Tally};

/// What becomes of the pictures of a data set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Images {
    /// They stay where they are.
    #[default]
    None,
    /// They are copied to where the format has them.
    Copy,
    /// They are linked to where the format has them: hard links, or symbolic ones to pictures on another file system.
    Link,
}

/// Puts pictures into the target, from several threads.
pub(super) struct Pictures<'a> {
    images: Images,
    output: &'a Output,
    symbolic: Mutex<Tally>,
    other_size: Mutex<Tally>,
    /// Those that were decoded last: the next image may be another part of one.
    decoded: Mutex<Vec<(Box<Path>, Arc<DynamicImage>)>>,
}

impl<'a> Pictures<'a> {
    /// # Errors
    ///
    /// An image of which it is not known where its picture is, if pictures are wanted.
    pub(super) fn new(images: Images, data: &DataSet, output: &'a Output) -> Result<Self, Error> {
        if images != Images::None {
            data.images
                .iter()
                .try_for_each(|image| known(image).map(drop))?;
        }
        Ok(Self::of_some(images, output))
    }

    /// Of a writer that does not put those of all images.
    pub(super) fn of_some(images: Images, output: &'a Output) -> Self {
        Self {
            images,
            output,
            symbolic: Mutex::default(),
            other_size: Mutex::default(),
            decoded: Mutex::default(),
        }
    }

    /// Puts the picture of an image at a path of the target. One that a transform has changed is written as a new file.
    pub(super) fn put(&self, image: &Image, path: &str) -> Result<(), Error> {
        if self.images == Images::None {
            return Ok(());
        }
        let picture = known(image)?;
        if !picture.edits().is_empty() {
            let pixels = picture::edited(picture, &*self.pixels(&picture.file)?)?;
            return self.output.write(path, &picture::encoded(&pixels, path)?);
        }
        let size = (image.width, image.height);
        if size != (0, 0) && picture::size(&picture.file).is_ok_and(|found| found != size) {
            counted(&self.other_size).see(|| format!("`{}`", shown(&image.name)));
        }
        if self.images == Images::Copy {
            return self.output.copy(&picture.file, path);
        }
        if self.output.link(&picture.file, path)? == Linked::Symbolic {
            counted(&self.symbolic).see(|| format!("`{}`", shown(&image.name)));
        }
        Ok(())
    }

    /// The pixels of a file.
    fn pixels(&self, file: &Path) -> Result<Arc<DynamicImage>, Error> {
        const KEPT: usize = 2;
        let lock = || self.decoded.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().iter().find(|(known, _)| **known == *file).cloned();
        if let Some((_, pixels)) = known {
            return Ok(pixels);
        }
        let pixels = Arc::new(picture::upright(file)?);
        let mut decoded = lock();
        if decoded.len() >= KEPT {
            decoded.remove(0);
        }
        decoded.push((file.into(), Arc::clone(&pixels)));
        Ok(pixels)
    }

    pub(super) fn report(self, data: &DataSet, report: &mut Report) {
        let what = match self.images {
            Images::None => return,
            Images::Copy => "pictures copied",
            Images::Link => "pictures linked",
        };
        let pictures = data
            .images
            .iter()
            .filter_map(|image| image.picture.as_ref());
        let changed = pictures
            .filter(|picture| !picture.edits().is_empty())
            .count();
        report.add(Stage::Written, what, data.images.len() - changed);
        report.add(Stage::Written, "pictures changed", changed);
        for (what, tally) in [
            (
                "pictures on another file system, linked symbolically",
                self.symbolic,
            ),
            (
                "pictures that are not as large as the source says of their images",
                self.other_size,
            ),
        ] {
            let tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
            report.add_tally(Stage::Noted, what, tally);
        }
    }
}

/// A count that threads share. One that panicked has counted one too few.
fn counted(tally: &Mutex<Tally>) -> MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where the picture of an image is.
fn known(image: &Image) -> Result<&Picture, Error> {
    image.picture.as_deref().ok_or_else(|| {
        Error::data(
            format!(
                "it is not known where the picture of the image `{}` is",
                shown(&image.name)
            ),
            "set `images` of the converter to the folder of the pictures",
        )
    })
}

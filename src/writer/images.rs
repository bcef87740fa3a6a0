//! The pictures of a data set, copied or linked into the target.

use std::path::Path;
use std::sync::Mutex;

use serde::Deserialize;

use crate::dataset::{DataSet, Image};
use crate::error::{Error, shown};
use crate::output::{Linked, Output};
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
        Ok(Self {
            images,
            output,
            symbolic: Mutex::default(),
        })
    }

    /// Puts the picture of an image at a path of the target.
    pub(super) fn put(&self, image: &Image, path: &str) -> Result<(), Error> {
        match self.images {
            Images::None => Ok(()),
            Images::Copy => self.output.copy(known(image)?, path),
            Images::Link => {
                if self.output.link(known(image)?, path)? == Linked::Symbolic {
                    // A thread that panicked has counted one too few.
                    let mut symbolic = self
                        .symbolic
                        .lock()
                        .unwrap_or_else(|lock| lock.into_inner());
                    symbolic.see(|| format!("`{}`", shown(&image.name)));
                }
                Ok(())
            }
        }
    }

    pub(super) fn report(self, data: &DataSet, report: &mut Report) {
        let what = match self.images {
            Images::None => return,
            Images::Copy => "pictures copied",
            Images::Link => "pictures linked",
        };
        report.add(Stage::Written, what, data.images.len());
        let symbolic = self
            .symbolic
            .into_inner()
            .unwrap_or_else(|lock| lock.into_inner());
        report.add_tally(
            Stage::Noted,
            "pictures on another file system, linked symbolically",
            symbolic,
        );
    }
}

/// Where the picture of an image is.
pub(super) fn known(image: &Image) -> Result<&Path, Error> {
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

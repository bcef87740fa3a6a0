//! The file of a picture, and what transforms make of it.

use std::path::{Path, PathBuf};

/// The file of a picture. Its pixels are read only if a writer copies it.
///
/// ```
/// use converters::dataset::{Edit, Picture};
///
/// let picture = Picture::from("a.png").edited((640, 480), Edit::Resize { width: 320, height: 240 });
/// assert_eq!(picture.edits().len(), 1);
/// assert_eq!(picture.size(), Some((640, 480)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The file.
    pub file: Box<Path>,
    changed: Option<Box<Changed>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Changed {
    /// The size that the data set says of the file.
    size: (u32, u32),
    edits: Vec<Edit>,
}

/// A change of a picture, in pixels of the picture as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// A part of it.
    Crop {
        /// Its left edge.
        left: u32,
        /// Its top edge.
        top: u32,
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// All of it in another size.
    Resize {
        /// The new width.
        width: u32,
        /// The new height.
        height: u32,
    },
}

impl Picture {
    /// The same picture with one more change, which comes after the others. Before it, the image has this size.
    #[must_use]
    pub fn edited(mut self, size: (u32, u32), edit: Edit) -> Picture {
        let edits = Vec::new();
        let changed = self
            .changed
            .get_or_insert_with(|| Box::new(Changed { size, edits }));
        changed.edits.push(edit);
        self
    }

    /// The changes, in their order.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        self.changed.as_ref().map_or(&[], |changed| &changed.edits)
    }

    /// The size of the file's picture, as the data set says it; `None` without changes.
    #[must_use]
    pub fn size(&self) -> Option<(u32, u32)> {
        self.changed.as_ref().map(|changed| changed.size)
    }
}

impl<P: Into<PathBuf>> From<P> for Picture {
    fn from(file: P) -> Self {
        Self {
            file: file.into().into_boxed_path(),
            changed: None,
        }
    }
}

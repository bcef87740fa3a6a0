//! What only some objects have: an outline, a stated area, an angle, keypoints, attributes. It costs nothing where absent.

use super::{Attributes, Mask, RotatedBox};

/// What only some objects have. [`Object::details`](super::Object::details) is `None` for the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Details {
    /// The outline.
    pub mask: Option<Mask>,
    /// The area in square pixels that the source states, if it is not the one of the mask or of the box.
    pub area: Option<f64>,
    /// What few objects have.
    pub rare: Option<Box<Rare>>,
}

/// What few objects have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rare {
    /// The box that the source draws at an angle. The object's own box is the upright one around it.
    pub rotated: Option<RotatedBox>,
    /// The points of a skeleton, in the order of [`Category::skeleton`](super::Category::skeleton).
    pub keypoints: Vec<Keypoint>,
    /// Named values.
    pub attributes: Attributes,
}

impl Details {
    /// Says whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.mask.is_none() && self.area.is_none() && self.rare.is_none()
    }
}

/// One point of a skeleton.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Keypoint {
    /// Pixels from the left.
    pub x: f64,
    /// Pixels from the top.
    pub y: f64,
    /// Whether it can be seen.
    pub visibility: Visibility,
}

/// Whether a keypoint can be seen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Its place is not known. COCO writes 0.
    #[default]
    Unlabelled,
    /// Its place is known, but something covers it. COCO writes 1.
    Hidden,
    /// It can be seen. COCO writes 2.
    Visible,
}

impl Visibility {
    /// The number that COCO and YOLO write.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::Unlabelled => 0,
            Self::Hidden => 1,
            Self::Visible => 2,
        }
    }

    /// What a number of COCO or YOLO means: 0, 1 or 2; `None` for any other.
    ///
    /// ```
    /// use converters::dataset::Visibility;
    ///
    /// assert_eq!(Visibility::from_number(2.0), Some(Visibility::Visible));
    /// assert_eq!(Visibility::from_number(0.5), None);
    /// ```
    #[must_use]
    pub fn from_number(number: f64) -> Option<Self> {
        [Self::Unlabelled, Self::Hidden, Self::Visible]
            .into_iter()
            .find(|visibility| f64::from(visibility.number()) == number)
    }
}

/// The names of the keypoints of a category, and the lines between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skeleton {
    /// The names of the points, in their order.
    pub points: Vec<String>,
    /// The lines, each between two places in [`Skeleton::points`].
    pub edges: Vec<[u32; 2]>,
}

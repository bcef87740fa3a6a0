//! One object: where it is, what it is, and the details that only some have.

use super::{Attributes, BoundingBox, Details, Keypoint, Mask, Rare, RotatedBox, Visibility};

/// Something marked in an image.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// Index of its image in [`DataSet::images`](super::DataSet::images).
    pub image: u32,
    /// Index of its category in [`DataSet::categories`](super::DataSet::categories).
    pub category: u32,
    /// Where it is.
    pub bounding_box: BoundingBox,
    /// Marks a group of objects that were not told apart.
    pub crowd: bool,
    /// Is too hard to recognise to be counted in an evaluation.
    pub difficult: bool,
    /// Reaches beyond its box, because the image ends or something hides it.
    pub truncated: bool,
    /// The decimals to which the source rounds the area of the box or outline, if that gives the area that it states.
    pub area_decimals: Option<u8>,
    /// What only some objects have; changed through [`Object::change_details`], which keeps it `None` if it is empty.
    pub details: Option<Box<Details>>,
}

impl Object {
    /// An object of which only the box is known.
    ///
    /// ```
    /// use converters::dataset::{BoundingBox, Object};
    ///
    /// let object = Object::new(0, 1, BoundingBox::from_corners(10.0, 5.0, 30.0, 9.0));
    /// assert!(!object.crowd && object.mask().is_none());
    /// assert_eq!(object.area(), 80.0);
    /// ```
    #[must_use]
    pub fn new(image: u32, category: u32, bounding_box: BoundingBox) -> Self {
        Self {
            image,
            category,
            bounding_box,
            crowd: false,
            difficult: false,
            truncated: false,
            area_decimals: None,
            details: None,
        }
    }

    /// An object of which a source says four corners, in their order around it: a box at an angle, or an upright one. If they are
    /// not quite those of a rectangle, they are also its outline, so that nothing is lost.
    ///
    /// ```
    /// use converters::dataset::Object;
    ///
    /// let object = Object::of_corners(0, 1, [10.0, 0.0, 20.0, 10.0, 10.0, 20.0, 0.0, 10.0]);
    /// assert_eq!(object.rotated().unwrap().angle, 45.0);
    /// assert_eq!(object.bounding_box.width, 20.0);
    /// assert!(object.mask().is_none());
    /// let kite = [10.0, 0.0, 20.0, 10.0, 10.0, 30.0, 0.0, 10.0];
    /// assert_eq!(Object::of_corners(0, 1, kite).corners(), kite);
    /// ```
    #[must_use]
    pub fn of_corners(image: u32, category: u32, corners: [f64; 8]) -> Self {
        let nothing = BoundingBox::from_corners(0.0, 0.0, 0.0, 0.0);
        let mut object = Self::new(image, category, nothing);
        object.set_corners(corners);
        object
    }

    /// Gives it these corners, as [`Object::of_corners`] does, in place of its box, angle and outline.
    pub fn set_corners(&mut self, corners: [f64; 8]) {
        /// What rounding to a hundredth of a pixel explains.
        const NOISE: f64 = 0.01;
        let rotated = RotatedBox::of_corners(corners);
        let exact = rotated.distance(corners) <= NOISE;
        self.set_mask((!exact).then(|| Mask::Polygons(vec![corners.to_vec()])));
        let upright = exact && rotated.angle == 0.0;
        if !upright || self.details.is_some() {
            self.change_rare(|rare| rare.rotated = (!upright).then_some(rotated));
        }
        self.bounding_box = match (exact, BoundingBox::around(&corners)) {
            (false, Some(around)) => around,
            _ => rotated.around(),
        };
    }

    /// The four corners that a box at an angle was read with, or those of the box.
    #[must_use]
    pub fn corners(&self) -> [f64; 8] {
        let upright = || RotatedBox::of(self.bounding_box, 0.0);
        self.quadrilateral()
            .unwrap_or_else(|| self.rotated().unwrap_or_else(upright).corners())
    }

    /// The corners of a box at an angle that are not quite those of a rectangle, which are then its outline.
    #[must_use]
    pub fn quadrilateral(&self) -> Option<[f64; 8]> {
        self.rotated()?;
        match self.mask() {
            Some(Mask::Polygons(polygons)) => match &polygons[..] {
                [polygon] => polygon.as_slice().try_into().ok(),
                _ => None,
            },
            _ => None,
        }
    }

    /// Says whether it has an outline that is not made of its corners.
    pub(crate) fn has_another_outline(&self) -> bool {
        self.mask().is_some() && self.quadrilateral().is_none()
    }

    /// Says whether its outline says no more than its box at an angle: its corners are within a pixel of that.
    #[must_use]
    pub fn is_box_at_an_angle(&self) -> bool {
        let Some(rotated) = self.rotated() else {
            return false;
        };
        let near = |corners| rotated.distance(corners) <= 1.0;
        self.mask().is_none() || self.quadrilateral().is_some_and(near)
    }

    /// The outline.
    #[must_use]
    pub fn mask(&self) -> Option<&Mask> {
        self.details.as_ref()?.mask.as_ref()
    }

    /// The same object with another outline, or without one.
    #[must_use]
    pub fn with_mask(mut self, mask: Option<Mask>) -> Self {
        self.set_mask(mask);
        self
    }

    /// Gives it another outline, or none. The area that the source stated is forgotten.
    pub fn set_mask(&mut self, mask: Option<Mask>) {
        self.area_decimals = None;
        if mask.is_none() && self.details.is_none() {
            return;
        }
        self.change_details(|details| (details.mask, details.area) = (mask, None));
    }

    /// The area in square pixels: as the source states it, or else of the outline, or else of the box.
    #[must_use]
    pub fn area(&self) -> f64 {
        let stated = self.details.as_ref().and_then(|details| details.area);
        stated.unwrap_or_else(|| match self.area_decimals {
            Some(decimals) => rounded(self.measured_area(), decimals),
            None => self.measured_area(),
        })
    }

    /// The area of the outline in square pixels, or else of the box.
    #[must_use]
    pub fn measured_area(&self) -> f64 {
        self.mask().map_or(self.bounding_box.area(), Mask::area)
    }

    /// Remembers the area that the source states, if it is not the measured one. A rounded one needs no memory of its own.
    pub fn state_area(&mut self, area: f64) {
        let measured = self.measured_area();
        if area == measured {
            return;
        }
        // The usual ones first: which of those that fit is the same.
        const DECIMALS: [u8; 7] = [2, 1, 0, 3, 4, 5, 6];
        let fits = |decimals: &u8| rounded(measured, *decimals) == area;
        self.area_decimals = DECIMALS.into_iter().find(fits);
        if self.area_decimals.is_none() {
            self.change_details(|details| details.area = Some(area));
        }
    }

    /// Forgets the area that the source states, because it is no longer true.
    pub fn forget_area(&mut self) {
        self.area_decimals = None;
        if self.details.is_some() {
            self.change_details(|details| details.area = None);
        }
    }

    /// The box at an angle, if the source has one.
    #[must_use]
    pub fn rotated(&self) -> Option<RotatedBox> {
        self.rare()?.rotated
    }

    /// Moves the corners of its box at an angle that are outside of an image of this size to the edge. Returns `false` if it has no
    /// such box, or another outline as well.
    pub(crate) fn clamp_corners(&mut self, (width, height): (u32, u32)) -> bool {
        if self.rotated().is_none() || self.has_another_outline() {
            return false;
        }
        let mut corners = self.corners();
        for corner in corners.chunks_exact_mut(2) {
            corner[0] = corner[0].clamp(0.0, f64::from(width));
            corner[1] = corner[1].clamp(0.0, f64::from(height));
        }
        self.set_corners(corners);
        true
    }

    /// Says whether the box or a point of a polygon lies outside of an image of this size.
    pub(crate) fn leaves(&self, (width, height): (u32, u32)) -> bool {
        /// What is nearer is noise of rounding.
        const NEAR: f64 = 1e-6;
        let outside = |point: &[f64]| {
            let beyond = |value: f64, side: u32| value < -NEAR || value > f64::from(side) + NEAR;
            beyond(point[0], width) || beyond(point[1], height)
        };
        let polygons = match self.mask() {
            Some(Mask::Polygons(polygons)) => polygons.as_slice(),
            _ => &[],
        };
        let mut points = polygons.iter().flat_map(|polygon| polygon.chunks_exact(2));
        self.bounding_box.leaves(width, height) || points.any(outside)
    }

    /// Makes keypoints outside of an image of this size unlabelled, and says how many there were.
    pub(crate) fn drop_keypoints_outside(&mut self, (width, height): (u32, u32)) -> usize {
        let outside = |point: &Keypoint| {
            point.visibility != Visibility::Unlabelled
                && !((0.0..=f64::from(width)).contains(&point.x)
                    && (0.0..=f64::from(height)).contains(&point.y))
        };
        let count = self
            .keypoints()
            .iter()
            .filter(|point| outside(point))
            .count();
        if count > 0 {
            self.change_rare(|rare| {
                for point in rare.keypoints.iter_mut().filter(|point| outside(point)) {
                    *point = Keypoint::default();
                }
                if rare
                    .keypoints
                    .iter()
                    .all(|point| *point == Keypoint::default())
                {
                    rare.keypoints.clear();
                }
            });
        }
        count
    }

    /// The same object, drawn at an angle: its own box becomes the upright one around that.
    #[must_use]
    pub fn with_rotated(mut self, rotated: RotatedBox) -> Self {
        self.bounding_box = rotated.around();
        self.change_rare(|rare| rare.rotated = Some(rotated));
        self
    }

    /// The keypoints; empty if there are none.
    #[must_use]
    pub fn keypoints(&self) -> &[Keypoint] {
        self.rare().map_or(&[], |rare| &rare.keypoints)
    }

    /// The named values; empty if there are none.
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        const NONE: &Attributes = &Attributes::NONE;
        self.rare().map_or(NONE, |rare| &rare.attributes)
    }

    fn rare(&self) -> Option<&Rare> {
        self.details.as_ref()?.rare.as_deref()
    }

    /// Changes what only some objects have.
    pub fn change_details(&mut self, change: impl FnOnce(&mut Details)) {
        let mut details = self.details.take().unwrap_or_default();
        change(&mut details);
        self.details = (!details.is_empty()).then_some(details);
    }

    /// Changes what few objects have.
    pub fn change_rare(&mut self, change: impl FnOnce(&mut Rare)) {
        self.change_details(|details| {
            let mut rare = details.rare.take().unwrap_or_default();
            change(&mut rare);
            details.rare = (*rare != Rare::default()).then_some(rare);
        });
    }
}

fn rounded(number: f64, decimals: u8) -> f64 {
    const POWERS: [f64; 7] = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5, 1e6];
    let power = POWERS[usize::from(decimals.min(6))];
    (number * power).round() / power
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Value;
    use crate::testing::object;

    #[test]
    fn objects_are_small() {
        assert!(size_of::<Object>() <= 56, "{}", size_of::<Object>());
        assert!(size_of::<Details>() <= 48, "{}", size_of::<Details>());
    }

    #[test]
    fn a_rounded_area_needs_no_memory() {
        let mut object = object(0, 1.0);
        object.bounding_box.width = 10.333;
        object.bounding_box.height = 3.71;
        for area in [38.335_43, 38.0, 38.3, 38.34] {
            object.state_area(area);
            assert_eq!((object.area(), object.details.is_none()), (area, true));
        }
        object.state_area(38.35);
        assert_eq!((object.area(), object.details.is_none()), (38.35, false));
    }

    #[test]
    fn empty_details_are_none() {
        let mut object = object(0, 1.0);
        object.set_mask(Some(Mask::Polygons(vec![vec![0.0; 6]])));
        object.state_area(7.0);
        assert_eq!((object.area(), object.measured_area()), (7.0, 0.0));
        object.forget_area();
        assert_eq!(object.area(), 0.0);
        object.set_mask(None);
        assert_eq!(object.details, None);
        object.change_rare(|rare| rare.attributes.set("a", Value::Flag(true)));
        assert_eq!(object.attributes().len(), 1);
        object.change_rare(|rare| drop(rare.attributes.remove("a")));
        assert_eq!(object.details, None);
    }
}

//! What a format cannot hold of a data set: counted, never dropped silently.

use crate::dataset::{DataSet, Mask, Object};
use crate::report::{Report, Stage};

/// What a format that draws masks as pictures cannot draw.
pub(super) const UNDRAWN: &str =
    "masks that are empty or too large to be drawn (the boxes are kept)";

/// What a format can hold besides boxes and the names of their categories.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Holds {
    pub(super) polygons: bool,
    pub(super) run_lengths: bool,
    pub(super) crowd: bool,
    pub(super) difficult: bool,
    pub(super) truncated: bool,
    pub(super) splits: bool,
    pub(super) supercategories: bool,
    pub(super) empty_images: bool,
    pub(super) unused_categories: bool,
    pub(super) labels: bool,
    pub(super) keypoints: bool,
    pub(super) rotated: bool,
    pub(super) attributes: bool,
    pub(super) image_attributes: bool,
}

impl Holds {
    /// Counts what is lost.
    pub(super) fn report(self, data: &DataSet, report: &mut Report) {
        let mut count = |held: bool, what: &'static str, lost: &dyn Fn(&Object) -> bool| {
            if !held {
                let lost = data.objects.iter().filter(|object| lost(object)).count();
                report.add(Stage::Lost, what, lost);
            }
        };
        count(self.crowd, "crowd flags (the boxes are kept)", &|object| {
            object.crowd
        });
        count(
            self.difficult,
            "difficult flags (the boxes are kept)",
            &|object| object.difficult,
        );
        count(
            self.truncated,
            "truncated flags (the boxes are kept)",
            &|object| object.truncated,
        );
        let of = |object: &Object, runs: bool| match object.mask() {
            Some(Mask::RunLength(_)) => runs,
            Some(Mask::Polygons(_)) => !runs,
            None => false,
        };
        count(self.polygons, "polygons (the boxes are kept)", &|object| {
            let corners = self.rotated && object.quadrilateral().is_some();
            of(object, false) && !corners
        });
        count(
            self.run_lengths,
            "run-length masks (the boxes are kept)",
            &|object| of(object, true),
        );
        count(
            self.keypoints,
            "keypoints (the boxes are kept)",
            &|object| !object.keypoints().is_empty(),
        );
        count(
            self.rotated,
            "angles of boxes (the upright boxes around them are kept)",
            &|object| object.rotated().is_some(),
        );
        if self.polygons && self.rotated {
            // A format that holds both has the box, which is more.
            let almost = |object: &&Object| object.mask().is_some() && object.is_box_at_an_angle();
            let almost = data.objects.iter().filter(almost).count();
            let what = "corners within a pixel of a rectangle, written as that rectangle";
            report.add(Stage::Noted, what, almost);
        }
        if !self.attributes {
            let attributes = data.objects.iter().map(|object| object.attributes().len());
            report.add(Stage::Lost, "attributes of objects", attributes.sum());
        }
        let mut add = |held: bool, what: &'static str, lost: usize| {
            if !held {
                report.add(Stage::Lost, what, lost);
            }
        };
        let images = data.images.iter();
        let splits = images.clone().filter(|image| image.split.is_some()).count();
        add(self.splits, "splits of images", splits);
        let labels = images.filter(|image| image.category.is_some()).count();
        add(self.labels, "labels of images", labels);
        let attributes = data.images.iter().map(|image| image.attributes.len());
        add(
            self.image_attributes,
            "attributes of images",
            attributes.sum(),
        );
        let categories = data.categories.iter();
        let above = categories
            .filter(|category| category.supercategory.is_some())
            .count();
        add(self.supercategories, "supercategories", above);
        if !self.empty_images {
            let by_image = data.by_image();
            let empty = (0..data.images.len()).filter(|image| by_image.objects(*image).len() == 0);
            add(false, "images without objects", empty.count());
        }
        if !self.unused_categories {
            let mut used = vec![false; data.categories.len()];
            let of_objects = data.objects.iter().map(|object| object.category);
            let of_images = data.images.iter().filter_map(|image| image.category);
            of_objects
                .chain(of_images)
                .for_each(|place| used[place as usize] = true);
            add(
                false,
                "categories that nothing has",
                used.iter().filter(|used| !**used).count(),
            );
        }
    }
}

//! What the writer of YOLO counts while it writes.

use crate::dataset::{Image, Object, Visibility};
use crate::error::shown;
use crate::report::{Report, Stage, Tally};

/// What is written as it is, and yet may not be meant.
#[derive(Default)]
pub(super) struct Doubts {
    pub(super) empty: Tally,
    pub(super) thin: Tally,
    pub(super) parts: Tally,
    pub(super) stray: Tally,
    pub(super) without_outline: Tally,
    pub(super) joined: Tally,
    pub(super) outside: Tally,
}

impl Doubts {
    /// Counts an outline that Ultralytics does not take: it leaves out the whole image then.
    pub(super) fn see_outside(&mut self, points: &[f64], image: &Image) {
        const TOLERANCE: f64 = 0.01;
        let size = [f64::from(image.width), f64::from(image.height)];
        let shares = points.iter().zip(size.iter().cycle());
        let mut shares = shares.map(|(coordinate, side)| coordinate / side);
        if shares.any(|share| !(-TOLERANCE..=1.0 + TOLERANCE).contains(&share)) {
            self.outside.see(|| format!("in `{}`", shown(&image.name)));
        }
    }

    /// The same for keypoints.
    pub(super) fn see_keypoints(&mut self, object: &Object, image: &Image) {
        let points = object.keypoints().iter();
        let labelled = points.filter(|point| point.visibility != Visibility::Unlabelled);
        let points = labelled.flat_map(|point| [point.x, point.y]);
        self.see_outside(&points.collect::<Vec<_>>(), image);
    }

    pub(super) fn add(&mut self, more: Doubts) {
        self.empty.add(more.empty);
        self.thin.add(more.thin);
        self.parts.add(more.parts);
        self.stray.add(more.stray);
        self.without_outline.add(more.without_outline);
        self.joined.add(more.joined);
        self.outside.add(more.outside);
    }

    pub(super) fn report(self, report: &mut Report) {
        report.add_tally(Stage::Noted, "boxes without width or height", self.empty);
        report.add_tally(
            Stage::Noted,
            "sides below the last decimal, written as its smallest step",
            self.thin,
        );
        report.add_tally(
            Stage::Noted,
            "objects of several polygons, each written as an object",
            self.parts,
        );
        report.add_tally(
            Stage::Noted,
            "objects of several polygons, joined into one outline",
            self.joined,
        );
        report.add_tally(
            Stage::Noted,
            "objects without an outline, written as the corners of their box",
            self.without_outline,
        );
        report.add_tally(
            Stage::Noted,
            "objects with points outside of their image, which Ultralytics leaves out with the image; `Clip` moves them to the edge",
            self.outside,
        );
        report.add_tally(
            Stage::Lost,
            "outlines of fewer than three points",
            self.stray,
        );
    }
}

//! What is kept as it is, and yet may not be meant: noted for every format, by `check` as by `run`.

use crate::dataset::{DataSet, Mask};
use crate::error::shown;
use crate::report::{Report, Stage, Tally};

/// Notes what looks doubtful in a data set.
pub(super) fn note(data: &DataSet, report: &mut Report) {
    let mut crowd = 0;
    let (mut beyond, mut other_size) = (Tally::default(), Tally::default());
    // Boxes of which nothing lies outside of the first pixel of their image.
    let mut tiny = !data.objects.is_empty();
    for object in &data.objects {
        crowd += usize::from(object.crowd);
        let image = &data.images[object.image as usize];
        let bounds = object.bounding_box;
        if bounds.leaves(image.width, image.height) {
            beyond.see(|| format!("in `{}`", shown(&image.name)));
        }
        if let Some(Mask::RunLength(runs)) = object.mask()
            && (runs.width, runs.height) != (image.width, image.height)
        {
            let (width, height) = (runs.width, runs.height);
            other_size.see(|| format!("{width} x {height} in `{}`", shown(&image.name)));
        }
        tiny = tiny && bounds.right() <= 1.0 && bounds.bottom() <= 1.0 && image.width > 1;
    }
    report.add(Stage::Noted, "crowd objects", crowd);
    report.add_tally(Stage::Noted, "boxes that reach beyond their image", beyond);
    report.add_tally(
        Stage::Noted,
        "run-length masks that are not as large as their image",
        other_size,
    );
    if tiny {
        report.add(
            Stage::Noted,
            "boxes within the first pixel of their image, as if their numbers were fractions where pixels belong",
            data.objects.len(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{BoundingBox, Spans};
    use crate::testing::{data_set, object};

    fn noted(boxes: &[[f64; 4]]) -> String {
        let mut data = data_set();
        data.objects = boxes
            .iter()
            .map(|[x, y, width, height]| crate::dataset::Object {
                bounding_box: BoundingBox {
                    x: *x,
                    y: *y,
                    width: *width,
                    height: *height,
                },
                ..object(0, 0.0)
            })
            .collect();
        let mut report = Report::default();
        note(&data, &mut report);
        report.to_string()
    }

    #[test]
    fn masks_of_another_size() {
        let mut data = data_set();
        for (object, (width, height)) in
            data.objects
                .iter_mut()
                .zip([(100, 50), (50, 100), (50, 25)])
        {
            let runs = Spans::of_any(width, height, vec![(0, 9)]).to_runs();
            object.set_mask(Some(Mask::RunLength(Box::new(runs))));
        }
        let mut report = Report::default();
        note(&data, &mut report);
        assert_eq!(
            report.to_string(),
            "noted: run-length masks that are not as large as their image: 2 (first: 50 x 100 in `a.png`)"
        );
    }

    #[test]
    fn boxes_beyond_their_image_and_fractions() {
        assert_eq!(noted(&[]), "");
        assert_eq!(noted(&[[0.0, 0.0, 100.0, 50.0]]), "");
        assert_eq!(
            noted(&[[-5.0, 0.0, 10.0, 10.0], [0.0, 0.0, 100.5, 1.0]]),
            "noted: boxes that reach beyond their image: 2 (first: in `a.png`)"
        );
        assert!(noted(&[[0.5, 0.5, 0.2, 0.4], [0.0, 0.1, 1.0, 0.9]]).contains("fractions"));
        assert_eq!(noted(&[[0.5, 0.5, 0.2, 0.4], [2.0, 0.1, 1.0, 0.9]]), "");
    }
}

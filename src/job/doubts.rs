//! What is kept as it is, and yet may not be meant: noted for every format, by `check` as by `run`.

use crate::dataset::DataSet;
use crate::error::shown;
use crate::report::{Report, Stage, Tally};

/// Notes what looks doubtful in a data set.
pub(super) fn note(data: &DataSet, report: &mut Report) {
    let mut crowd = 0;
    let mut beyond = Tally::default();
    // Boxes of which nothing lies outside of the first pixel of their image.
    let mut tiny = !data.objects.is_empty();
    for object in &data.objects {
        crowd += usize::from(object.crowd);
        let image = &data.images[object.image as usize];
        let bounds = object.bounding_box;
        if bounds.leaves(image.width, image.height) {
            beyond.see(|| format!("in `{}`", shown(&image.name)));
        }
        tiny = tiny && bounds.right() <= 1.0 && bounds.bottom() <= 1.0 && image.width > 1;
    }
    report.add(Stage::Noted, "crowd objects", crowd);
    report.add_tally(Stage::Noted, "boxes that reach beyond their image", beyond);
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
    use crate::dataset::BoundingBox;
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

//! Files whose lists are read piece by piece, whatever the size of a piece.

use super::*;
use crate::converter::record::Record;

/// A file of these annotations, each as it is written with what is before it.
fn file(annotations: &str) -> String {
    format!("{{{IMAGES}, {CATEGORIES}, \"annotations\": [{annotations}]}}")
}

fn annotation(x: usize, more: &str) -> String {
    format!(r#"{{"image_id": 4, "category_id": 7, "bbox": [{x}, 2, 3, 4]{more}}}"#)
}

#[test]
fn objects_of_every_size_come_in_their_order() {
    let outline = |points: usize| {
        format!(
            r#", "segmentation": [[{}0, 0]]"#,
            "1.5, 2.5, ".repeat(points)
        )
    };
    // Smaller than what is left before more is read, larger than that, than what is read at once, and than any slice.
    let sizes = [3, 500, 3, 20_000, 3, 150_000, 3, 400, 200_000, 5, 6];
    let mut annotations = Vec::new();
    for (x, points) in sizes.into_iter().enumerate() {
        annotations.push(annotation(x, &outline(points)));
        annotations.extend((0..700).map(|_| annotation(x, "")));
    }
    let text = file(&annotations.join(" ,\r\n\t"));
    let data = read_whole(&text).unwrap();
    let found = data.objects.iter().map(|object| object.bounding_box.x);
    let expect = (0..sizes.len()).flat_map(|x| vec![x as f64; 701]);
    assert!(found.eq(expect));
    let lengths = data
        .objects
        .iter()
        .filter_map(|object| match object.mask()? {
            Mask::Polygons(polygons) => Some(polygons[0].len() / 2 - 1),
            Mask::RunLength(_) => None,
        });
    assert!(lengths.eq(sizes));
}

#[test]
fn blanks_of_every_length() {
    for blanks in [0, 1, 4095, 4096, 70_000, 140_000, 1_200_000] {
        let blank = " ".repeat(blanks);
        let (one, two) = (annotation(1, ""), annotation(2, ""));
        for between in [
            format!("{blank},"),
            format!(",{blank}"),
            format!("{blank},{blank}"),
        ] {
            let text = file(&format!("{blank}{one}{between}{two}{blank}"));
            assert_eq!(read_whole(&text).unwrap().objects.len(), 2, "{blanks}");
        }
        for wrong in [
            format!("{one}{blank},{blank}"),
            format!("{one},{blank},{two}"),
            format!("{one}{blank}{two}"),
            format!("{blank},{one}"),
            format!("{one}{blank}}}"),
        ] {
            assert!(read_whole(&file(&wrong)).is_err(), "{blanks}");
        }
    }
}

#[test]
fn other_elements_between_objects() {
    let (one, two) = (annotation(1, ""), annotation(2, ""));
    for other in ["7", "-1.5e3", "null", "\"a, {}\"", "[{}, {}]", "true"] {
        for (text, others) in [
            (format!("{one}, {other}, {two}"), 1),
            (format!("{other}, {one}, {two}"), 1),
            (format!("{one}, {two}, {other}, {other}"), 2),
        ] {
            let (data, report) = read_with(&file(&text), OnError::Skip).unwrap();
            let skipped = report.count(Stage::Skipped, "annotations");
            assert_eq!((data.objects.len(), skipped), (2, others), "{text}");
            check_whole_error(&file(&text), "is not an annotation");
        }
    }
}

#[test]
fn fields_that_no_data_set_carries_are_counted_once() {
    let large = annotation(1, &format!(r#", "score": [{}0]"#, "1, ".repeat(50_000)));
    let small = annotation(2, r#", "score": 0.5"#);
    let text = file(&[&*small, &large, &small].join(","));
    let (_, report) = read_with(&text, OnError::Error).unwrap();
    assert_eq!(report.count(Stage::Lost, "`score` of annotations"), 3);
}

#[test]
fn the_place_of_an_error() {
    let good = annotation(1, "");
    let many = vec![&*good; 5000].join(",\n");
    let large = format!(r#"{{"x": [[{}0, 1, tru]], "y": 1}}"#, "1, ".repeat(500_000));
    for (wrong, column) in [
        // Behind the object, whose fields were read.
        (r#"{"image_id": 4}"#, 15),
        (r#"{"image_id": 4, "bbox": [1, 2,]}"#, 31),
        (r#"{"image_id": tru}"#, 17),
        // Too large for a slice.
        (&large, large.len() - 10),
    ] {
        let text =
            format!("{{\n\n{IMAGES}, {CATEGORIES},\n\"annotations\": [\n{many},\n{wrong}]}}");
        let (before, _) = text.split_once(wrong).unwrap();
        let line = before.matches('\n').count() + 1;
        check_whole_error(&text, &format!("coco.json:{line}:{column}: "));
    }
}

/// An annotation of the usual form is read without serde. One more field, which says nothing, makes serde read it.
#[test]
fn the_usual_form_means_the_same() {
    const VALUES: [&str; 40] = [
        "0",
        "7",
        "-5",
        "-0",
        "00",
        "07",
        "1.5",
        "-1.5",
        "-0.0",
        "0.1",
        "1.",
        ".5",
        "+1",
        "- 1",
        "1e2",
        "1E-2",
        "1.5e1",
        "107.33596837944665",
        "0.000001",
        "123456789012345",
        "1234567890123456",
        "0.30000000000000004",
        "12345678901.2345",
        "999999999999999",
        "0.99999999999999",
        "18446744073709551616",
        "1 2",
        "\"7\"",
        "\"\"",
        "null",
        "true",
        "NaN",
        "[]",
        "[1, 2, 3, 4]",
        "[1.5,2,0.25,-4]",
        "[1, 2, 3]",
        "[1, 2, 3, 4, 5]",
        "[[1, 2]]",
        "[1, 2, 3, 4",
        "{}",
    ];
    const USUAL: [(&str, &str); 7] = [
        ("id", "3"),
        ("image_id", "4"),
        ("category_id", "7"),
        ("bbox", "[1, 2, 3.5, 4]"),
        ("area", "12.25"),
        ("iscrowd", "0"),
        ("segmentation", "[]"),
    ];
    let read = |annotation: &str| {
        let (mut data, report) = read_with(&file(annotation), OnError::Error).map_err(|error| {
            // Behind the place.
            error.splitn(4, ':').nth(3).map(str::to_owned)
        })?;
        data.images
            .iter_mut()
            .for_each(|image| image.picture = None);
        Ok::<_, Option<String>>((format!("{data:?}"), report.to_string()))
    };
    let mut usual = 0;
    let mut check = |fields: &[(&str, &str)]| {
        for (colon, comma) in [(":", ","), (" : ", ",\r\n\t ")] {
            let field = |(name, value): &(&str, &str)| format!("\"{name}\"{colon}{value}");
            let fields = fields.iter().map(field).collect::<Vec<_>>().join(comma);
            let annotation = format!("{{{fields}}}");
            let mut record = record::Annotation::default();
            let text = format!("{annotation}, {{\"id\": 5}}");
            let length = record.usual(text.as_bytes());
            assert!(length.is_none_or(|length| length == annotation.len()));
            usual += usize::from(length.is_some());
            let other = format!("{{{fields}{comma}\"more\": null}}");
            assert_eq!(read(&annotation), read(&other), "{annotation}");
        }
    };
    for place in 0..USUAL.len() {
        for value in VALUES {
            let mut fields = USUAL.to_vec();
            fields[place].1 = value;
            check(&fields);
        }
        let mut fields = USUAL.to_vec();
        fields.push(USUAL[place]);
        check(&fields);
        fields.remove(place);
        check(&fields);
        fields.pop();
        check(&fields);
    }
    assert!(usual > 150, "{usual}");
}

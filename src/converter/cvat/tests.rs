//! What the reader of CVAT makes of files, whole and faulty.

use super::*;
use crate::dataset::Split;
use crate::dataset::Value;
use crate::testing::folder;

fn read(text: &str) -> Result<(DataSet, Report), Error> {
    let place = folder(&[("a.xml", text.as_bytes())]);
    let mut report = Report::default();
    let reader = Cvat {
        annotations: "a.xml".into(),
        images: None,
        categories: None,
        on_error: OnError::Error,
    };
    let data = reader.read(&Input::new(place.path()), &mut report)?;
    Ok((data, report))
}

const META: &str = "<meta><task><labels><label><name>van</name></label><label><name>car &amp; bike</name></label></labels></task></meta>";

fn file(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations><version>1.1</version>{META}\n{inside}</annotations>\n"
    )
}

#[test]
fn shapes_and_labels() {
    let text = file(
        "<image id=\"0\" name=\"sub/a.png\" width=\"100\" height=\"50\" subset=\"Validation\">\
         <box label=\"car &amp; bike\" occluded=\"1\" xtl=\"1.5\" ytl=\"2\" xbr=\"4\" ybr=\"8\" z_order=\"0\" rotation=\"30\"><attribute name=\"c\">red</attribute></box>\
         <polygon label=\"van\" points=\"0,0;4,0;4,6\"></polygon><points label=\"van\" points=\"1,1\"/><tag label=\"van\"/></image>\
         <image id=\"1\" name=\"b.png\" width=\"10\" height=\"5\"/>",
    );
    let (data, report) = read(&text).unwrap();
    let names = data
        .categories
        .iter()
        .map(|category| category.name.as_str());
    assert_eq!(names.collect::<Vec<_>>(), ["van", "car & bike"]);
    assert_eq!(data.images.len(), 2);
    assert_eq!(data.images[0].split, Some(Split::Validation));
    assert_eq!(data.images[0].category, Some(0));
    assert_eq!(data.objects.len(), 2);
    let rotated = data.objects[0].rotated().unwrap();
    assert_eq!((rotated.width, rotated.angle), (2.5, 30.0));
    assert_eq!(data.objects[0].bounding_box, rotated.around());
    assert!(data.objects[0].truncated && data.objects[1].mask().is_some());
    let colour = data.objects[0].attributes().get("c");
    assert_eq!(colour, Some(&Value::Text("red".to_owned())));
    assert_eq!(
        report.count(Stage::Lost, "shapes that are not converted"),
        1
    );
}

#[test]
fn masks_that_end_early_or_reach_beyond_their_image() {
    let masks = [
        ("0, 6", 0, 1),
        ("2, 2, 1, 1", 0, 1),
        ("0, 4", 0, 1),
        ("5, 1", 98, 1),
        ("0, 6", 99, 49),
    ];
    let shapes = masks.map(|(runs, left, top)| {
        format!("<mask label=\"van\" rle=\"{runs}\" left=\"{left}\" top=\"{top}\" width=\"3\" height=\"2\"/>")
    });
    let image = "<image id=\"0\" name=\"a.png\" width=\"100\" height=\"50\">";
    // Of the fourth, nothing is left.
    let kept = [&shapes[..3], &shapes[4..]].concat().concat();
    let (data, report) = read(&file(&format!("{image}{kept}</image>"))).unwrap();
    let areas = data.objects.iter().map(|object| object.area());
    assert_eq!(areas.collect::<Vec<_>>(), [6.0, 3.0, 4.0, 1.0]);
    let short = "masks whose run lengths end before the last pixel; the rest is unset";
    assert_eq!(report.count(Stage::Noted, short), 1);
    let cut = "parts of masks outside of their image";
    assert_eq!(report.count(Stage::Lost, cut), 1);
    let error = read(&file(&format!("{image}{}</image>", shapes[3]))).unwrap_err();
    assert!(
        error.to_string().contains("this mask has no pixels"),
        "{error}"
    );
}

#[test]
fn faults() {
    let check = |inside: &str, expect: &str| {
        let text = read(&file(inside)).unwrap_err().to_string();
        assert!(text.contains(expect), "{text}");
    };
    let image = "<image id=\"0\" name=\"a.png\" width=\"100\" height=\"50\">";
    check(image, "ill-formed document");
    check(
        "<image name=\"a\" width=\"0\" height=\"1\"/>",
        "a.xml:3:1: `0` is not a size",
    );
    check("<image width=\"1\" height=\"1\"/>", "has no `name`");
    check(
        &format!("{image}<box label=\"van\" xtl=\"nan\" ytl=\"1\" xbr=\"2\" ybr=\"3\"/></image>"),
        "`nan` is not a number",
    );
    check(
        &format!("{image}<box label=\"van\" xtl=\"9\" ytl=\"1\" xbr=\"2\" ybr=\"3\"/></image>"),
        "negative width -7",
    );
    check(
        &format!("{image}<polygon label=\"van\" points=\"1,1\"/></image>"),
        "1 points",
    );
    let twice = "<image name=\"a\" width=\"1\" height=\"1\"/>".repeat(2);
    check(&twice, "two images named `a`");
    let text = read("<html/>").unwrap_err().to_string();
    assert!(text.contains("is not a file of CVAT"), "{text}");
    let text = read("<annotations><image").unwrap_err().to_string();
    assert!(text.contains("a.xml:1:"), "{text}");
}

#[test]
fn entities_of_its_own_are_not_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>";
    let text =
        format!("{bomb}<annotations><image name=\"&b;\" width=\"1\" height=\"1\"/></annotations>");
    assert!(read(&text).is_err());
}

mod tracks;

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

/// A video of the frames 10, 12, 14 and 16.
fn video(tracks: &str) -> String {
    format!(
        "<annotations><meta><task><start_frame>10</start_frame><stop_frame>17</stop_frame><frame_filter>step=2</frame_filter>\
         <labels><label><name>van</name></label></labels>\
         <original_size><width>100</width><height>50</height></original_size></task></meta>{tracks}</annotations>"
    )
}

fn tracked(frame: u32, outside: u8, left: f64) -> String {
    format!(
        "<box frame=\"{frame}\" keyframe=\"0\" outside=\"{outside}\" occluded=\"1\" xtl=\"{left}\" ytl=\"2\" xbr=\"40\" ybr=\"8\">\
         <attribute name=\"c\">red</attribute></box>"
    )
}

#[test]
fn tracks() {
    let one = [(10, 0, 1.0), (12, 0, 2.0), (14, 1, 3.0)];
    let two = [(10, 0, 4.0), (16, 0, 5.0)];
    let track = |id, shapes: &[(u32, u8, f64)]| {
        let shapes = shapes
            .iter()
            .map(|(frame, outside, left)| tracked(*frame, *outside, *left));
        format!(
            "<track id=\"{id}\" label=\"van\" source=\"manual\" subset=\"Train\">{}</track>",
            shapes.collect::<String>()
        )
    };
    let text = video(&format!("{}{}", track(0, &one), track(7, &two)));
    let (data, report) = read(&text).unwrap();
    let names = data.images.iter().map(|image| image.name.as_str());
    assert_eq!(
        names.collect::<Vec<_>>(),
        [
            "frame_000010.png",
            "frame_000012.png",
            "frame_000014.png",
            "frame_000016.png"
        ]
    );
    assert!(
        data.images
            .iter()
            .all(|image| image.split == Some(Split::Train) && image.width == 100)
    );
    let found = data.objects.iter().map(|object| {
        let id = object.attributes().get("track_id").cloned();
        (object.image, object.bounding_box.x, id)
    });
    let id = |id| Some(Value::Number(id));
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            (0, 1.0, id(0.0)),
            (1, 2.0, id(0.0)),
            (0, 4.0, id(7.0)),
            (3, 5.0, id(7.0))
        ]
    );
    let object = &data.objects[0];
    assert!(object.truncated && object.attributes().len() == 2);
    let lost = "shapes of tracks in frames that the file leaves out";
    assert_eq!(report.count(Stage::Lost, lost), 2);
}

#[test]
fn frames_that_are_pictures() {
    let place = folder(&[
        ("a.xml", video("<track id=\"0\" label=\"van\"/>").as_bytes()),
        ("images/frame_000012.PNG", b""),
    ]);
    let reader = Cvat {
        annotations: "a.xml".into(),
        images: Some("images".into()),
        categories: None,
        on_error: OnError::Error,
    };
    let input = Input::new(place.path());
    let data = reader.read(&input, &mut Report::default()).unwrap();
    assert_eq!(data.images[1].name, "frame_000012.PNG");
    let known = data.images.iter().map(|image| image.picture.is_some());
    assert_eq!(known.collect::<Vec<_>>(), [false, true, false, false]);
}

#[test]
fn faults_of_tracks() {
    let track = |attributes: &str, shapes: &str| {
        format!("<track id=\"0\" label=\"van\" {attributes}>{shapes}</track>")
    };
    for (text, expect) in [
        (
            video(&track("", &tracked(11, 0, 1.0))),
            "frame 11 is not one of the task",
        ),
        (
            video(&track("", "<box outside=\"0\" xtl=\"1\"/>")),
            "this shape has no `frame`",
        ),
        (
            video(&track("", &tracked(10, 0, f64::NAN))),
            "`NaN` is not a number",
        ),
        (
            video(&format!(
                "{}{}",
                track("task_id=\"1\"", ""),
                track("task_id=\"2\"", "")
            )),
            "tracks of several tasks",
        ),
        (video("<track id=\"0\"/>"), "this track has no `label`"),
        (
            video(&track("", "")).replace("original_size", "size"),
            "does not say how large its frames are",
        ),
        (
            video(&track("", "")).replace(">17<", ">4000000000<"),
            "more than a million frames",
        ),
        (
            video(&track("", "")).replace("stop_frame", "stop"),
            "does not say how many frames",
        ),
    ] {
        let error = read(&text).unwrap_err().to_string();
        assert!(error.contains(expect), "{expect}: {error}");
    }
}

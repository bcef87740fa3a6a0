//! Tracks of videos.

use super::*;

const BETWEEN: &str =
    "boxes of tracks between two that the file has, put on a line between them, as CVAT does";

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
    // Frame 12 is between the two, and so is 14.
    let two = [(10, 0, 4.0), (16, 0, 7.0)];
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
            (1, 5.0, id(7.0)),
            (2, 6.0, id(7.0)),
            (3, 7.0, id(7.0))
        ]
    );
    let object = &data.objects[0];
    assert!(object.truncated && object.attributes().len() == 2);
    assert_eq!(report.count(Stage::Noted, BETWEEN), 2);
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
            "this track belongs to the task `2`, which the file does not describe",
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

/// The objects of a track of these shapes: image, and the box at an angle.
fn objects(shapes: &str) -> (Vec<(u32, [f64; 5])>, Report) {
    let (data, report) = read(&video(&format!("<track label=\"van\">{shapes}</track>"))).unwrap();
    let place = |object: &crate::dataset::Object| {
        let upright = crate::dataset::RotatedBox::of(object.bounding_box, 0.0);
        let found = object.rotated().unwrap_or(upright);
        let numbers = [found.x, found.y, found.width, found.height, found.angle];
        (
            object.image,
            numbers.map(|number| (number * 1e6).round() / 1e6),
        )
    };
    (data.objects.iter().map(place).collect(), report)
}

#[test]
fn frames_between_two_shapes() {
    let shape = |frame: u32, outside: u8, left: f64, more: &str| {
        let right = left + 10.0;
        format!(
            "<box frame=\"{frame}\" outside=\"{outside}\" xtl=\"{left}\" ytl=\"0\" xbr=\"{right}\" ybr=\"4\" {more}/>"
        )
    };
    let at = |image: u32, x: f64, angle: f64| (image, [x, 2.0, 10.0, 4.0, angle]);
    for (shapes, expect) in [
        // An angle takes the shorter way round.
        (
            shape(10, 0, 0.0, "rotation=\"350\"") + &shape(14, 0, 8.0, "rotation=\"20\""),
            vec![at(0, 5.0, 350.0), at(1, 9.0, 5.0), at(2, 13.0, 20.0)],
        ),
        (
            shape(10, 0, 0.0, "rotation=\"30\"") + &shape(14, 0, 8.0, "rotation=\"330\""),
            vec![at(0, 5.0, 30.0), at(1, 9.0, 0.0), at(2, 13.0, 330.0)],
        ),
        // On its way to where it is outside, it can be seen.
        (
            shape(10, 0, 0.0, "") + &shape(14, 1, 8.0, "") + &shape(16, 0, 0.0, ""),
            vec![at(0, 5.0, 0.0), at(1, 9.0, 0.0), at(3, 5.0, 0.0)],
        ),
        // Nothing is known of the frames before the first one and behind the last one.
        (shape(12, 0, 0.0, ""), vec![at(1, 5.0, 0.0)]),
        // Outside of all frames between the two.
        (
            shape(10, 1, 0.0, "") + &shape(16, 0, 0.0, ""),
            vec![at(3, 5.0, 0.0)],
        ),
        // The other way round.
        (
            shape(16, 0, 0.0, "") + &shape(10, 0, 8.0, ""),
            vec![at(3, 5.0, 0.0), at(0, 13.0, 0.0)],
        ),
    ] {
        assert_eq!(objects(&shapes).0, expect, "{shapes}");
    }
    let polygon = |frame| format!("<polygon frame=\"{frame}\" points=\"0,0;4,0;4,6\"/>");
    let (found, report) = objects(&(polygon(10) + &polygon(16)));
    let lost = "shapes of tracks in frames that the file leaves out";
    assert_eq!((found.len(), report.count(Stage::Lost, lost)), (2, 2));
}

/// As CVAT writes a project with two videos and a task of pictures.
#[test]
fn several_tasks() {
    let task = |id: u32, subset: &str, frames: &str| {
        format!(
            "<task><id>{id}</id><name>t</name><mode>interpolation</mode><subset>{subset}</subset>{frames}\
             <segments><segment><id>9</id><start>0</start><stop>1</stop></segment></segments></task>"
        )
    };
    let frames = |stop: u32, width: u32| {
        format!(
            "<start_frame>0</start_frame><stop_frame>{stop}</stop_frame><frame_filter></frame_filter>\
             <original_size><width>{width}</width><height>50</height></original_size>"
        )
    };
    let meta = format!(
        "<meta><project><id>3</id><name>p</name><tasks>{}{}{}</tasks><labels><label><name>van</name></label></labels>\
         <subsets>Train\nTest</subsets></project></meta>",
        task(4, "Train", &frames(1, 100)),
        task(
            5,
            "",
            "<start_frame>0</start_frame><stop_frame>7</stop_frame>"
        ),
        task(6, "Test", &frames(0, 200)),
    );
    let track = |id: u32, task: u32, frame: u32| {
        let shape = tracked(frame, 0, 1.0);
        format!(
            "<track id=\"{id}\" label=\"van\" source=\"manual\" task_id=\"{task}\" subset=\"Train\">{shape}</track>"
        )
    };
    let file = |tracks: &str| format!("<annotations>{meta}{tracks}</annotations>");
    let (data, _) = read(&file(&(track(0, 6, 0) + &track(1, 4, 1)))).unwrap();
    let images = data.images.iter();
    let images = images.map(|image| (image.name.as_str(), image.width, image.split));
    assert_eq!(
        images.collect::<Vec<_>>(),
        [
            ("task_4/frame_000000.png", 100, Some(Split::Train)),
            ("task_4/frame_000001.png", 100, Some(Split::Train)),
            ("task_6/frame_000000.png", 200, Some(Split::Test)),
        ]
    );
    let found = data.objects.iter().map(|object| object.image);
    assert_eq!(found.collect::<Vec<_>>(), [2, 1]);
    for (tracks, expect) in [
        (track(0, 5, 0), "does not say how large its frames are"),
        (
            track(0, 7, 0),
            "the task `7`, which the file does not describe",
        ),
        (track(0, 6, 1), "frame 1 is not one of the task"),
        (
            track(0, 6, 0).replace("task_id", "task"),
            "does not say which of the tasks it belongs to",
        ),
    ] {
        let error = read(&file(&tracks)).unwrap_err().to_string();
        assert!(error.contains(expect), "{expect}: {error}");
    }
}

#[test]
fn no_file_makes_up_objects_without_end() {
    let shape = |frame| tracked(frame, 0, 1.0);
    let track = format!(
        "<track id=\"0\" label=\"van\">{}{}</track>",
        shape(10),
        shape(900_000)
    );
    let text = video(&track.repeat(3))
        .replace("step=2", "")
        .replace(">17<", ">900000<");
    let (data, report) = read(&text).unwrap();
    assert_eq!(data.objects.len(), 899_991 + 4);
    let lost = "shapes of tracks in frames that the file leaves out";
    assert_eq!(report.count(Stage::Lost, lost), 2 * 899_989);
}

//! Pictures, copied or linked to where a format has them.

use std::fs;

use converters::converter::Converter;
use converters::registry::{self, Scope};
use converters::report::Stage;
use converters::writer::Writer;
use converters::{Input, Output, Report};

use crate::{data_set, png};

/// An image whose size is known, but whose picture is not where the job says: such a job cannot copy it.
#[test]
fn a_picture_that_is_missing_can_be_skipped() {
    for (writer, reader) in [
        ("Coco", "annotations = 'out/annotations.json'"),
        ("PascalVoc", "annotations = 'out/Annotations'"),
        ("LabelMe", "annotations = 'out'"),
        ("Cvat", "annotations = 'out/annotations.xml'"),
        ("Csv", "annotations = 'out/annotations.csv'"),
    ] {
        let place = tempfile::tempdir().unwrap();
        let mut data = data_set();
        data.images.iter_mut().for_each(|image| image.split = None);
        let job = format!("type = '{writer}'");
        let write = || rollbook::toml::from_str::<registry::writer::Module>(&job).unwrap();
        let write = Scope::Detection.enter(write);
        let output = Output::create(&place.path().join("out"), false, &[]).unwrap();
        write.write(&data, &output, &mut Report::default()).unwrap();
        output.finish(&mut Report::default()).unwrap();
        let there = place.path().join("pictures").join(&data.images[0].name);
        fs::create_dir_all(there.parent().unwrap()).unwrap();
        fs::write(&there, png(640, 480)).unwrap();
        for (on_error, images) in [("error", data.images.len()), ("skip", 1)] {
            let job = format!(
                "type = '{writer}'\n{reader}\nimages = 'pictures'\non_error = '{on_error}'"
            );
            let read = || rollbook::toml::from_str::<registry::converter::Module>(&job).unwrap();
            let read = Scope::Detection.enter(read);
            let mut report = Report::default();
            let back = read.read(&Input::new(place.path()), &mut report).unwrap();
            assert_eq!(back.images.len(), images, "{writer} {on_error}");
            assert!(
                back.objects
                    .iter()
                    .all(|object| (object.image as usize) < images)
            );
            let what = "images whose picture cannot be read, with their objects";
            let left_out = report.count(Stage::Skipped, what);
            let expect = (data.images.len() - images) as u64;
            assert_eq!(left_out, expect, "{writer} {on_error}");
        }
    }
}

/// Each writer that lays out a data set puts the pictures where its format has them.
#[test]
fn pictures_copied_and_linked() {
    for (writer, pictures) in [
        ("Yolo", "images"),
        ("PascalVoc", "JPEGImages"),
        ("LabelMe", ""),
        ("OpenImages", "images"),
        ("Dota", "val/images"),
    ] {
        for mode in ["copy", "link", "none"] {
            let place = tempfile::tempdir().unwrap();
            let picture = place.path().join("source/sub dir/a.png");
            fs::create_dir_all(picture.parent().unwrap()).unwrap();
            fs::write(&picture, png(640, 480)).unwrap();
            let mut data = data_set();
            data.images.drain(..1);
            data.images.truncate(1);
            data.objects.clear();
            // Dota's names have no blanks.
            for category in &mut data.categories {
                category.name = category.name.replace(' ', "-");
            }
            data.images[0].picture = Some(Box::new(picture.clone().into()));
            let job = format!("type = '{writer}'\nimages = '{mode}'");
            let write = || rollbook::toml::from_str::<registry::writer::Module>(&job).unwrap();
            let write = Scope::Detection.enter(write);
            let target = place.path().join("out");
            let once = || {
                let output = Output::create(&target, true, &[]).unwrap();
                write.write(&data, &output, &mut Report::default()).unwrap();
                output.finish(&mut Report::default()).unwrap();
            };
            once();
            let there = target.join(pictures).join("sub dir/a.png");
            assert_eq!(there.is_file(), mode != "none", "{writer} {mode}");
            // Again over what was written, and the source is as it was.
            once();
            assert_eq!(fs::read(&picture).unwrap(), png(640, 480));
            if mode == "none" {
                continue;
            }
            assert_eq!(fs::read(&there).unwrap(), png(640, 480));
            // A picture of the user in that place stays.
            let list = target.join(".converters-written");
            let kept = fs::read_to_string(&list)
                .unwrap()
                .replace("sub dir/a.png", "x");
            fs::write(&list, kept).unwrap();
            fs::remove_file(&there).unwrap();
            fs::write(&there, "mine").unwrap();
            let output = Output::create(&target, true, &[]).unwrap();
            write.write(&data, &output, &mut Report::default()).unwrap();
            assert!(output.finish(&mut Report::default()).is_err());
            assert_eq!(fs::read_to_string(&there).unwrap(), "mine");
            // A picture that is not known where it is.
            data.images[0].picture = None;
            let output = Output::create(&place.path().join("other"), false, &[]).unwrap();
            let error = write
                .write(&data, &output, &mut Report::default())
                .unwrap_err();
            assert!(
                error.to_string().contains("set `images` of the converter"),
                "{error}"
            );
            data.images[0].picture = Some(Box::new(picture.into()));
        }
    }
}

//! One reader of converters on one hostile file.

use std::cell::OnceCell;
use std::fs;

use converters::converter::Converter;
use converters::registry::Scope;
use converters::registry::converter::Module;
use converters::{Input, Report};
use tempfile::TempDir;

thread_local! {
    static PLACE: OnceCell<TempDir> = const { OnceCell::new() };
}

/// Reads `bytes` as the file `name`, with the reader that `job` says, and looks at what it hands back. `others` lie beside it.
pub fn read(job: &str, name: &str, bytes: &[u8], others: &[(&str, &[u8])]) {
    PLACE.with(|place| {
        let place = place.get_or_init(|| tempfile::tempdir().expect("a temporary folder"));
        for (name, bytes) in others.iter().chain([&(name, bytes)]) {
            let path = place.path().join(name);
            fs::create_dir_all(path.parent().expect("a file in the folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        let reader: Module = Scope::Detection
            .enter(|| rollbook::toml::from_str(job))
            .expect("our job");
        let Ok(data) = reader.read(&Input::new(place.path()), &mut Report::default()) else {
            return;
        };
        // A second category of one name is found here, so an error is fine.
        let _ = data.check();
        for object in &data.objects {
            assert!((object.image as usize) < data.images.len());
            assert!((object.category as usize) < data.categories.len());
            assert_eq!(object.bounding_box.fault(), None);
        }
    });
}

/// A picture's header: 64 x 48.
pub const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x30\x08\x02\0\0\0";

//! `rollbook::toml::Layers`: MMEngine's answers, the errors, and input that is hostile.

use std::fs;
use std::path::{Path, PathBuf};

use rollbook::toml::{Layers, LayersError};
use serde_json::Value;

/// A folder of its own for a test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("layers-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn layered(path: &Path, options: &[&str]) -> Result<Layers, LayersError> {
    let layers = Layers::new().file(path)?;
    options
        .iter()
        .try_fold(layers, |layers, option| layers.set(option))
}

fn read(path: &Path, options: &[&str]) -> Result<Value, LayersError> {
    layered(path, options)?.read()
}

#[test]
fn as_mmengine_or_as_the_data_says() {
    let data = fs::read_to_string("tests/layers/mmengine.json").unwrap();
    let data: Value = serde_json::from_str(&data).unwrap();
    let cases = data["cases"].as_array().unwrap();
    let mut failed = Vec::new();
    for case in cases {
        let folder = Folder::new("mmengine");
        for (path, content) in case["files"].as_object().unwrap() {
            folder.write(path, &content.to_string());
        }
        let options = case["options"].as_array();
        let options = options.into_iter().flatten().filter_map(Value::as_str);
        let options = options.collect::<Vec<_>>();
        let answer = read(&folder.0.join("read.json"), &options);
        let expect = case.get("ours").unwrap_or(&case["mmengine"]);
        let same = match (&answer, expect.get("value")) {
            (Ok(value), Some(expect)) => value == expect,
            (Err(_), None) => expect.get("error").is_some(),
            _ => false,
        };
        if !same {
            failed.push(format!("{}\n  {answer:?}\n  {expect}", case["name"]));
        }
        if let (Ok(value), Ok(layers)) = (&answer, layered(&folder.0.join("read.json"), &options)) {
            // Written and read again, it is the same, with and without comments.
            for text in [
                layers.to_toml().unwrap(),
                layers.to_commented_toml().unwrap(),
            ] {
                let again: Value = rollbook::toml::from_str(&text).unwrap();
                assert_eq!(&again, value, "{}\n{text}", case["name"]);
            }
        }
    }
    assert!(cases.len() >= 100);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

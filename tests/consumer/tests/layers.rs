//! What is wrong with a config of several layers, as a user sees it: the cases are in `layers/errors.txt`.
//! `ROLLBOOK_BLESS=1` rewrites what they say.

use std::fs;
use std::path::Path;

use consumer::registry::{act, backbone, model};
use rollbook::toml::{Layers, LayersError};
use serde::Deserialize;

const CASES: &str = "tests/layers/errors.txt";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code)]
struct Job {
    model: Option<model::Config>,
    backbone: Option<backbone::Config>,
    #[serde(default)]
    acts: Vec<act::Config>,
    name: Option<String>,
    seed: Option<u16>,
    mode: Option<Mode>,
    limits: Option<Limits>,
    server: Option<Server>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    Train,
    Test,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Server {
    host: String,
    port: u16,
}

/// Its error quotes its values.
#[derive(Debug, Deserialize)]
#[serde(try_from = "[u32; 2]")]
struct Limits;

impl TryFrom<[u32; 2]> for Limits {
    type Error = String;

    fn try_from([low, high]: [u32; 2]) -> Result<Self, String> {
        if low > high {
            return Err(format!("{low} is above {high}"));
        }
        Ok(Self)
    }
}

/// A case: files, flags and variables, by the headers before them.
struct Case<'a> {
    name: &'a str,
    parts: Vec<(&'a str, &'a str)>,
}

impl<'a> Case<'a> {
    fn parse(text: &'a str) -> Self {
        let (name, rest) = text.split_once('\n').unwrap();
        let parts = rest
            .split("\n--- ")
            .map(|part| part.trim_start_matches("--- "));
        let parts = parts.map(|part| part.split_once('\n').unwrap_or((part, "")));
        Self {
            name,
            parts: parts.collect(),
        }
    }

    fn run(&self, folder: &Path) -> Result<Job, LayersError> {
        let mut layers = Layers::new().tag("type").tag("kind");
        for (header, text) in &self.parts {
            match *header {
                "says" => {}
                "set" => layers = layers.set(text)?,
                "env" => {
                    let variables = text.lines().filter_map(|line| line.split_once('='));
                    layers = layers.variables("APP__", variables)?;
                }
                path => {
                    fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
                    fs::write(folder.join(path), text).unwrap();
                }
            }
            if let "read.toml" | "read.json" = *header {
                layers = layers.file(folder.join(header))?;
            }
        }
        layers.read()
    }
}

#[test]
fn errors_say_which_layer_is_at_fault() {
    let text = fs::read_to_string(CASES).unwrap();
    let mut written = String::new();
    let mut failed = Vec::new();
    let mut count = 0;
    for case in text.split("=== ").skip(1).map(Case::parse) {
        count += 1;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("layers-errors");
        let _ = fs::remove_dir_all(&folder);
        let said = match case.run(&folder) {
            Ok(job) => format!("no error: {job:?}"),
            Err(error) => error.to_string(),
        };
        let said = said.replace(&format!("{}/", folder.display()), "");
        for (header, text) in case.parts.iter().filter(|(header, _)| *header == "env") {
            for (name, value) in text.lines().filter_map(|line| line.split_once('=')) {
                let words = value.split(|c: char| !c.is_alphanumeric());
                // Secrets have digits here, and names of modules do not.
                let secret =
                    |word: &&str| word.len() > 3 && word.contains(|c: char| c.is_numeric());
                for word in words.filter(secret) {
                    assert!(!said.contains(word), "{header} {name} is shown:\n{said}");
                }
            }
        }
        written.push_str(&format!("=== {}\n", case.name));
        let mut expect = "";
        for (header, text) in &case.parts {
            match *header {
                "says" => expect = text.trim_end(),
                header => written.push_str(&format!("--- {header}\n{}\n", text.trim_end())),
            }
        }
        written.push_str(&format!("--- says\n{said}\n\n"));
        if said
            .lines()
            .map(str::trim_end)
            .ne(expect.lines().map(str::trim_end))
        {
            failed.push(format!("{}\n{said}\n--- and not\n{expect}", case.name));
        }
    }
    assert!(count > 30);
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::write(CASES, written.trim_end().to_owned() + "\n").unwrap();
        return;
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
}

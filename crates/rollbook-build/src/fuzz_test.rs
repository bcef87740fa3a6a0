//! Broken manifests of every kind: nothing panics, every place is in its text, and the output is Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostics::{self, Problems};
use crate::model::{self, Workspace};
use crate::{emit, manifest};

const RICH: &str = r#"
[rollbook]
scope = "mmcv"
module = "crate::registry"

[scope.mmcv]
doc = "The root."
[scope.mmdet]
parent = "mmcv"
build.model = "crate::build"
[scope."a b"]
parent = "mmdet"
name = 'ab'

[registry.model]
trait = "crate::Model"
derive = { config = ["Debug", "Serialize"], module = ["Debug"] }
sequence = "Sequential"
key = "type"
[registry.layer]
context = "crate::Device"
dispatch = false
build = "crate::build_layer"

[modules.mmcv.model]
ResNet = { type = "crate::ResNet", aliases = ["resnet"], doc = """Two
lines.""" }
Sequential = "crate::Sequential<$model>"
"网络" = { type = "a::B<Vec<c::D>>", feature = "gpu", deprecated = "use `ResNet`" }
[modules.mmdet.model.NetA]
type = "crate::NetA"
config = "crate::NetAConfig"
defaults = { depth = 50, rate = 1.5, inner = { list = [1, true, "x"] } }
variant = "A"
box = true
[modules."a b".layer]
Linear = { type = "crate::Linear", config = "crate::LinearConfig<$layer>", build = "crate::linear" }
"#;

/// A folder of its own, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("rollbook-build-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A manifest that checks `config.json` and `config.toml`.
const CHECKING: &str = r#"
[registry.model]
[modules.model]
ResNet = "crate::ResNet"
[[check]]
files = ["config.json", "config.toml"]
slots = { model = "model", "list[]" = "model", "**.neck" = "model" }
ignore = ["**.ignored"]
"#;

/// The number of problems that two config files have.
fn check_configs(folder: &Folder, json: &[u8], toml: &[u8]) -> usize {
    std::fs::write(folder.0.join("config.json"), json).unwrap();
    std::fs::write(folder.0.join("config.toml"), toml).unwrap();
    std::fs::write(folder.0.join("registry.toml"), CHECKING).unwrap();
    let output = crate::Generator::new().root(&folder.0).generate().unwrap();
    assert!(output.problems.is_empty() || output.problems.contains("problem"));
    output.problems.matches(" [R").count()
}

/// The number of problems that a text has.
fn check(folder: &Folder, text: &str, compile: bool) -> usize {
    std::fs::write(folder.0.join("registry.toml"), text).unwrap();
    let mut problems = Problems::default();
    let loaded = manifest::load(
        &manifest::Inputs {
            root: &folder.0,
            manifest: Path::new("registry.toml"),
            package: "demo",
            features: &BTreeSet::new(),
            declared: None,
            published: &BTreeMap::new(),
        },
        &mut problems,
    )
    .unwrap();
    let workspace = Workspace {
        packages: &loaded.packages,
        sources: &loaded.sources,
    };
    let model = model::resolve(loaded.manifest, &workspace, &mut problems);
    for (span, _) in problems.list.iter().flat_map(|problem| &problem.labels) {
        assert!(
            span.start <= span.end && span.end <= text.len(),
            "{span:?} in {text}"
        );
    }
    for problem in &problems.list {
        assert!(
            !problem.headline().is_empty(),
            "{} in {text}",
            problem.message.id
        );
        assert!(problem.help().is_some(), "{} in {text}", problem.message.id);
    }
    let problems = problems.settled(&loaded.sources);
    diagnostics::draw(&problems, &loaded.sources);
    problems.warning_lines(&loaded.sources);
    if compile {
        let rust = emit::emit(&model, &crate::tables::constants(&model), &[], None, None);
        if let Err(error) = syn::parse_file(&rust) {
            panic!("{error} in what comes of {text}\n{rust}");
        }
    }
    problems.list.len()
}

#[test]
fn the_whole_is_right() {
    assert_eq!(check(&Folder::new("whole"), RICH, true), 0);
}

#[test]
fn every_beginning() {
    let folder = Folder::new("beginning");
    for end in (0..RICH.len()).filter(|end| RICH.is_char_boundary(*end)) {
        check(&folder, &RICH[..end], end % 40 == 0);
    }
}

#[test]
fn a_byte_changed() {
    let folder = Folder::new("changed");
    let mut count = 0;
    for at in (0..RICH.len()).step_by(3) {
        for byte in *b"\"'[]{}=.\n\0#$x\x80" {
            let mut bytes = RICH.as_bytes().to_owned();
            bytes[at] = byte;
            if let Ok(text) = String::from_utf8(bytes) {
                count += 1;
                check(&folder, &text, count % 60 == 0);
            }
        }
    }
    assert!(count > 4000, "{count}");
}

#[test]
fn a_line_left_out_or_doubled() {
    let folder = Folder::new("lines");
    let lines = RICH.lines().collect::<Vec<_>>();
    for at in 0..lines.len() {
        let mut fewer = lines.clone();
        fewer.remove(at);
        check(&folder, &fewer.join("\n"), true);
        let mut more = lines.clone();
        more.insert(at, lines[at]);
        check(&folder, &more.join("\r\n"), true);
    }
}

#[test]
fn more_scopes_than_there_is_room_for() {
    let scopes = (0..60_002)
        .map(|n| format!("[scope.s{n}]\n"))
        .collect::<String>();
    let text = format!("[rollbook]\nscope = \"s0\"\n{scopes}");
    assert_eq!(check(&Folder::new("scopes"), &text, false), 1);
}

#[test]
fn hostile_texts() {
    let folder = Folder::new("hostile");
    let nested = format!("x = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    check(&folder, &nested, true);
    let tables = format!("[{}]", vec!["a"; 100_000].join("."));
    check(&folder, &tables, true);
    // The parser limits brackets and the parts of a key, but not their product.
    let part = ["a"; 79].join(".");
    let product = format!("{}1{}", format!("{{ {part} = ").repeat(79), " }".repeat(79));
    check(&folder, &format!("x = {product}"), true);
    let defaults = "[registry.act]\n[modules.act.A]\ntype = \"crate::A\"\ndefaults = ";
    check(&folder, &format!("{defaults}{product}"), true);
    let long = format!(
        "[registry.act]\n[modules.act]\n{} = \"{}\"\n",
        "n".repeat(1 << 20),
        "p".repeat(1 << 20)
    );
    assert_eq!(check(&folder, &long, true), 2);
    let one_line = (0..2000)
        .map(|n| format!("M{n} = \"网{n}\", "))
        .collect::<String>();
    check(
        &folder,
        &format!("registry = {{ act = {{}} }}\nmodules = {{ act = {{ {one_line} }} }}"),
        true,
    );
    let names = "[registry.act]\n[modules.act]\n\"\\u0000\" = \"crate::A\"\n\"a\\nb`\\u202e\" = { type = \"crate::B\", doc = \"\\u202e*/\\r\" }\n";
    check(&folder, names, true);
}

#[test]
fn hostile_configs() {
    const JSON: &str = "{\"model\": {\"type\": \"ResNet\", \"neck\": {\"type\": \"网\"}}, \"list\": [\"ResNet\", {\"_scope_\": 3}]}";
    const TOML: &str =
        "list = ['ResNet', { type = 3 }]\n[model]\ntype = \"ResNet\"\nneck.type = 'X'\n";
    let folder = Folder::new("configs");
    assert_eq!(check_configs(&folder, JSON.as_bytes(), TOML.as_bytes()), 3);
    for end in 0..JSON.len() {
        check_configs(
            &folder,
            &JSON.as_bytes()[..end],
            &TOML.as_bytes()[..end.min(TOML.len())],
        );
    }
    for at in 0..JSON.len() {
        for byte in *b"\"'[{}.\n\\\x80" {
            let changed = |text: &str| {
                let mut bytes = text.as_bytes().to_owned();
                if let Some(found) = bytes.get_mut(at) {
                    *found = byte;
                }
                bytes
            };
            check_configs(&folder, &changed(JSON), &changed(TOML));
        }
    }
    let brackets = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let part = ["a"; 79].join(".");
    let product = format!(
        "x = {}1{}",
        format!("{{ {part} = ").repeat(79),
        " }".repeat(79)
    );
    assert_eq!(
        check_configs(&folder, brackets.as_bytes(), product.as_bytes()),
        2
    );
    let name = format!("{{\"model\": \"{}\"}}", "n".repeat(1 << 20));
    let keys = format!("{} = 1", ["a"; 100_000].join("."));
    assert_eq!(check_configs(&folder, name.as_bytes(), keys.as_bytes()), 2);
}

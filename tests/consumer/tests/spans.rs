//! Problems at their places in the files that they are about: what Cargo says, what `cargo fix` does to the files, and
//! what is left when the switch is off. Each test is a workspace of its own.

use std::fs;
use std::process::{Command, Output};

use fixture::{Package, repository};
use serde_json::Value;

const REGISTRY: &str = r#"[rollbook]
include = ["more/*.toml"]

[registry.model]
derive = ["Debug"]

[modules.model]
ResNet = "crate::ResNet"
OldNet = { type = "crate::ResNet", deprecated = "use `ResNet`", variant = "Old" }

[[check]]
files = ["configs/*.toml", "configs/*.json"]
slots = { "**" = "model" }
"#;

const LIB: &str = r#"//! A package with config files.

pub mod registry {
    rb::include_registry!();
}

#[derive(Debug, serde::Deserialize)]
pub struct ResNet {
    pub depth: u32,
}
"#;

/// A workspace with one package, in a folder with a blank in its name. The package is named `app-` and the name of the
/// test: Cargo keeps packages of one name in one place of the target folder, which the tests share.
struct Workspace {
    package: Package,
    name: String,
}

impl Workspace {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let package = Package::new(env!("CARGO_TARGET_TMPDIR"), &format!("spans {name}"));
        let workspace = Self {
            package,
            name: format!("app-{name}"),
        };
        workspace.write(
            "../Cargo.toml",
            "[workspace]\nmembers = [\"my app\"]\nresolver = \"3\"\n",
        );
        let crates = repository().join("crates");
        let manifest = format!(
            "[package]\nname = {:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
             rb = {{ package = \"rollbook\", path = {:?}, features = [\"toml\"] }}\n\
             serde = {{ version = \"1\", features = [\"derive\"] }}\n\
             [build-dependencies]\nrollbook-build = {{ path = {:?} }}\n",
            workspace.name,
            crates.join("rollbook"),
            crates.join("rollbook-build"),
        );
        workspace.write("Cargo.toml", &manifest);
        let build = "fn main() { rollbook_build::generate(\"registry.toml\"); }\n";
        workspace.write("build.rs", build);
        workspace.write("registry.toml", REGISTRY);
        workspace.write("more/empty.toml", "");
        workspace.write("src/lib.rs", LIB);
        let good = "m = { type = \"ResNet\", depth = 1 }\n";
        workspace.write("configs/good.toml", good);
        workspace.write("configs/good.json", "{}\n");
        for (path, text) in files {
            workspace.write(path, text);
        }
        workspace
    }

    /// Writes a file of the package.
    fn write(&self, path: &str, text: &str) {
        self.package.write(&format!("my app/{path}"), text);
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.package.path("my app").join(path)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command
            .args(arguments)
            .arg("--offline")
            .current_dir(self.package.path(""))
            .env("CARGO_TARGET_DIR", self.package.target_folder())
            .env_remove("RUSTFLAGS")
            .env_remove("ROLLBOOK_SPANS");
        command
    }

    fn cargo(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What Cargo says in a terminal, from the first message on.
    fn said(&self, arguments: &[&str]) -> String {
        said(&self.cargo(arguments)).replace(&self.name, "app")
    }

    /// The messages of the package in JSON, apart from rustc's count of its own.
    fn messages(&self) -> Vec<Value> {
        let output = self.cargo(&["check", "--message-format=json"]);
        let text = String::from_utf8(output.stdout).unwrap();
        let lines = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        let messages = lines.filter(|line| line["reason"] == "compiler-message");
        let messages = messages.map(|line| line["message"].clone());
        let count = |message: &Value| message["message"].as_str().unwrap().starts_with("aborting");
        messages.filter(|message| !count(message)).collect()
    }
}

fn said(output: &Output) -> String {
    let text = String::from_utf8(output.stderr.clone()).unwrap();
    let lines = text
        .lines()
        .skip_while(|line| !line.starts_with("error") && !line.starts_with("warning"));
    lines
        .filter(|line| !line.contains("Finished") && !line.contains("Blocking waiting"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Wide characters, a tab, and lines that end as on Windows, before the word.
const AWKWARD: &str = "# 网络\r\n\"é😀\" = {\tdepth = 1, type =\t'Rse网t' }\r\n";

#[test]
fn an_error_is_drawn_in_the_config_and_counted_and_replayed() {
    let wrong = "[model]\ntype = \"RseNet\"\ndepth = 50\n";
    let workspace = Workspace::new("drawn", &[("configs/one.toml", wrong)]);
    let expect = r#"error: no model `RseNet` [R115]
 --> my app/configs/one.toml:2:8
  |
2 | type = "RseNet"
  |        ^^^^^^^^ no such name
  |
  = help: a similar model: `ResNet`

error: 1 problem in the config files, each shown at its place
 --> my app/src/lib.rs:4:5
  |
4 |     rb::include_registry!();
  |     ^^^^^^^^^^^^^^^^^^^^^^^
  |
  = note: this error originates in the macro `$crate::__private::registry::report` which comes from the expansion of the macro `rb::include_registry` (in Nightly builds, run with -Z macro-backtrace for more info)

error: could not compile `app` (lib) due to 2 previous errors
"#;
    assert_eq!(workspace.said(&["check"]), expect);
    // Nothing changed: Cargo does not replay what failed, but the macro says the same again.
    assert_eq!(workspace.said(&["check"]), expect);
    let short = workspace.cargo(&["check", "--message-format=short"]).stderr;
    let short = String::from_utf8(short).unwrap();
    let line = "my app/configs/one.toml:2:8: error[rollbook::R115]: no model `RseNet`\n";
    assert!(
        short.contains(&format!("{line}my app/src/lib.rs:4:5: error: 1 problem")),
        "{short}"
    );
}

#[test]
fn a_place_is_the_same_in_bytes_and_in_columns() {
    let json = "{\n  \"网\": {\"type\": \"Nt\"},\n\t\"b\": [{\"type\": \"OldNet\"}]\n}\n";
    let included = "\u{feff}[modules.model]\r\n\"É\" = { typo = 1 }\n";
    let files = [
        ("configs/one.toml", AWKWARD),
        ("configs/two.json", json),
        ("more/empty.toml", included),
    ];
    let workspace = Workspace::new("places", &files);
    let mut places = Vec::new();
    for message in workspace.messages() {
        let Some(code) = message["code"]["code"]
            .as_str()
            .filter(|code| code.starts_with("rollbook::"))
        else {
            continue;
        };
        let span = &message["spans"][0];
        let file = span["file_name"]
            .as_str()
            .unwrap()
            .strip_prefix("my app/")
            .unwrap();
        let text = workspace.read(file);
        let number = |key: &str| usize::try_from(span[key].as_u64().unwrap()).unwrap();
        let bytes = &text[number("byte_start")..number("byte_end")];
        // As an editor finds it: the line, and the character in it.
        let line = text
            .trim_start_matches('\u{feff}')
            .lines()
            .nth(number("line_start") - 1)
            .unwrap();
        let columns = number("column_end") - number("column_start");
        let word = line
            .chars()
            .skip(number("column_start") - 1)
            .take(columns)
            .collect::<String>();
        assert_eq!(bytes, word);
        assert_eq!(span["text"][0]["text"], line);
        places.push(format!(
            "{code} {file}:{}:{} {word}",
            number("line_start"),
            number("column_start")
        ));
    }
    assert_eq!(
        places,
        [
            "rollbook::R003 more/empty.toml:2:9 typo",
            "rollbook::R115 configs/one.toml:2:28 'Rse网t'",
            "rollbook::R115 configs/two.json:2:17 \"Nt\"",
            "rollbook::R136 configs/two.json:3:17 \"OldNet\"",
        ]
    );
}

#[test]
fn cargo_fix_mends_configs_and_the_manifest() {
    let json = "{\"网\": [{\"type\": \"RseNet\"}],\r\n \"b\": {\"type\": \"res-net\"}, \"c\": {\"type\": \"OldNet\"}}";
    let toml = "\u{feff}# 网\r\n\"é\" = { type =\t'ResNt' }\r\nb = { type = \"RseNet\" }\r\n";
    let workspace = Workspace::new(
        "fixed",
        &[("configs/one.toml", toml), ("configs/two.json", json)],
    );
    let arguments = ["fix", "--broken-code", "--allow-no-vcs"];
    let output = workspace.cargo(&arguments);
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    assert!(
        text.contains("Fixed my app/configs/one.toml (2 fixes)"),
        "{text}"
    );
    assert!(
        text.contains("Fixed my app/configs/two.json (3 fixes)"),
        "{text}"
    );
    let fixed = toml.replace("ResNt", "ResNet").replace("RseNet", "ResNet");
    assert_eq!(workspace.read("configs/one.toml"), fixed);
    let fixed = json
        .replace("RseNet", "ResNet")
        .replace("res-net", "ResNet")
        .replace("OldNet", "ResNet");
    assert_eq!(workspace.read("configs/two.json"), fixed);
    assert_eq!(workspace.said(&["check"]), "");

    let registry = REGISTRY
        .replace("derive =", "derve =")
        .replace("ResNet\"\nOld", "ResNet\"\r\nOld");
    workspace.write("registry.toml", &registry);
    workspace.cargo(&arguments);
    assert_eq!(
        workspace.read("registry.toml"),
        registry.replace("derve", "derive")
    );
}

#[test]
fn a_guess_is_left_to_people() {
    let wrong = "a = { type = \"RastNet\" }\nb = { type = \"VGG\" }\n";
    let workspace = Workspace::new("guess", &[("configs/one.toml", wrong)]);
    let output = workspace.cargo(&["fix", "--broken-code", "--allow-no-vcs"]);
    assert!(!output.status.success());
    assert_eq!(workspace.read("configs/one.toml"), wrong);
    let messages = workspace.messages();
    let edit = &messages[0]["children"][0]["spans"][0];
    assert_eq!(edit["suggested_replacement"], "\"ResNet\"");
    assert_eq!(edit["suggestion_applicability"], "MaybeIncorrect");
    assert_eq!(
        messages[1]["children"][0]["spans"],
        Value::Array(Vec::new())
    );
}

#[test]
fn a_file_that_is_mended_in_part_asks_for_another_build() {
    let wrong = "a = { type = \"RseNet\" }\nb = { type = \"VGG\" }\n";
    let workspace = Workspace::new("part", &[("configs/one.toml", wrong)]);
    workspace.cargo(&["fix", "--broken-code", "--allow-no-vcs"]);
    assert_eq!(
        workspace.read("configs/one.toml"),
        wrong.replace("RseNet", "ResNet")
    );
    let said = workspace.said(&["check"]);
    assert!(
        said.starts_with("error: no model `VGG` [R115]\n --> my app/configs/one.toml:2:"),
        "{said}"
    );
}

#[test]
fn a_deprecated_name_is_a_warning_at_its_place() {
    let old = "model = { type = \"OldNet\", depth = 1 }\n";
    let workspace = Workspace::new("deprecated", &[("configs/one.toml", old)]);
    let expect = r#"warning: the model `OldNet` is deprecated: use `ResNet` [R136]
 --> my app/configs/one.toml:1:18
  |
1 | model = { type = "OldNet", depth = 1 }
  |                  ^^^^^^^^ deprecated
  |
  = help: write `ResNet`

warning: `app` (lib) generated 1 warning (run `cargo fix --lib -p app` to apply 1 suggestion)
"#;
    assert_eq!(workspace.said(&["check"]), expect);
    assert_eq!(workspace.said(&["check"]), expect, "replayed");
    workspace.write("configs/two.toml", "# nothing\n");
    assert_eq!(workspace.said(&["check"]), expect, "another file is new");
    assert!(workspace.cargo(&["fix", "--allow-no-vcs"]).status.success());
    assert_eq!(
        workspace.read("configs/one.toml"),
        old.replace("OldNet", "ResNet")
    );
    assert_eq!(workspace.said(&["check"]), "");
}

#[test]
fn with_the_switch_off_all_is_drawn_in_one_error() {
    let wrong = "a = { type = \"RseNet\" }\nb = { type = \"OldNet\" }\n";
    let workspace = Workspace::new("off", &[("configs/one.toml", wrong)]);
    let check = |said: &str| {
        let expect = "error: no model `RseNet` [R115]\n        --> configs/one.toml:1:14\n";
        let warning = "warning: app@0.0.0: configs/one.toml:2:14: the model `OldNet` is deprecated: use `ResNet`; write `ResNet`\n";
        assert!(said.contains(expect) && said.contains(warning), "{said}");
        assert!(said.contains("due to 1 previous error"), "{said}");
    };
    let mut command = workspace.command(&["check"]);
    let output = command.env("ROLLBOOK_SPANS", "0").output().unwrap();
    check(&said(&output).replace(&workspace.name, "app"));
    let registry = REGISTRY.replace("[rollbook]", "[rollbook]\nspans = false");
    workspace.write("registry.toml", &registry);
    check(&workspace.said(&["check"]));
}

#[test]
fn a_problem_in_the_manifest_of_another_crate_is_drawn() {
    let registry = "[crates]\nbase = {}\n[modules.base.model]\nNet = \"crate::ResNet\"\nTypo = { typ = \"crate::ResNet\" }\n\
                    [rollbook]\nscope = \"app\"\n[scope.app]\nparent = \"base\"\n";
    let workspace = Workspace::new("crates", &[("registry.toml", registry)]);
    let manifest = workspace.read("Cargo.toml");
    let base = manifest.replace("name = \"app-crates\"", "name = \"base\"\nlinks = \"base\"");
    let app = manifest.replace(
        "[dependencies]\n",
        "[dependencies]\nbase = { path = \"base\" }\n",
    );
    workspace.write("Cargo.toml", &app);
    workspace.write("base/Cargo.toml", &base);
    workspace.write("base/build.rs", &workspace.read("build.rs"));
    workspace.write("base/src/lib.rs", LIB);
    let base = "[registry.model]\n[modules.model]\nNet = \"crate::ResNet\"\n";
    workspace.write("base/registry.toml", base);
    let said = workspace.said(&["check"]);
    let expect = r#"error: the crates `base` and `app` both have `Net` in the registry `model`, in the scope `base` [R094]
 --> my app/registry.toml:4:1
  |
4 | Net = "crate::ResNet"
  | ^^^ in app
  |
 ::: base/registry.toml:3:1
  |
3 | Net = "crate::ResNet"
  | --- in base
  |
  = help: rename one; or write `override = true` in the one that wins

error: unknown key `typ` in the module `Typo` [R003]
 --> my app/registry.toml:5:10
"#;
    assert!(said.starts_with(expect), "{said}");
    let last = "error: 2 problems, each shown at its place; the registry is generated without these entries\n";
    assert!(said.contains(last), "{said}");
}

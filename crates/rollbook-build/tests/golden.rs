//! Whole generated files, compared with records: the same bytes on every host. `ROLLBOOK_BLESS=1` writes them again.

use std::fs;
use std::path::{Path, PathBuf};

use rollbook_build::Generator;

fn record(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    folder.join(name).with_extension("rs")
}

fn check(name: &str, manifest: &str) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("golden-{name}"));
    fs::create_dir_all(&root).unwrap();
    fs::write(root.join("registry.toml"), manifest).unwrap();
    let output = Generator::new()
        .root(&root)
        .package(name)
        .features(["big"])
        .generate()
        .unwrap();
    assert_eq!(output.problems, "");
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::write(record(name), &output.text).unwrap();
    }
    let recorded = fs::read_to_string(record(name)).unwrap_or_default();
    assert!(
        output.text == recorded,
        "{name} differs from its record: run again with ROLLBOOK_BLESS=1, and read the difference"
    );
}

#[test]
fn the_five_minute_example() {
    let manifest = "\
[registry.act]
trait = \"crate::Activation\"

[modules.act]
ReLU = \"crate::ReLU\"
GELU = { type = \"crate::GELU\", config = \"crate::GeluConfig\" }
";
    check("quickstart", manifest);
}

#[test]
fn every_key() {
    let manifest = "\
[rollbook]
scope = \"mmcv\"
module = \"crate::config::registry\"

[registry.model]
trait = \"mmcv::Model\"
context = \"crate::Device\"
build = \"crate::build_model\"
key = \"kind\"
sequence = \"Sequential\"
derive = { config = [\"Clone\", \"Serialize\"], module = [\"Debug\"] }
doc = \"Models.\"

[registry.empty]
dispatch = false
trait = \"std::fmt::Debug\"

[scope.mmcv]
doc = \"The root.\"

[scope.mmdet]
parent = \"mmcv\"
build.model = \"crate::build_in_mmdet\"

[scope.\"pose-estimation\"]
parent = \"mmdet\"
name = \"pose\"

[modules.mmcv.model]
Sequential = { type = \"crate::Sequential<$model>\", config = \"crate::SequentialConfig<$model>\" }
ResNet = { type = \"crate::ResNet\", config = \"crate::ResNetConfig\", aliases = [\"resnet\"], doc = \"Residual.\\nOf any depth.\" }
Old = { type = \"crate::Old\", deprecated = \"use `ResNet`\" }

[modules.mmdet.model]
ResNet = { type = \"crate::DetResNet\", build = \"crate::det_res_net\", box = true }
\"torchvision/Resize\" = { type = \"crate::Resize\", defaults = { size = 3, name = \"x\", rates = [0.5], more = { a = true } } }

[modules.pose-estimation.model]
\"3d\" = { type = \"crate::Three\", feature = \"big\", variant = \"Three\" }
Gone = { type = \"crate::Gone\", feature = \"off\" }
";
    check("every-key", manifest);
}

#[test]
fn async_constructors() {
    let manifest = "\
[registry.sink]
async = true
context = \"crate::Pool\"
build = { function = \"crate::build_sink\", generic = true }

[registry.source]
async = true
local = true

[registry.idle]
async = true

[modules.sink]
Memory = \"crate::Memory\"
File = { type = \"crate::File\", config = \"crate::FileConfig\" }
Socket = { type = \"crate::Socket\", config = \"crate::SocketConfig\", build = \"crate::connect\", box = true }
Buffered = { type = \"crate::Buffered<$sink>\", config = \"crate::BufferedConfig<$sink>\" }

[modules.source]
Clock = { type = \"crate::Clock\", config = \"crate::ClockConfig\" }
Tee = { type = \"crate::Tee<$sink>\", config = \"crate::TeeConfig<$sink>\", build = \"crate::tee\" }
";
    check("async", manifest);
}

#[test]
fn forms() {
    let manifest = "\
[registry.adjacent]
content = \"config\"
fallback = \"Unknown\"
default = \"Clamp\"
derive = { config = [\"Serialize\"] }

[modules.adjacent]
Clamp = { type = \"crate::Clamp\", box = true }
Filled = { type = \"crate::Filled\", config = \"crate::FilledConfig\", defaults = { low = 1 } }
Unknown = \"crate::Later\"

[registry.external]
tagging = \"external\"
fallback = \"rollbook::Unknown\"
derive = [\"Serialize\"]

[modules.external]
Clamp = \"crate::Clamp\"
Unknown = { type = \"rollbook::Unknown\", box = true }
";
    check("forms", manifest);
}

#[test]
fn validate_then_build() {
    let manifest = "\
[registry.sink]
validate = true
async = true
context = \"crate::Pool\"
build = { function = \"crate::build_sink\", generic = true }

[registry.rule]
validate = true

[registry.none]
validate = true
async = true
context = \"crate::Pool\"

[registry.act]

[modules.sink]
Memory = \"crate::Memory\"
File = { type = \"crate::File\", config = \"crate::FileConfig\", valid = \"crate::FileValid\", box = true }
Buffered = { type = \"crate::Buffered<$sink>\", config = \"crate::BufferedConfig<$sink, $act>\" }

[modules.rule]
Any = \"crate::Any\"
Length = { type = \"crate::Length\", config = \"crate::LengthConfig\", valid = \"crate::Lengths\" }

[modules.act]
Rule = { type = \"crate::Rule<$rule>\", config = \"crate::RuleConfig<$rule>\" }
";
    check("validate", manifest);
}

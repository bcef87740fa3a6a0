//! Generates this crate's registry, and one for each world of `tests/resolve.json`.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    rollbook_build::generate("registry.toml");
    println!("cargo::rerun-if-changed=tests/resolve.json");
    worlds()?;
    hygiene()?;
    private_types()?;
    faulty_defaults()
}

/// For `tests/visibility.rs`: types that are private in a program, and in a Rust module of it.
fn private_types() -> Result<(), Box<dyn Error>> {
    let manifest = r#"
[rollbook]
module = "crate::registry"
visibility = "pub(crate)"
[registry.act]
trait = "crate::Act"
derive = { config = ["Clone", "Serialize"] }
validate = true
[modules.act]
ReLU = "crate::ReLU"
Clamp = { type = "crate::Clamp", config = "crate::ClampConfig", box = true, defaults = { low = 0 } }
[registry.sink]
async = true
context = "crate::Pool"
[modules.sink]
File = { type = "crate::File", build = "crate::open", config = "crate::FileConfig" }
Tee = { type = "crate::Tee<$sink>", config = "crate::TeeConfig<$sink>" }
"#;
    generate("private", manifest)?;
    let manifest = r#"
[rollbook]
module = "crate::inner::registry"
visibility = "pub(in crate::inner)"
[registry.net]
[modules.net]
Tiny = "crate::inner::Tiny"
"#;
    generate("inner", manifest)?;
    Ok(())
}

/// For `tests/defaults.rs`: defaults that are wrong, without the test that says so.
fn faulty_defaults() -> Result<(), Box<dyn Error>> {
    let manifest = r#"[rollbook]
module = "crate::faulty"
[registry.backbone]
[registry.loader]
[modules.backbone]
Tiny = "consumer::model::Tiny"
Wide = { type = "consumer::model::Wide", defaults = { width = "five", tags = [], inner = 1 } }
[modules.backbone.Odd]
type = "consumer::norm::Odd"
defaults.y = 5
defaults.depth = 3
[modules.loader]
Held = { type = "consumer::norm::Held<$backbone>", defaults = { backbone = { type = "Kaiming" } } }
Half = { type = "consumer::norm::Half", defaults = { low = 1 } }
"#;
    let output = generate("faulty", manifest)?;
    let text = output.replace("__rollbook::check_defaults!();", "");
    let out_dir = std::env::var("OUT_DIR")?;
    Ok(std::fs::write(Path::new(&out_dir).join("faulty.rs"), text)?)
}

/// For `tests/hygiene.rs`: a registry with most of what changes the generated code.
fn hygiene() -> Result<(), Box<dyn Error>> {
    let manifest = r#"
[rollbook]
scope = "base"
module = "crate::hygiene"
[scope.base]
[scope.child]
parent = "base"
[registry.act]
derive = { config = ["Serialize"] }
sequence = "Listed"
[modules.base.act]
Plain = { type = "consumer::act::ReLU", aliases = ["plain"], deprecated = "use \u202e[Other]", doc = "A doc." }
Other = { type = "consumer::act::ReLU", variant = "Other" }
Boxed = { type = "consumer::act::Boxed", box = true }
Clamp = { type = "consumer::act::Clamp", config = "consumer::act::ClampConfig", defaults = { low = 0.5 } }
Listed = "consumer::act::Listed"
[registry.nothing]
validate = true
[registry.checked]
validate = true
build = { function = "consumer::rule::same", generic = true }
[modules.base.checked]
Any = "consumer::rule::Any"
All = { type = "consumer::rule::All<$checked>", config = "consumer::rule::AllConfig<$checked>" }
[registry.waits]
async = true
validate = true
context = "consumer::sink::Pool"
build = { function = "consumer::sink::build_source", generic = true }
[modules.base.waits]
File = { type = "consumer::sink::File", config = "consumer::sink::FileConfig", valid = "consumer::sink::FileValid", box = true }
Console = { type = "consumer::sink::Console", config = "consumer::sink::ConsoleConfig" }
Throttled = { type = "consumer::sink::Throttled", config = "consumer::sink::ThrottledConfig", build = "consumer::sink::throttled" }
Buffered = { type = "consumer::sink::Buffered<$waits>", config = "consumer::sink::BufferedConfig<$waits>" }
[registry.stays]
async = true
local = true
context = "consumer::sink::Pool"
[modules.base.stays]
Label = { type = "consumer::panel::Label", config = "consumer::panel::LabelConfig", build = "consumer::panel::label" }
[registry.still]
async = true
validate = true
context = "consumer::sink::Pool"
[modules.base.still]
Memory = "consumer::sink::Memory"
"#;
    generate("hygiene", manifest)?;
    Ok(())
}

/// Generates `NAME.rs` from the text of a manifest.
fn generate(name: &str, manifest: &str) -> Result<String, Box<dyn Error>> {
    let out_dir = std::env::var("OUT_DIR")?;
    let out_dir = Path::new(&out_dir);
    let file = format!("{name}.toml");
    std::fs::write(out_dir.join(&file), manifest)?;
    let output = rollbook_build::Generator::new()
        .root(out_dir)
        .manifest(&file)
        .package("consumer")
        .generate()?;
    assert!(output.problems.is_empty(), "{}", output.problems);
    std::fs::write(out_dir.join(format!("{name}.rs")), &output.text)?;
    Ok(output.text)
}

fn worlds() -> Result<(), Box<dyn Error>> {
    let cases: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string("tests/resolve.json")?)?;
    for world in cases["worlds"].as_array().into_iter().flatten() {
        let name = world["name"].as_str().unwrap_or_default();
        generate(name, &manifest_of(name, world)?)?;
    }
    Ok(())
}

/// A world's scopes and modules; names with a dot are left out.
fn manifest_of(world: &str, cases: &serde_json::Value) -> Result<String, Box<dyn Error>> {
    let mut out = String::new();
    let root = &cases["root"];
    writeln!(
        out,
        "[rollbook]\nscope = {root}\nmodule = \"crate::{world}\""
    )?;
    writeln!(out, "[registry.{world}]")?;
    let mut variant = 0;
    for scope in cases["scopes"].as_array().into_iter().flatten() {
        let name = &scope["name"];
        writeln!(out, "[scope.{name}]")?;
        if let Some(parent) = scope["parent"].as_str() {
            writeln!(out, "parent = {parent:?}")?;
        }
        writeln!(out, "[modules.{name}.{world}]")?;
        for module in scope["modules"].as_array().into_iter().flatten() {
            // A JSON string is a TOML string.
            if module.as_str().is_none_or(|name| name.contains('.')) {
                continue;
            }
            writeln!(
                out,
                "{module} = {{ type = \"consumer::act::ReLU\", variant = \"V{variant}\" }}"
            )?;
            variant += 1;
        }
    }
    Ok(out)
}

//! Commands that write pages and schemas: `docs`, `schema`.

use fixture::Package;

use crate::command::example::{REGISTRY, folder, package};
use crate::{check, read};

#[test]
fn docs_of_a_registry() {
    let package = package("docs", &[]);
    check(&package, "docs", &["docs"]);
    check(
        &package,
        "docs-check",
        &["docs", "--write", "docs/registry", "--check"],
    );
    check(
        &package,
        "docs-write",
        &["docs", "--write", "docs/registry"],
    );
    assert!(read(&package, "docs/registry/model.md").starts_with("# model\n"));
    check(
        &package,
        "docs-up-to-date",
        &["docs", "--write", "docs/registry", "--check"],
    );
    check(&package, "docs-nowhere", &["docs", "--check"]);
}

#[test]
fn schema_of_what_is_not_there() {
    let package = package("schema", &[]);
    let cases: [(&str, &[&str]); 6] = [
        ("schema-unknown-viewer", &["--viewer", "clss"]),
        ("schema-unknown-entry", &["--entry", "9"]),
        ("schema-entry-zero", &["--entry", "0"]),
        ("schema-unknown-registry", &["--registry", "modle"]),
        ("schema-check-without-file", &["--check"]),
        ("schema-check-of-an-entry", &["--entry", "1", "--check"]),
    ];
    for (name, arguments) in cases {
        let arguments = [&["schema"], arguments].concat();
        check(&package, name, &arguments);
    }
    // A module a file needs no `[[check]]`.
    let (without, _) = REGISTRY.split_once("[[check]]").unwrap();
    package.write("schema/registry.toml", without);
    check(&package, "schema-without-a-check", &["schema"]);
    check(
        &package,
        "schema-of-a-registry",
        &["schema", "--registry", "model", "--viewer", "cls"],
    );
    let broken = REGISTRY.replace("parent = \"det\"", "parent = \"dett\"");
    package.write("schema/registry.toml", &broken);
    check(&package, "schema-of-a-broken-manifest", &["schema"]);
}

/// The files that the manifest asks for, and the generated test.
#[test]
fn schema_files_of_the_manifest() {
    let registry = REGISTRY
        .replace("[[check]]", "[[check]]\nschema = \"configs.schema.json\"")
        .replace(
            "[registry.hook]",
            "[registry.hook]\nschema = \"schemas/hook.json\"",
        );
    let package = package("schemas", &[("registry.toml", &registry)]);
    check(&package, "schemas-check", &["schema", "--check"]);
    let stale = "`configs.schema.json` is not up to date: ";
    let said = tested(&package);
    assert!(said.contains(&format!("{stale}no such file")), "{said}");
    check(&package, "schemas-write", &["schema"]);
    check(&package, "schemas-up-to-date", &["schema", "--check"]);
    let said = tested(&package);
    assert!(said.contains("test result: ok"), "{said}");
    // The same text, when it is asked for alone.
    let schema = read(&package, "configs.schema.json");
    let alone = ["schema", "--write", "configs.schema.json", "--check"];
    check(&package, "schemas-up-to-date", &alone);

    // What the test knows: names. What only the command knows: arguments.
    let lib = read(&package, "src/lib.rs");
    package.write(
        "schemas/registry.toml",
        &registry.replace("resnet50", "resnet-50"),
    );
    let said = tested(&package);
    assert!(
        said.contains(&format!("{stale}it was made from another manifest")),
        "{said}"
    );
    package.write("schemas/registry.toml", &registry);
    let more = lib.replace("pub hook: Option<H>", "pub hook: Option<H>, pub size: u8");
    package.write("schemas/src/lib.rs", &more);
    check(&package, "schemas-argument", &["schema", "--check"]);

    // A file of somebody else, and one that git left half merged.
    package.write("schemas/configs.schema.json", "{}");
    check(&package, "schemas-foreign", &["schema"]);
    assert_eq!(read(&package, "configs.schema.json"), "{}");
    let merged = format!("<<<<<<< HEAD\n{schema}");
    package.write("schemas/configs.schema.json", &merged);
    let said = tested(&package);
    assert!(
        said.contains(&format!("{stale}it was changed since it was written")),
        "{said}"
    );
    check(&package, "schemas-merged", &["schema"]);
}

/// What `cargo test` says of the generated test.
fn tested(package: &Package) -> String {
    let manifest = folder(package).join("Cargo.toml");
    let manifest = manifest.to_str().unwrap();
    let output = package.cargo(&["test", "-q", "--lib", "--manifest-path", manifest]);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    text(&output.stdout) + &text(&output.stderr)
}

const FORMS: &str = r#"[rollbook]
scope = "det"
[scope.det]
[scope.cls]

[registry.model]
content = "with"
sequence = "Chain"
fallback = "Later"
default = "Net"
reserved = { "det.Old" = "use `Net`" }
[registry.hook]
tagging = "external"

[modules.det.model]
Net = "crate::Net"
Chain = "crate::Chain<$model>"
Later = "crate::Later"
[modules.det.hook]
Log = "crate::Log"
"#;

const FORMS_LIB: &str = r#"//! Forms.
#![allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}
/// A network.
#[derive(Default, serde::Deserialize)]
pub struct Net { #[serde(default)] pub depth: u8, pub hook: Option<registry::hook::Config> }
#[derive(serde::Deserialize)]
pub struct Chain<M> { pub parts: Vec<M> }
impl<M> From<Vec<M>> for Chain<M> {
    fn from(parts: Vec<M>) -> Self { Self { parts } }
}
pub struct Later;
#[derive(serde::Deserialize)]
pub struct Log { pub path: String }
"#;

/// How a config is written, and which modules have a role.
#[test]
fn forms_and_roles() {
    let files = [("registry.toml", FORMS), ("src/lib.rs", FORMS_LIB)];
    let package = package("forms", &files);
    check(&package, "forms-list", &["list"]);
    check(
        &package,
        "forms-list-json",
        &["list", "hook", "--message-format=json"],
    );
    check(
        &package,
        "forms-explain",
        &["explain", "Swin", "--registry", "model"],
    );
    check(&package, "forms-docs", &["docs"]);
    check(
        &package,
        "rename-to-a-reserved-name",
        &["rename", "Net", "Old"],
    );
    check(&package, "rename-in-notes", &["rename", "Log", "Print"]);
    check(&package, "rename-in-notes", &["rename", "Later", "Unknown"]);
    let registry = read(&package, "registry.toml");
    assert!(registry.contains("fallback = \"Unknown\""), "{registry}");
}

#[test]
fn graph_of_fields_and_slots() {
    let manifest = "[registry.net]\n[registry.norm]\n[registry.act]\n[modules.net]\nRes = \"crate::Res\"\nPlain = \"crate::Plain\"\n\
                    [modules.norm]\n[modules.act]\n[[check]]\nfiles = \"configs/*.toml\"\nslots = { model = \"net\", \"**.act\" = \"act\", last = \"act\" }\n";
    let source = "pub mod registry { rollbook::include_registry!(); }\n\
                  #[derive(serde::Deserialize)] pub struct Res { pub norm: Option<registry::norm::Config>, pub rest: Rest }\n\
                  #[derive(serde::Deserialize)] pub struct Rest { pub acts: Vec<registry::act::Config> }\n\
                  #[derive(serde::Deserialize)] pub struct Plain {}\n";
    let files = [("registry.toml", manifest), ("src/lib.rs", source)];
    let package = package("graph", &files);
    check(&package, "graph-fields", &["graph"]);
    check(&package, "graph-fields-dot", &["graph", "--format", "dot"]);
}

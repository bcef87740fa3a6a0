//! Commands that write pages and schemas: `docs`, `schema`.

use crate::command::example::{REGISTRY, package};
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
    let cases: [(&str, &[&str]); 5] = [
        ("schema-unknown-viewer", &["--viewer", "clss"]),
        ("schema-unknown-entry", &["--entry", "9"]),
        ("schema-entry-zero", &["--entry", "0"]),
        ("schema-unknown-registry", &["--registry", "modle"]),
        ("schema-check-without-file", &["--check"]),
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

//! Generates what is looked up: for each set of names our table, phf's map, a `match`, and names that are not there.

mod generate_dispatch;
mod generate_parse;
mod names;
mod nets;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use names::{Set, sets};

const CORPUS: &str = "../../shared/corpus/openmmlab-registry.json";

/// How many modules the table of qualified names has, and in how many scopes.
const SCOPED: usize = 300;
const SCOPES: [&str; 5] = ["base", "detect", "classify", "segment", "track"];

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed={CORPUS}");
    for file in [
        "names",
        "generate",
        "generate_dispatch",
        "generate_parse",
        "nets",
    ] {
        println!("cargo::rerun-if-changed=src/{file}.rs");
    }
    let out_dir = PathBuf::from(std::env::var("OUT_DIR")?);
    let corpus = std::fs::read_to_string(CORPUS).ok();
    let sets = sets(corpus.as_deref())?;
    let mut out = String::new();
    // Some sets only, for a quick build.
    println!("cargo::rerun-if-env-changed=ROLLBOOK_BENCH_SETS");
    let wanted = std::env::var("ROLLBOOK_BENCH_SETS").ok();
    let is_wanted = |set: &&Set| match &wanted {
        Some(wanted) => wanted.split_whitespace().any(|title| title == set.title),
        None => true,
    };
    let measured = || sets.iter().filter(is_wanted);
    for set in measured() {
        names_of(&mut out, set, &out_dir)?;
    }
    let list = measured().map(|set| format!("set!({})", set.title));
    let list = list.collect::<Vec<_>>().join(", ");
    writeln!(out, "fn sets() -> Vec<Set> {{ vec![{list}] }}")?;
    scoped(&mut out, &sets, &out_dir)?;
    std::fs::write(out_dir.join("lookup.rs"), out)?;
    generate_parse::parse(&out_dir)?;
    generate_dispatch::dispatch(&out_dir)?;
    Ok(())
}

/// One set: a module with everything that is measured on it.
fn names_of(out: &mut String, set: &Set, out_dir: &Path) -> Result<()> {
    let Set {
        title,
        names,
        misses,
    } = set;
    let distinct = names.iter().collect::<BTreeSet<_>>();
    ensure!(distinct.len() == names.len(), "a name of {title} twice");
    let mut manifest = String::from("[rollbook]\nserde = false\nmodule = \"crate::lookup\"\n");
    // Under the set's own name, for the exported macros have it in theirs.
    writeln!(manifest, "[registry.{title}]\n[modules.{title}]")?;
    for (index, name) in names.iter().enumerate() {
        writeln!(
            manifest,
            "{name:?} = {{ type = \"crate::lookup::Nothing\", variant = \"V{index}\" }}"
        )?;
    }
    registry(title, &manifest, out_dir)?;
    writeln!(out, "#[allow(non_snake_case)]\nmod {title} {{")?;
    writeln!(
        out,
        "pub mod ours {{ use rollbook::__private::registry as __rollbook; include!(concat!(env!(\"OUT_DIR\"), \"/{title}.rs\")); }}"
    )?;
    writeln!(out, "pub static NAMES: &[&str] = &{names:?};")?;
    writeln!(out, "pub static MISSES: &[&str] = &{misses:?};")?;
    let mut map = phf_codegen::Map::new();
    for (index, name) in names.iter().enumerate() {
        map.entry(name.as_str(), index.to_string());
    }
    writeln!(
        out,
        "pub static PHF: phf::Map<&'static str, u16> = {};",
        map.build()
    )?;
    writeln!(out, "pub fn matched(name: &str) -> Option<u16> {{")?;
    // rustc needs minutes for a `match` over 10,000 texts.
    if names.len() <= 1000 {
        writeln!(out, "match name {{")?;
        for (index, name) in names.iter().enumerate() {
            writeln!(out, "{name:?} => Some({index}),")?;
        }
        writeln!(out, "_ => None }} }}\npub const MATCHES: bool = true; }}")?;
    } else {
        writeln!(
            out,
            "let _ = name; None }}\npub const MATCHES: bool = false; }}"
        )?;
    }
    Ok(())
}

/// The same names over a tree of scopes: a root and its children.
fn scoped(out: &mut String, sets: &[Set], out_dir: &Path) -> Result<()> {
    let source = sets
        .iter()
        .find(|set| set.names.len() >= SCOPED)
        .context("no set is large enough")?;
    let mut manifest =
        String::from("[rollbook]\nserde = false\nscope = \"base\"\n[registry.names]\n");
    let mut bare = Vec::new();
    let mut qualified = Vec::new();
    for (place, scope) in SCOPES.iter().enumerate() {
        writeln!(manifest, "[scope.{scope}]")?;
        if place > 0 {
            writeln!(manifest, "parent = \"base\"")?;
        }
        writeln!(manifest, "[modules.{scope}.names]")?;
        let own = source.names[..SCOPED].iter().skip(place);
        for name in own.step_by(SCOPES.len()) {
            let variant = bare.len();
            writeln!(
                manifest,
                "{name:?} = {{ type = \"crate::lookup::Nothing\", variant = \"V{variant}\" }}"
            )?;
            bare.push(name.clone());
            qualified.push(format!("{scope}.{name}"));
        }
    }
    registry("scoped", &manifest, out_dir)?;
    writeln!(
        out,
        "mod scoped {{ pub mod ours {{ use rollbook::__private::registry as __rollbook; include!(concat!(env!(\"OUT_DIR\"), \"/scoped.rs\")); }}\n\
         pub static BARE: &[&str] = &{bare:?};\npub static QUALIFIED: &[&str] = &{qualified:?}; }}"
    )?;
    Ok(())
}

/// What a build script would write for a manifest.
fn registry(title: &str, manifest: &str, out_dir: &Path) -> Result<()> {
    let file = format!("{title}.toml");
    std::fs::write(out_dir.join(&file), manifest)?;
    let output = rollbook_build::Generator::new()
        .root(out_dir)
        .manifest(&file)
        .package("benches")
        .generate()?;
    ensure!(output.problems.is_empty(), "{}", output.problems);
    std::fs::write(out_dir.join(format!("{title}.rs")), output.text)?;
    Ok(())
}

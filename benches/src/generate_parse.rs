//! Generates what is parsed: 100 modules a family, as a registry of rollbook, as serde's tagged enum, and for typetag.

use std::fmt::Write;
use std::path::Path;

use anyhow::Result;

use crate::nets::{Net, Tag, json, lines, nets, structs};
use crate::registry;

pub(crate) fn parse(out_dir: &Path) -> Result<()> {
    let mut out = String::new();
    // Fewer are compiled sooner, while something is being tuned.
    println!("cargo::rerun-if-env-changed=ROLLBOOK_BENCH_MODULES");
    let count = std::env::var("ROLLBOOK_BENCH_MODULES").map_or(Ok(100), |count| count.parse())?;
    for (title, fields, nested) in [
        ("f4", 4, false),
        ("f12", 12, false),
        ("n4", 4, true),
        ("n12", 12, true),
    ] {
        family(
            &mut out,
            title,
            &nets("", count, fields..=fields, 7 + fields as u64),
            nested,
            out_dir,
        )?;
    }
    std::fs::write(out_dir.join("parse.rs"), out)?;
    Ok(())
}

fn family(out: &mut String, title: &str, nets: &[Net], nested: bool, out_dir: &Path) -> Result<()> {
    let generic = |argument: &str| {
        if nested {
            format!("<{argument}>")
        } else {
            String::new()
        }
    };
    writeln!(out, "pub mod {title} {{")?;
    for (ours, structs_in, derive) in [
        ("ours", "structs", "serde::Deserialize, Debug"),
        ("derived", "slots", "rollbook::Config, Debug"),
    ] {
        // Their macros share one name space.
        let file = format!("{title}_{ours}");
        let mut manifest = format!(
            "[rollbook]\nmodule = \"crate::{title}::{ours}\"\n[registry.{file}]\n[modules.{file}]\n"
        );
        for net in nets {
            let (name, generic) = (&net.name, generic(&format!("${file}")));
            writeln!(
                manifest,
                "{name} = \"crate::{title}::{structs_in}::{name}{generic}\""
            )?;
        }
        registry(&file, &manifest, out_dir)?;
        writeln!(
            out,
            "pub mod {ours} {{ use rollbook::__private::registry as __rollbook; include!(concat!(env!(\"OUT_DIR\"), \"/{file}.rs\")); pub use {file} as registry; }}"
        )?;
        let structs = structs(nets, derive, nested);
        writeln!(out, "pub mod {structs_in} {{\n{structs} }}")?;
    }
    writeln!(
        out,
        "#[derive(serde::Deserialize)] #[serde(tag = \"type\")]\npub enum Tagged {{"
    )?;
    for net in nets {
        writeln!(out, "{0}(structs::{0}{1}),", net.name, generic("Tagged"))?;
    }
    writeln!(
        out,
        "}}\n#[typetag::deserialize(tag = \"type\")] pub trait Object {{}}"
    )?;
    for net in nets {
        writeln!(
            out,
            "#[typetag::deserialize(name = \"{0}\")] impl Object for structs::{0}{1} {{}}",
            net.name,
            generic("Box<dyn Object>")
        )?;
    }
    // The one that the bare struct is of, and its texts.
    let net = &nets[nets.len() / 2];
    let bare = if nested {
        format!(
            "structs::{0}<structs::{0}<structs::{0}<structs::{0}<()>>>>",
            net.name
        )
    } else {
        format!("structs::{}", net.name)
    };
    writeln!(out, "pub type Bare = {bare};")?;
    if !nested {
        let name = &net.name;
        writeln!(out, "pub type Known = ours::registry::type_of!({name:?});")?;
    }
    for (name, tag) in [
        ("FIRST", Tag::First),
        ("MIDDLE", Tag::Middle),
        ("LAST", Tag::Last),
        ("NONE", Tag::None),
    ] {
        let mut text = json(net, tag, None);
        if nested {
            for _ in 0..3 {
                text = json(net, tag, Some(&text));
            }
        }
        writeln!(out, "pub const JSON_{name}: &str = {text:?};")?;
        if !nested {
            writeln!(
                out,
                "pub const TOML_{name}: &str = {:?};",
                lines(net, tag, " = ")
            )?;
            writeln!(
                out,
                "pub const YAML_{name}: &str = {:?};",
                lines(net, tag, ": ")
            )?;
        }
    }
    out.push_str("}\n");
    Ok(())
}

//! `init`: a first manifest, made from nothing, from an enum, or from existing configs.

mod from_configs;
mod from_enum;
mod skeleton;

use std::path::Path;

use anyhow::{Result, bail};

use crate::Outcome;
use crate::args::{Common, Source};
use crate::cargo;
use crate::show::print;
use crate::write::{Change, apply, read};
use skeleton::Skeleton;

pub(crate) fn run(common: &Common, source: &Source, check: bool) -> Result<Outcome> {
    let members = cargo::workspace(common)?.members;
    let [member] = members.as_slice() else {
        bail!(
            "{} packages are selected: name one with `-p`",
            members.len()
        );
    };
    let folder = member.manifest.parent().unwrap_or(Path::new(""));
    let skeleton = match source {
        Source {
            from_enum: Some(file),
            registry,
            name,
            ..
        } => {
            let text = read(file)?;
            let found = from_enum::read(&text, name.as_deref(), registry);
            found.map_err(|error| {
                error.context(format!("cannot read an enum from `{}`", file.display()))
            })?
        }
        Source {
            from_configs: Some(pattern),
            ..
        } => from_configs::read(pattern, folder, &member.name)?,
        Source { registry, .. } => Skeleton::empty(registry),
    };
    let mut changes = vec![Change {
        path: folder.join("registry.toml"),
        before: None,
        after: skeleton.write(),
    }];
    let script = folder.join("build.rs");
    let has_script = script.exists();
    if !has_script {
        changes.push(Change {
            path: script,
            before: None,
            after: "//! Generates the registry.\n\nfn main() {\n    rollbook_build::generate(\"registry.toml\");\n}\n".to_owned(),
        });
    }
    let outcome = apply(&changes, check)?;
    if !check {
        print(&next(has_script));
    }
    Ok(outcome)
}

/// What is left to do by hand.
fn next(has_script: bool) -> String {
    let script = match has_script {
        true => "call `rollbook_build::generate(\"registry.toml\")` in build.rs\n",
        false => "",
    };
    format!(
        "next:\n\
         cargo add rollbook --features toml\n\
         cargo add serde --features derive\n\
         cargo add --build rollbook-build\n\
         {script}\
         write `pub mod registry {{ rollbook::include_registry!(); }}` in src/lib.rs or src/main.rs\n"
    )
}

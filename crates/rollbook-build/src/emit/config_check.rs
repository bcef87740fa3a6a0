//! `check_configs!`: a test for each config file that is checked, which reads it into its type.

use std::collections::HashSet;

use super::text::literal;
use super::writer::Writer;
use crate::model::{CheckedFile, Model};

pub(super) fn check_configs(out: &mut Writer, model: &Model, files: &[CheckedFile]) {
    if model.checks.is_empty() {
        return;
    }
    out.line("\n#[doc(hidden)]\n#[macro_export]");
    out.block("macro_rules! __rollbook_check_configs", |out| {
        for (pattern, given) in [("", None), ("$type:ty", Some("$type"))] {
            out.nest(format_args!("({pattern}) => {{"), "};", |out| {
                out.line("#[cfg(test)]");
                out.block("mod check_configs", |out| {
                    out.line("#[allow(unused_imports)]\nuse super::*;");
                    let mut names = HashSet::new();
                    for file in files {
                        let name = unique(&file.path, &mut names);
                        test(out, model, file, &name, given);
                    }
                });
            });
        }
    });
    writeln!(out);
    out.docs("A `#[test]` for each config file that a `[[check]]` names: it is read into the `type` that the");
    out.docs("`[[check]]` gives, or all into one: `check_configs!(Job)`.");
    out.line("#[doc(inline)]\n#[allow(unused_imports)]");
    out.line("pub use __rollbook_check_configs as check_configs;");
}

fn test(out: &mut Writer, model: &Model, file: &CheckedFile, name: &str, given: Option<&str>) {
    writeln!(out);
    let own = file.type_path.as_ref();
    let own = own.map(|path| path.replacen("crate::", "$crate::", 1));
    let Some(path) = given.map(str::to_owned).or(own) else {
        let message = format!(
            "which type is {} read into? write `type = \"crate::Job\"` under its `[[check]]` in {}, or \
             `check_configs!(Job)`",
            file.path, model.manifest
        );
        return writeln!(out, "::core::compile_error!({});", literal(&message));
    };
    let home = model.module.replacen("crate", "$crate", 1);
    let (open, close, read) = match &file.layered {
        Some(tags) => {
            let tags = tags.iter().map(|tag| format!(".tag({})", literal(tag)));
            let tags = tags.collect::<String>();
            let layers = format!("{home}::__rollbook::toml::Layers::new(){tags}");
            let read = format!("{layers}.file(path)?.read::<{path}>()");
            ("let path = ::core::concat!(", ");", read)
        }
        None => {
            let reader = match file.path.ends_with(".json") {
                true => "::serde_json".to_owned(),
                false => format!("{home}::__rollbook::toml"),
            };
            let read = format!("{reader}::from_str::<{path}>(text)");
            (
                "let text = ::core::include_str!(::core::concat!(",
                "));",
                read,
            )
        }
    };
    out.line("#[test]");
    out.block(format_args!("fn {name}()"), |out| {
        out.nest(open, close, |out| {
            out.line("::core::env!(\"CARGO_MANIFEST_DIR\"),");
            writeln!(out, "{},", literal(&format!("/{}", file.path)));
        });
        let scope = &model.scope(file.viewer).variant;
        let read = format!("{read}.map(::core::mem::drop)");
        writeln!(out, "let read = {home}::Scope::{scope}.enter(|| {read});");
        out.block("if let ::core::result::Result::Err(error) = read", |out| {
            writeln!(
                out,
                "::core::panic!(\"{{}}: {{error}}\", {});",
                literal(&file.path)
            );
        });
    });
}

/// A path as the name of a function.
fn unique(path: &str, names: &mut HashSet<String>) -> String {
    let letters = path.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c.to_ascii_lowercase(),
        _ => '_',
    });
    let plain = format!("reads_{}", letters.collect::<String>().trim_matches('_'));
    let mut name = plain.clone();
    let mut count = 1;
    while !names.insert(name.clone()) {
        count += 1;
        name = format!("{plain}_{count}");
    }
    name
}

//! `check_configs!`: a test for each config file that is checked, which reads it into its type.

use std::collections::HashSet;

use super::text::{indent, literal};
use crate::model::{CheckedFile, Model};

pub(super) fn check_configs(model: &Model, files: &[CheckedFile]) -> String {
    if model.checks.is_empty() {
        return String::new();
    }
    let home = model.module.replacen("crate", "$crate", 1);
    let arms = [("", None), ("$type:ty", Some("$type"))].map(|(pattern, given)| {
        let mut names = HashSet::new();
        let tests = files.iter().map(|file| {
            let name = unique(&file.path, &mut names);
            test(model, file, &name, given, &home)
        });
        let tests = tests.collect::<String>();
        format!(
            "({pattern}) => {{\n    #[cfg(test)]\n    mod check_configs {{\n        #[allow(unused_imports)]\n        \
             use super::*;\n{}    }}\n}};\n",
            indent(&tests, 2)
        )
    });
    format!(
        "\n#[doc(hidden)]\n#[macro_export]\nmacro_rules! __rollbook_check_configs {{\n{}}}\n\n\
         /// A `#[test]` for each config file that a `[[check]]` names: it is read into the `type` that the\n\
         /// `[[check]]` gives, or all into one: `check_configs!(Job)`.\n\
         #[doc(inline)]\n#[allow(unused_imports)]\npub use __rollbook_check_configs as check_configs;\n",
        indent(&arms.concat(), 1)
    )
}

fn test(model: &Model, file: &CheckedFile, name: &str, given: Option<&str>, home: &str) -> String {
    let own = file.type_path.as_ref();
    let own = own.map(|path| path.replacen("crate::", "$crate::", 1));
    let Some(path) = given.map(str::to_owned).or(own) else {
        return format!(
            "\n::core::compile_error!({});\n",
            literal(&format!(
                "which type is {} read into? write `type = \"crate::Job\"` under its `[[check]]` in {}, or \
                 `check_configs!(Job)`",
                file.path, model.manifest
            ))
        );
    };
    let at = format!(
        "::core::concat!(\n        ::core::env!(\"CARGO_MANIFEST_DIR\"),\n        {},\n    )",
        literal(&format!("/{}", file.path))
    );
    let (text, read) = match &file.layered {
        Some(tags) => {
            let tags = tags.iter().map(|tag| format!(".tag({})", literal(tag)));
            let layers = format!(
                "{home}::__rollbook::toml::Layers::new(){}",
                tags.collect::<String>()
            );
            let read = format!("{layers}.file(path)?.read::<{path}>()");
            (format!("let path = {at};"), read)
        }
        None => {
            let reader = if file.path.ends_with(".json") {
                "::serde_json".to_owned()
            } else {
                format!("{home}::__rollbook::toml")
            };
            let text = format!("let text = ::core::include_str!({at});");
            (text, format!("{reader}::from_str::<{path}>(text)"))
        }
    };
    format!(
        "\n#[test]\nfn {name}() {{\n    {text}\n    \
         let read = {home}::Scope::{}.enter(|| {read}.map(::core::mem::drop));\n    \
         if let ::core::result::Result::Err(error) = read {{\n        \
         ::core::panic!(\"{{}}: {{error}}\", {});\n    }}\n}}\n",
        model.scope(file.viewer).variant,
        literal(&file.path),
    )
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

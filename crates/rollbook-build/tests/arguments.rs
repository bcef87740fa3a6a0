//! The arguments of modules, read from the sources in `tests/arguments`. `ROLLBOOK_BLESS=1` writes the record.

#![cfg(feature = "schema")]

use std::path::Path;

use rollbook_build::{Argument, Arguments, Generator, Shape};

fn line(field: &Argument) -> String {
    let mut out = format!("  {}", field.name);
    for alias in &field.aliases {
        out.push_str(&format!(" or {alias}"));
    }
    out.push_str(&format!(": {}, {}", field.type_text, shape(&field.shape)));
    if field.required {
        out.push_str(", required");
    }
    if let Some(default) = &field.default {
        out.push_str(&format!(", default {default}"));
    }
    if let Some(doc) = &field.doc {
        out.push_str(&format!(", {doc:?}"));
    }
    out + "\n"
}

fn shape(shape: &Shape) -> String {
    match shape {
        Shape::Optional(inner) => format!("maybe {}", self::shape(inner)),
        Shape::List { of, length } => format!("list of {length:?} {}", self::shape(of)),
        Shape::Tuple(parts) => {
            let parts = parts.iter().map(self::shape).collect::<Vec<_>>();
            format!("({})", parts.join(", "))
        }
        Shape::Map(of) => format!("map to {}", self::shape(of)),
        Shape::Table(arguments) => {
            let names = arguments.fields.iter().map(|field| field.name.as_str());
            format!("table of {}", names.collect::<Vec<_>>().join(" "))
        }
        Shape::Choice(choices) => {
            let names = choices.iter();
            let names = names
                .map(|choice| format!("{} {:?} {:?}", choice.name, choice.aliases, choice.doc));
            format!("one of {}", names.collect::<Vec<_>>().join(" "))
        }
        other => format!("{other:?}"),
    }
}

#[test]
fn each_way_to_say_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/arguments");
    let catalog = Generator::new().root(&root).described().unwrap();
    let mut out = String::new();
    for module in catalog
        .registries
        .iter()
        .flat_map(|registry| &registry.modules)
    {
        out.push_str(&module.name);
        match &module.arguments {
            None => out.push_str(": not known\n"),
            Some(Arguments {
                fields,
                strict,
                doc,
                ..
            }) => {
                out.push_str(if *strict { ", strict" } else { "" });
                let doc = doc.iter().map(|doc| format!(", {doc:?}"));
                out.push_str(&format!("{}\n", doc.collect::<String>()));
                for field in fields {
                    out.push_str(&line(field));
                }
            }
        }
    }
    let record = root.join("arguments.txt");
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        std::fs::write(&record, &out).unwrap();
    }
    assert_eq!(out, std::fs::read_to_string(&record).unwrap_or_default());
}

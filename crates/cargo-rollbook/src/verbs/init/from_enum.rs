//! Makes a registry from an enum that serde reads by a tag.

use anyhow::{Context, Result, bail};
use syn::{Attribute, Expr, ExprLit, Fields, Item, ItemEnum, Lit, Meta};

use super::skeleton::{Module, Registry, Skeleton};

const NOTE: &str = "# Made by `cargo rollbook init --from-enum`. A variant with fields of its own has no type yet: it is named after the\n# variant, and the type must be written.\n";

/// The enum of that name, or the only one with `#[serde(tag = ...)]`.
///
/// # Errors
///
/// The text is not Rust, or it has no such enum, or several.
pub(super) fn read(text: &str, name: Option<&str>, registry: &str) -> Result<Skeleton> {
    let file = syn::parse_file(text).context("it is not Rust")?;
    let enums = file.items.iter().filter_map(|item| match item {
        Item::Enum(item) => Some(item),
        _ => None,
    });
    let wanted = |item: &&ItemEnum| match name {
        Some(name) => item.ident == name,
        None => serde(&item.attrs, "tag").is_some(),
    };
    let found = enums.filter(wanted).collect::<Vec<_>>();
    let item = match found.as_slice() {
        [item] => *item,
        [] => bail!(
            "it has no such enum: `--enum NAME` names one, else it is the one with `#[serde(tag = \"...\")]`"
        ),
        _ => bail!("it has several such enums: name one with `--enum NAME`"),
    };
    if has(&item.attrs, "untagged") {
        bail!(
            "`{}` is `#[serde(untagged)]`: its configs name no variant",
            item.ident
        );
    }
    let tag = serde(&item.attrs, "tag");
    let rename_all = serde(&item.attrs, "rename_all");
    let mut modules = std::collections::BTreeMap::new();
    for variant in &item.variants {
        if has(&variant.attrs, "skip") || has(&variant.attrs, "skip_deserializing") {
            continue;
        }
        let ident = variant.ident.to_string();
        let name = match (serde(&variant.attrs, "rename"), &rename_all) {
            (Some(name), _) => name,
            (None, Some(rule)) => cased(&ident, rule)
                .with_context(|| format!("unknown rule `{rule}` in `rename_all`"))?,
            (None, None) => ident.clone(),
        };
        let type_path = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => path(&fields.unnamed[0].ty),
            _ => None,
        };
        let module = Module {
            scope: None,
            type_path: type_path.unwrap_or_else(|| format!("crate::{ident}")),
            aliases: all(&variant.attrs, "alias"),
            doc: doc(&variant.attrs),
        };
        modules.insert((None, name), module);
    }
    let registry_entry = Registry {
        content: serde(&item.attrs, "content"),
        external: tag.is_none(),
        key: tag.filter(|tag| tag != "type"),
        modules,
    };
    Ok(Skeleton {
        note: NOTE,
        registries: [(registry.to_owned(), registry_entry)].into(),
        ..Skeleton::default()
    })
}

/// A type as a path from the top. `None` if it is not a path.
fn path(given: &syn::Type) -> Option<String> {
    let syn::Type::Path(path) = given else {
        return None;
    };
    let names = path
        .path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string())
        .collect::<Vec<_>>();
    // A box holds the config that counts.
    if let (Some("Box"), Some(last)) = (names.last().map(String::as_str), path.path.segments.last())
    {
        if let syn::PathArguments::AngleBracketed(arguments) = &last.arguments {
            if let Some(syn::GenericArgument::Type(inside)) = arguments.args.first() {
                return self::path(inside);
            }
        }
    }
    match names.first().map(String::as_str) {
        Some("crate") => Some(names.join("::")),
        Some("self" | "super") => None,
        _ if names.len() == 1 => Some(format!("crate::{}", names[0])),
        _ => Some(names.join("::")),
    }
}

fn serde(attributes: &[Attribute], key: &str) -> Option<String> {
    all(attributes, key).into_iter().next()
}

/// Whether a word is in any `#[serde(...)]`.
fn has(attributes: &[Attribute], word: &str) -> bool {
    let mut found = false;
    for attribute in attributes {
        if attribute.path().is_ident("serde") {
            let _ = attribute.parse_nested_meta(|meta| {
                found |= meta.path.is_ident(word);
                if let Ok(value) = meta.value() {
                    value.parse::<Expr>()?;
                }
                Ok(())
            });
        }
    }
    found
}

/// The values of a key in all `#[serde(...)]`.
fn all(attributes: &[Attribute], key: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // What is not in this form is something else than the keys that are asked for.
        let _ = attribute.parse_nested_meta(|meta| {
            if let Ok(value) = meta.value() {
                let value: Expr = value.parse()?;
                if let (true, Some(text)) = (meta.path.is_ident(key), text(&value)) {
                    found.push(text);
                }
            }
            Ok(())
        });
    }
    found
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text.value()),
        _ => None,
    }
}

/// The first paragraph of the documentation.
fn doc(attributes: &[Attribute]) -> Option<String> {
    let lines = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(meta) if meta.path.is_ident("doc") => text(&meta.value),
            _ => None,
        });
    let lines = lines.map(|line| line.trim().to_owned());
    let first = lines
        .take_while(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!first.is_empty()).then_some(first)
}

/// A variant's name by serde's `rename_all`.
fn cased(name: &str, rule: &str) -> Option<String> {
    let snake = || {
        let mut out = String::new();
        for (index, c) in name.char_indices() {
            if c.is_uppercase() && index > 0 {
                out.push('_');
            }
            out.extend(c.to_lowercase());
        }
        out
    };
    Some(match rule {
        "lowercase" => name.to_lowercase(),
        "UPPERCASE" => name.to_uppercase(),
        "PascalCase" => name.to_owned(),
        "camelCase" => {
            let mut letters = name.chars();
            let first = letters
                .next()
                .into_iter()
                .flat_map(char::to_lowercase)
                .collect::<String>();
            first + letters.as_str()
        }
        "snake_case" => snake(),
        "SCREAMING_SNAKE_CASE" => snake().to_uppercase(),
        "kebab-case" => snake().replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => snake().to_uppercase().replace('_', "-"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENUMS: &str = r#"
#[serde(tag = "t", content = "c", rename_all = "SCREAMING_SNAKE_CASE")]
enum Adjacent<T> { OneTwo(One<T>), Three { x: u8 } }
enum External { One(One), Pair(u8, u8), #[serde(skip)] Hidden(One), Unit }
#[serde(untagged)]
enum Untagged { One(One) }
#[serde(tag = "type")]
enum Empty {}
"#;

    fn check(name: &str, expect: &str) {
        let manifest = read(ENUMS, Some(name), "net").map(|skeleton| skeleton.write());
        let manifest = manifest.unwrap_or_else(|error| error.to_string());
        assert_eq!(manifest.replace(NOTE, ""), expect, "{name}");
    }

    #[test]
    fn each_form() {
        check(
            "Adjacent",
            "\n[registry.net]\nkey = \"t\"\ncontent = \"c\"\n\n[modules.net]\nONE_TWO = \"crate::One\"\nTHREE = \"crate::Three\"\n",
        );
        check(
            "External",
            "\n[registry.net]\ntagging = \"external\"\n\n[modules.net]\nOne = \"crate::One\"\nPair = \"crate::Pair\"\nUnit = \"crate::Unit\"\n",
        );
        check(
            "Untagged",
            "`Untagged` is `#[serde(untagged)]`: its configs name no variant",
        );
        check("Empty", "\n[registry.net]\n\n[modules.net]\n");
    }
}

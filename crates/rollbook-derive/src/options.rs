//! The `#[serde(...)]` attributes of a struct and of its fields.

use proc_macro2::Span;
use quote::ToTokens;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, LitStr, Path, Result, Token, WherePredicate, parenthesized};

use crate::case::{RULES, rename};

/// What a field has in place of a missing key.
#[derive(Clone)]
pub(crate) enum Missing {
    /// Nothing: it must be there.
    Required,
    /// `Default::default()`
    Default,
    /// A function.
    Path(Box<Path>),
}

/// Those of a struct.
pub(crate) struct Container {
    /// The span of what the derive writes.
    pub(crate) here: Span,
    /// The span of the blocks in it.
    pub(crate) end: Span,
    /// Where the runtime is found: `#[rollbook(crate = "...")]`.
    pub(crate) runtime: Option<Path>,
    pub(crate) rename: Option<LitStr>,
    pub(crate) rename_all: Option<LitStr>,
    pub(crate) default: Missing,
    pub(crate) strict: bool,
    pub(crate) transparent: bool,
    pub(crate) expecting: Option<LitStr>,
    pub(crate) bound: Option<Bound>,
}

/// Those of a field.
pub(crate) struct Field {
    pub(crate) flatten: bool,
    pub(crate) rename: Option<LitStr>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Missing,
    pub(crate) skip: bool,
    pub(crate) with: Option<Path>,
    pub(crate) bound: Option<Bound>,
}

pub(crate) type Bound = Punctuated<WherePredicate, Token![,]>;

const ELSEWHERE: &str =
    "`derive(rollbook::Config)` does not do this: use `#[derive(serde::Deserialize)]` here";

impl Container {
    pub(crate) fn parse(attributes: &[Attribute], here: Span, end: Span) -> Result<Self> {
        let mut found = Self {
            here,
            end,
            runtime: runtime(attributes)?,
            rename: None,
            rename_all: None,
            default: Missing::Required,
            strict: false,
            transparent: false,
            expecting: None,
            bound: None,
        };
        each(attributes, |meta| {
            match name(meta).as_str() {
                "rename" => found.rename = reading(meta)?.or(found.rename.take()),
                "rename_all" => {
                    if let Some(rule) = reading(meta)? {
                        if rename(&rule.value(), "").is_none() {
                            let text = format!("no such rule: there are {RULES}");
                            return Err(Error::new(rule.span(), text));
                        }
                        found.rename_all = Some(rule);
                    }
                }
                "default" => found.default = default(meta)?,
                "deny_unknown_fields" => found.strict = true,
                "transparent" => found.transparent = true,
                "expecting" => found.expecting = Some(meta.value()?.parse()?),
                "bound" => found.bound = bound(meta)?.or(found.bound.take()),
                // For enums, and for writing.
                "rename_all_fields" | "into" => skip(meta)?,
                _ => return Err(unknown(meta, CONTAINER)),
            }
            Ok(())
        })?;
        Ok(found)
    }
}

impl Field {
    pub(crate) fn parse(attributes: &[Attribute]) -> Result<Self> {
        let mut found = Self {
            flatten: false,
            rename: None,
            aliases: Vec::new(),
            default: Missing::Required,
            skip: false,
            with: None,
            bound: None,
        };
        each(attributes, |meta| {
            match name(meta).as_str() {
                "rename" => found.rename = reading(meta)?.or(found.rename.take()),
                "alias" => found.aliases.push(meta.value()?.parse()?),
                "default" => found.default = default(meta)?,
                "skip" | "skip_deserializing" => found.skip = true,
                "flatten" => found.flatten = true,
                "deserialize_with" => found.with = Some(path(meta)?),
                "with" => {
                    let mut module = path(meta)?;
                    let span = module.to_token_stream();
                    let function =
                        syn::parse_quote_spanned!(syn::spanned::Spanned::span(&span)=> deserialize);
                    module.segments.push(function);
                    found.with = Some(module);
                }
                "bound" => found.bound = bound(meta)?.or(found.bound.take()),
                // All references are borrowed; the others are for writing.
                "borrow"
                | "serialize_with"
                | "skip_serializing"
                | "skip_serializing_if"
                | "getter" => {
                    skip(meta)?;
                }
                _ => return Err(unknown(meta, FIELD)),
            }
            Ok(())
        })?;
        Ok(found)
    }
}

const CONTAINER: &[&str] = &[
    "bound",
    "default",
    "deny_unknown_fields",
    "expecting",
    "rename",
    "rename_all",
    "transparent",
];
const FIELD: &[&str] = &[
    "alias",
    "bound",
    "default",
    "deserialize_with",
    "flatten",
    "rename",
    "skip",
    "skip_deserializing",
    "with",
];
/// serde's, which this derive leaves to serde's.
const SERDES: &[&str] = &[
    "content",
    "from",
    "other",
    "remote",
    "tag",
    "try_from",
    "untagged",
    "variant_identifier",
    "field_identifier",
];

/// `#[rollbook(crate = "...")]`
fn runtime(attributes: &[Attribute]) -> Result<Option<Path>> {
    let mut found = None;
    for attribute in attributes {
        if attribute.path().is_ident("rollbook") {
            attribute.parse_nested_meta(|meta| {
                if name(&meta) != "crate" {
                    return Err(meta.error("unknown attribute: here is `crate`"));
                }
                found = Some(path(&meta)?);
                Ok(())
            })?;
        }
    }
    Ok(found)
}

fn each(
    attributes: &[Attribute],
    mut one: impl FnMut(&ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    for attribute in attributes {
        if attribute.path().is_ident("serde") {
            attribute.parse_nested_meta(|meta| one(&meta))?;
        }
    }
    Ok(())
}

fn name(meta: &ParseNestedMeta<'_>) -> String {
    meta.path
        .get_ident()
        .map(ToString::to_string)
        .unwrap_or_default()
}

fn unknown(meta: &ParseNestedMeta<'_>, known: &[&str]) -> Error {
    if name(meta) == "crate" {
        return meta.error("write `#[rollbook(crate = \"...\")]`: where `rollbook` is found");
    }
    if SERDES.contains(&name(meta).as_str()) {
        return meta.error(ELSEWHERE);
    }
    let known = known.iter().map(|name| format!("`{name}`"));
    let known = known.collect::<Vec<_>>().join(", ");
    meta.error(format!("unknown attribute: here are {known}"))
}

/// `name = "x"`, or what is for reading of `name(deserialize = "x", serialize = "y")`.
fn reading(meta: &ParseNestedMeta<'_>) -> Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        return meta.value()?.parse().map(Some);
    }
    let mut found = None;
    meta.parse_nested_meta(|inner| {
        let text: LitStr = inner.value()?.parse()?;
        if inner.path.is_ident("deserialize") {
            found = Some(text);
        } else if !inner.path.is_ident("serialize") {
            return Err(inner.error("here are `serialize` and `deserialize`"));
        }
        Ok(())
    })?;
    Ok(found)
}

fn default(meta: &ParseNestedMeta<'_>) -> Result<Missing> {
    if meta.input.peek(Token![=]) {
        return Ok(Missing::Path(Box::new(path(meta)?)));
    }
    Ok(Missing::Default)
}

fn path(meta: &ParseNestedMeta<'_>) -> Result<Path> {
    let text: LitStr = meta.value()?.parse()?;
    text.parse()
}

fn bound(meta: &ParseNestedMeta<'_>) -> Result<Option<Bound>> {
    match reading(meta)? {
        Some(text) => text.parse_with(Bound::parse_terminated).map(Some),
        None => Ok(None),
    }
}

/// Reads over what is not for reading.
fn skip(meta: &ParseNestedMeta<'_>) -> Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let inside;
        parenthesized!(inside in meta.input);
        inside.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}

//! Attributes of items, fields and variants, as far as they say what is read.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Token};

/// The attributes of one thing, with those in `cfg_attr`.
pub(super) struct Attributes(Vec<Meta>);

/// What replaces a missing key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// Nothing.
    Required,
    /// `Default::default()`.
    Default,
    /// A function.
    Function(String),
}

impl Attributes {
    pub(super) fn new(attributes: &[Attribute]) -> Self {
        let mut metas = Vec::new();
        for attribute in attributes {
            add(attribute.meta.clone(), &mut metas);
        }
        Self(metas)
    }

    /// The text of `#[name = "text"]`.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.0.iter().find_map(|meta| text(meta, name))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|meta| meta.path().is_ident(name))
    }

    /// The documentation.
    pub(super) fn doc(&self) -> Option<String> {
        let lines = self.0.iter().filter_map(|meta| text(meta, "doc"));
        let lines = lines.map(|line| {
            let line = line.strip_prefix(' ').unwrap_or(&line);
            line.trim_end().to_owned()
        });
        let doc = lines.collect::<Vec<_>>().join("\n");
        let doc = doc.trim();
        (!doc.is_empty()).then(|| doc.to_owned())
    }

    /// Whether a trait is derived, by the last part of its path.
    pub(super) fn derives(&self, names: &[&str]) -> bool {
        self.inside("derive").iter().any(|meta| {
            let last = meta.path().segments.last();
            last.is_some_and(|last| names.iter().any(|name| last.ident == name))
        })
    }

    /// Those of serde.
    pub(super) fn serde(&self) -> Self {
        Self(self.inside("serde"))
    }

    fn inside(&self, name: &str) -> Vec<Meta> {
        let lists = self.0.iter().filter(|meta| meta.path().is_ident(name));
        lists.flat_map(nested).collect()
    }

    /// A name for reading: `rename = "x"` or `rename(deserialize = "x")`.
    pub(super) fn name(&self, key: &str) -> Option<String> {
        let own = self.0.iter().filter(|meta| meta.path().is_ident(key));
        own.filter_map(|meta| match meta {
            Meta::List(_) => nested(meta)
                .iter()
                .find_map(|inner| text(inner, "deserialize")),
            _ => text(meta, key),
        })
        .next_back()
    }

    /// All texts of a key.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.0.iter().filter_map(|meta| text(meta, key)).collect()
    }

    pub(super) fn missing(&self) -> Missing {
        match (self.text("default"), self.has("default")) {
            (Some(function), _) => Missing::Function(function),
            (None, true) => Missing::Default,
            (None, false) => Missing::Required,
        }
    }
}

fn add(meta: Meta, metas: &mut Vec<Meta>) {
    if meta.path().is_ident("cfg_attr") {
        for inner in nested(&meta).into_iter().skip(1) {
            add(inner, metas);
        }
    } else {
        metas.push(meta);
    }
}

fn nested(meta: &Meta) -> Vec<Meta> {
    let Meta::List(list) = meta else {
        return Vec::new();
    };
    let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    parsed.map_or_else(|_| Vec::new(), |metas| metas.into_iter().collect())
}

fn text(meta: &Meta, name: &str) -> Option<String> {
    match meta {
        Meta::NameValue(pair) if pair.path.is_ident(name) => match &pair.value {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

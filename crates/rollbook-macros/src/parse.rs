//! From a trait's tokens to its parts, or to the reason why it cannot be dispatched.

use proc_macro::{Delimiter, Group, Ident, TokenStream, TokenTree};

use crate::alias::{Aliases, Definition};
use crate::method::{Method, method};
use crate::tokens::{Parsed, Refusal, is_ident, is_punct, skip_attributes};

/// A trait whose methods can all be dispatched.
pub(crate) struct Trait {
    pub(crate) name: String,
    pub(crate) visibility: String,
    /// The whole trait, to tell apart two of the same name.
    pub(crate) text: String,
    pub(crate) methods: Vec<Method>,
    /// What is exported beside the trait, for the types in its signatures.
    pub(crate) aliases: Vec<Definition>,
    /// The attribute `#[async_trait]` below `#[dispatch]`, if there is one.
    pub(crate) async_trait: Option<AsyncTrait>,
}

/// `#[path::async_trait(arguments)]`. The impl needs it, too.
pub(crate) struct AsyncTrait {
    /// Where the attribute is found from the trait's module.
    pub(crate) path: String,
    /// Its arguments with their parentheses, such as `(?Send)`; otherwise empty.
    pub(crate) arguments: String,
}

/// `#[dispatch]` has no arguments.
pub(crate) fn arguments(arguments: TokenStream) -> Parsed<()> {
    match arguments.into_iter().next() {
        Some(token) => Err(Refusal::plain(
            token.span(),
            "`#[dispatch]` takes no arguments",
        )),
        None => Ok(()),
    }
}

/// The visibility and the name of a trait. Returns `None` if the item is not a trait.
pub(crate) fn heading(item: TokenStream) -> Option<(String, String)> {
    let tokens = item.into_iter().collect::<Vec<_>>();
    let (start, keyword, name) = keyword(&tokens)?;
    Some((visibility(&tokens[start..keyword]), name.to_string()))
}

/// Where the attributes of a trait end, where `trait` is, and the trait's name.
fn keyword(tokens: &[TokenTree]) -> Option<(usize, usize, &Ident)> {
    let start = skip_attributes(tokens, 0);
    let keyword = (start..tokens.len()).find(|at| is_ident(tokens.get(*at), "trait"))?;
    match tokens.get(keyword + 1)? {
        TokenTree::Ident(name) => Some((start, keyword, name)),
        _ => None,
    }
}

/// `pub(crate)` out of `pub(crate) unsafe`.
fn visibility(tokens: &[TokenTree]) -> String {
    let tokens = tokens.iter().filter(|t| !is_ident(Some(t), "unsafe"));
    tokens.cloned().collect::<TokenStream>().to_string()
}

/// Reads the item that the attribute is on.
pub(crate) fn parse(item: TokenStream) -> Parsed<Trait> {
    let all_text = item.to_string();
    let tokens = item.into_iter().collect::<Vec<_>>();
    let Some((start, keyword, name)) = keyword(&tokens) else {
        let span = tokens
            .get(skip_attributes(&tokens, 0))
            .map_or_else(proc_macro::Span::call_site, TokenTree::span);
        return Err(Refusal::plain(span, "`#[dispatch]` belongs on a trait"));
    };
    if let Some(token) = (start..keyword)
        .map(|at| &tokens[at])
        .find(|t| is_ident(Some(t), "unsafe"))
    {
        return Err(Refusal::new(
            token.span(),
            "an unsafe trait cannot be dispatched by safe code",
        ));
    }
    if is_punct(tokens.get(keyword + 2), '<') {
        let span = tokens[keyword + 2].span();
        return Err(Refusal::new(
            span,
            "a trait with generics of its own is many traits",
        ));
    }
    let Some(TokenTree::Group(body)) = tokens.last() else {
        return Err(Refusal::plain(
            name.span(),
            "`#[dispatch]` belongs on a trait with a body",
        ));
    };
    let mut aliases = Aliases::new(&name.to_string());
    let methods = methods(body, &mut aliases)?;
    Ok(Trait {
        name: name.to_string(),
        visibility: visibility(&tokens[start..keyword]),
        async_trait: async_trait(&tokens[..start]),
        text: all_text,
        methods,
        aliases: aliases.definitions.into_values().collect(),
    })
}

fn methods(body: &Group, aliases: &mut Aliases) -> Parsed<Vec<Method>> {
    let tokens = body.stream().into_iter().collect::<Vec<_>>();
    let mut methods = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let start = skip_attributes(&tokens, at);
        let end = (start..tokens.len())
            .find(|at| is_punct(tokens.get(*at), ';') || is_braces(&tokens[*at]))
            .unwrap_or(tokens.len());
        methods.push(method(&tokens[at..start], &tokens[start..end], aliases)?);
        at = end + 1;
    }
    Ok(methods)
}

fn is_braces(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// `#[async_trait]` among the attributes of a trait.
fn async_trait(attributes: &[TokenTree]) -> Option<AsyncTrait> {
    attributes.chunks(2).find_map(|attribute| {
        let TokenTree::Group(group) = attribute.get(1)? else {
            return None;
        };
        let inner = group.stream().into_iter().collect::<Vec<_>>();
        let end = inner.iter().position(|t| matches!(t, TokenTree::Group(_)));
        let (path, arguments) = inner.split_at(end.unwrap_or(inner.len()));
        if !is_ident(path.last(), "async_trait") {
            return None;
        }
        Some(AsyncTrait {
            path: match path {
                // The name alone is an import of the trait's module, which nobody else can import from there.
                [_] => "::async_trait::async_trait".to_owned(),
                _ => path.iter().cloned().collect::<TokenStream>().to_string(),
            },
            arguments: arguments
                .iter()
                .cloned()
                .collect::<TokenStream>()
                .to_string(),
        })
    })
}

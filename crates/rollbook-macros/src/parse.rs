//! From a trait's tokens to its methods, or to the reason why it cannot be dispatched.

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

use crate::alias::{Aliases, Definition};
use crate::tokens::{Refusal, angles, flat, is_ident, is_punct, split_commas, text};

/// A trait whose methods can all be dispatched.
pub(crate) struct Trait {
    pub(crate) name: String,
    pub(crate) visibility: String,
    /// The whole trait, to tell apart two of the same name.
    pub(crate) text: String,
    pub(crate) methods: Vec<Method>,
    /// What stands beside the trait, for the types in its signatures.
    pub(crate) aliases: Vec<Definition>,
}

/// One method, as text for a macro.
pub(crate) struct Method {
    pub(crate) attributes: String,
    pub(crate) is_async: bool,
    pub(crate) name: String,
    pub(crate) generics: String,
    /// The names of type and constant parameters, to be passed on.
    pub(crate) parameters: Vec<String>,
    pub(crate) receiver: Receiver,
    /// The types of the other arguments.
    pub(crate) arguments: Vec<String>,
    /// From `->` on, with the where clause.
    pub(crate) tail: String,
}

/// How a method takes its module. The text is what stands in the signature.
pub(crate) enum Receiver {
    Ref(String),
    Mut(String),
    Value,
    Boxed(String),
}

type Parsed<T> = Result<T, Refusal>;

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

/// Reads the item that the attribute stands on.
pub(crate) fn parse(item: TokenStream) -> Parsed<Trait> {
    let all_text = item.to_string();
    let tokens = item.into_iter().collect::<Vec<_>>();
    let start = skip_attributes(&tokens, 0);
    let keyword = (start..tokens.len()).find(|at| is_ident(tokens.get(*at), "trait"));
    let (Some(keyword), Some(TokenTree::Ident(name))) =
        (keyword, keyword.and_then(|at| tokens.get(at + 1)))
    else {
        let span = tokens
            .get(start)
            .map_or_else(proc_macro::Span::call_site, TokenTree::span);
        return Err(Refusal::plain(span, "`#[dispatch]` stands on a trait"));
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
            "`#[dispatch]` stands on a trait with a body",
        ));
    };
    let mut aliases = Aliases::new(&name.to_string());
    let methods = methods(body, &mut aliases)?;
    Ok(Trait {
        name: name.to_string(),
        visibility: tokens[start..keyword]
            .iter()
            .cloned()
            .collect::<TokenStream>()
            .to_string(),
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

/// Where the attributes end that begin here.
fn skip_attributes(tokens: &[TokenTree], mut at: usize) -> usize {
    while is_punct(tokens.get(at), '#') && at + 1 < tokens.len() {
        at += 2;
    }
    at
}

fn method(attributes: &[TokenTree], tokens: &[TokenTree], aliases: &mut Aliases) -> Parsed<Method> {
    let span = tokens
        .first()
        .map_or_else(proc_macro::Span::call_site, TokenTree::span);
    let Some(function) = tokens.iter().position(|token| is_ident(Some(token), "fn")) else {
        let what = "an associated type or constant has no one value that fits all modules";
        return Err(Refusal::new(span, what));
    };
    let mut is_async = false;
    for qualifier in &tokens[..function] {
        if !is_ident(Some(qualifier), "async") {
            let what = "a method of this kind cannot be dispatched by safe code";
            return Err(Refusal::new(qualifier.span(), what));
        }
        is_async = true;
    }
    let (Some(TokenTree::Ident(name)), Some(open)) =
        (tokens.get(function + 1), arguments_at(tokens, function))
    else {
        return Err(Refusal::new(span, "this item is no method"));
    };
    let TokenTree::Group(list) = &tokens[open] else {
        return Err(Refusal::new(span, "this item is no method"));
    };
    let generics = &tokens[function + 2..open];
    let tail = &tokens[open + 1..];
    let list = list.stream().into_iter().collect::<Vec<_>>();
    let arguments = split_commas(&list);
    let Some(receiver) = arguments.first().and_then(|first| receiver(first)) else {
        let what = "a function without `self` belongs to no module";
        return Err(Refusal::new(name.span(), what));
    };
    check_signature(&tokens[function..])?;
    check_return(tail)?;
    let parameters = parameter_names(generics);
    let conditions = conditions(attributes);
    aliases.enter(&name.to_string(), &parameters, &conditions);
    Ok(Method {
        attributes: conditions,
        is_async,
        name: name.to_string(),
        generics: text(&aliases.rewrite(generics)),
        parameters: parameters
            .iter()
            .map(|name| name.replace("const ", ""))
            .collect(),
        receiver: receiver?,
        arguments: arguments[1..]
            .iter()
            .map(|argument| text(&aliases.rewrite(type_of(argument))))
            .collect(),
        tail: text(&aliases.rewrite(tail)),
    })
}

/// The place of the parentheses with the arguments: the first ones outside of the generics.
fn arguments_at(tokens: &[TokenTree], function: usize) -> Option<usize> {
    angles(tokens)
        .skip(function)
        .find(|(_, token, depth)| {
            let parenthesis = matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
            *depth == 0 && parenthesis
        })
        .map(|(index, _, _)| index)
}

/// How an argument list begins; `None` without `self`.
fn receiver(tokens: &[TokenTree]) -> Option<Parsed<Receiver>> {
    let start = skip_attributes(tokens, 0);
    let tokens = &tokens[start..];
    let place = tokens
        .iter()
        .position(|token| is_ident(Some(token), "self"))?;
    let before = &tokens[..place];
    if before.iter().any(|token| is_punct(Some(token), ':')) {
        return None;
    }
    let by_ref = is_punct(before.first(), '&');
    let mutable = before.iter().any(|token| is_ident(Some(token), "mut"));
    let whole = text(tokens);
    if by_ref {
        return Some(Ok(if mutable {
            Receiver::Mut(whole)
        } else {
            Receiver::Ref(whole)
        }));
    }
    let Some(typed) = tokens.get(place + 2..) else {
        return Some(Ok(Receiver::Value));
    };
    let typed_text = typed.iter().cloned().collect::<TokenStream>().to_string();
    let signature = format!("self : {typed_text}");
    let words = typed_text.replace(' ', "");
    let ends_with_self = is_ident(typed.last(), "Self");
    let by_ref = is_punct(typed.first(), '&');
    let mutable = typed.iter().any(|token| is_ident(Some(token), "mut"));
    Some(match () {
        () if words == "Self" => Ok(Receiver::Value),
        () if by_ref && ends_with_self && mutable => Ok(Receiver::Mut(signature)),
        () if by_ref && ends_with_self => Ok(Receiver::Ref(signature)),
        () if words.ends_with("Box<Self>") && !words.contains('&') => {
            Ok(Receiver::Boxed(signature))
        }
        () => Err(Refusal::new(
            tokens[place].span(),
            "`self` by this pointer cannot be passed on to the module inside",
        )),
    })
}

/// The type of an argument: what follows the first single colon outside of brackets.
fn type_of(argument: &[TokenTree]) -> &[TokenTree] {
    let start = skip_attributes(argument, 0);
    let argument = &argument[start..];
    let colon = (0..argument.len()).find(|at| {
        is_punct(argument.get(*at), ':')
            && !is_punct(argument.get(at + 1), ':')
            && (*at == 0 || !is_punct(argument.get(at - 1), ':'))
    });
    &argument[colon.map_or(0, |at| at + 1)..]
}

/// `T` and `const N` of `<'a, T: Clone, const N: usize>`.
fn parameter_names(generics: &[TokenTree]) -> Vec<String> {
    let inner = match generics {
        [_, inner @ .., _] => inner,
        _ => return Vec::new(),
    };
    let names = split_commas(inner).into_iter().filter_map(|parameter| {
        let start = skip_attributes(parameter, 0);
        let constant = is_ident(parameter.get(start), "const");
        match parameter.get(start + usize::from(constant))? {
            TokenTree::Ident(name) if constant => Some(format!("const {name}")),
            TokenTree::Ident(name) => Some(name.to_string()),
            _ => None,
        }
    });
    names.collect()
}

/// Paths that would mean something else where the impl stands.
fn check_signature(tokens: &[TokenTree]) -> Parsed<()> {
    let all = flat(tokens);
    for (index, token) in all.iter().enumerate() {
        let path = is_punct(all.get(index + 1), ':') && is_punct(all.get(index + 2), ':');
        if path && (is_ident(Some(token), "super") || is_ident(Some(token), "self")) {
            let text = "the impl stands in another module: write this path as `crate::...`";
            return Err(Refusal::plain(token.span(), text));
        }
    }
    Ok(())
}

fn check_return(tail: &[TokenTree]) -> Parsed<()> {
    if !is_punct(tail.first(), '-') {
        return Ok(());
    }
    let end = tail
        .iter()
        .position(|token| is_ident(Some(token), "where"))
        .unwrap_or(tail.len());
    let all = flat(&tail[..end]);
    for (index, token) in all.iter().enumerate() {
        if is_ident(Some(token), "impl") {
            let what = "each module returns an `impl Trait` of its own";
            return Err(Refusal::new(token.span(), what));
        }
        if is_ident(Some(token), "Self") && !is_punct(all.get(index + 1), ':') {
            let what = "a module that returns `Self` does not return the enum";
            return Err(Refusal::new(token.span(), what));
        }
    }
    Ok(())
}

/// Only `cfg` decides whether a method is there.
fn conditions(attributes: &[TokenTree]) -> String {
    let conditions = attributes
        .chunks(2)
        .filter(|attribute| match attribute.get(1) {
            Some(TokenTree::Group(group)) => {
                is_ident(group.stream().into_iter().next().as_ref(), "cfg")
            }
            _ => false,
        });
    conditions.map(text).collect()
}

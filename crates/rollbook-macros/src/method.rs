//! A method of a trait, or the reason why it cannot be dispatched.

use proc_macro::{Delimiter, TokenStream, TokenTree};

use crate::alias::Aliases;
use crate::tokens::{
    Parsed, Refusal, angles, flat, is_ident, is_punct, path, skip_attributes, split_commas, text,
};

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
    /// Whether the method is not an `async fn`, but returns `impl Future`.
    pub(crate) returns_future: bool,
}

/// How a method takes its module. The text is that of the signature.
pub(crate) enum Receiver {
    Ref(String),
    Mut(String),
    Value,
    Boxed(String),
}

/// Reads one item of a trait.
pub(crate) fn method(
    attributes: &[TokenTree],
    tokens: &[TokenTree],
    aliases: &mut Aliases,
) -> Parsed<Method> {
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
        return Err(Refusal::new(span, "this item is not a method"));
    };
    let TokenTree::Group(list) = &tokens[open] else {
        return Err(Refusal::new(span, "this item is not a method"));
    };
    let generics = &tokens[function + 2..open];
    let tail = without_captures(&tokens[open + 1..]);
    let (tail, returns_future) = future(&tail);
    let tail = tail.as_slice();
    let list = list.stream().into_iter().collect::<Vec<_>>();
    let arguments = split_commas(&list);
    let Some(receiver) = arguments.first().and_then(|first| receiver(first)) else {
        let what = "a function without `self` belongs to no module";
        return Err(Refusal::new(name.span(), what));
    };
    check_signature(&tokens[function..])?;
    for part in [generics, tail].iter().chain(&arguments[1..]) {
        check_self(part)?;
    }
    if !returns_future {
        check_return(tail)?;
    }
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
        returns_future,
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
    Some(if words == "Self" {
        Ok(Receiver::Value)
    } else if by_ref && ends_with_self && mutable {
        Ok(Receiver::Mut(signature))
    } else if by_ref && ends_with_self {
        Ok(Receiver::Ref(signature))
    } else if words.ends_with("Box<Self>") && !words.contains('&') {
        Ok(Receiver::Boxed(signature))
    } else {
        Err(Refusal::new(
            tokens[place].span(),
            "`self` by this pointer cannot be passed on to the module inside",
        ))
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

/// Paths that would mean something else at the place of the impl.
fn check_signature(tokens: &[TokenTree]) -> Parsed<()> {
    let all = flat(tokens);
    for (index, token) in all.iter().enumerate() {
        let path = is_punct(all.get(index + 1), ':') && is_punct(all.get(index + 2), ':');
        if path && (is_ident(Some(token), "super") || is_ident(Some(token), "self")) {
            let text = "the impl is in another module: write this path as `crate::...`";
            return Err(Refusal::plain(token.span(), text));
        }
    }
    Ok(())
}

/// `Self` as a whole type: it is the module in the trait, and the enum in the impl.
fn check_self(tokens: &[TokenTree]) -> Parsed<()> {
    let all = flat(tokens);
    let whole = |at: &usize| is_ident(all.get(*at), "Self") && !is_punct(all.get(at + 1), ':');
    match (0..all.len()).find(whole) {
        Some(at) => {
            let what =
                "`Self` is the module here and the enum in the impl, which do not fit each other";
            Err(Refusal::new(all[at].span(), what))
        }
        None => Ok(()),
    }
}

/// `impl Trait` as a returned type, unless [`future`] has found it to be a future.
fn check_return(tail: &[TokenTree]) -> Parsed<()> {
    let end = tail.iter().position(|t| is_ident(Some(t), "where"));
    let all = flat(&tail[..end.unwrap_or(tail.len())]);
    match all.iter().find(|token| is_ident(Some(token), "impl")) {
        Some(token) => {
            let what = "each module returns an `impl Trait` of its own";
            Err(Refusal::new(token.span(), what))
        }
        None => Ok(()),
    }
}

/// What follows the arguments, without `+ use<'_, Self>`. In the impl it would be an error, since `Self` is no parameter there;
/// and without it the impl captures what the trait captures.
fn without_captures(tail: &[TokenTree]) -> Vec<TokenTree> {
    let opens = |at: &usize| {
        is_punct(tail.get(*at), '+')
            && is_ident(tail.get(*at + 1), "use")
            && is_punct(tail.get(*at + 2), '<')
    };
    let Some(start) = (0..tail.len()).find(opens) else {
        return tail.to_vec();
    };
    let closes = |at: &usize| is_punct(tail.get(*at), '>');
    let end = (start..tail.len()).find(closes).unwrap_or(start);
    [&tail[..start], &tail[end + 1..]].concat()
}

/// A return type `impl Future<Output = T> + Send`, written with the full path of `Future`. Another type is not changed, and the
/// second value is `false`.
///
/// All modules can return such a type, because one `async` block awaits the future of whichever module it is.
fn future(tail: &[TokenTree]) -> (Vec<TokenTree>, bool) {
    let unchanged = || (tail.to_vec(), false);
    let [arrow, head, keyword, bounds @ ..] = tail else {
        return unchanged();
    };
    let end = bounds.iter().position(|t| is_ident(Some(t), "where"));
    let (bounds, rest) = bounds.split_at(end.unwrap_or(bounds.len()));
    let nested = flat(bounds).iter().any(|t| is_ident(Some(t), "impl"));
    if !is_ident(Some(keyword), "impl") || nested {
        return unchanged();
    }
    // The path of a bound goes to its first `<`.
    let mut start = 0;
    for (index, token, depth) in angles(bounds) {
        if depth == 0 && is_punct(Some(token), '+') {
            start = index + 1;
        }
        let opens = depth == 1 && is_punct(Some(token), '<');
        if opens && is_ident(index.checked_sub(1).map(|at| &bounds[at]), "Future") {
            let mut out = vec![arrow.clone(), head.clone(), keyword.clone()];
            out.extend_from_slice(&bounds[..start]);
            out.extend(path(&["core", "future", "Future"], token.span()));
            out.extend_from_slice(&bounds[index..]);
            out.extend_from_slice(rest);
            return (out, true);
        }
    }
    unchanged()
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

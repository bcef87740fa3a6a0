//! Walking tokens without syn: commas outside of angle brackets, and errors at a token.

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

pub(crate) type Parsed<T> = Result<T, Refusal>;

/// Why a trait cannot be dispatched, and where.
pub(crate) struct Refusal {
    span: Span,
    text: String,
}

impl Refusal {
    /// The text ends with the way out, which is the same for all.
    pub(crate) fn new(span: Span, what: &str) -> Self {
        Self {
            span,
            text: format!(
                "{what}: say `dispatch = false` for the registry, and write this impl by hand, with its `each!`"
            ),
        }
    }

    pub(crate) fn plain(span: Span, text: &str) -> Self {
        Self {
            span,
            text: text.to_owned(),
        }
    }

    /// `::core::compile_error! { "..." }`, at the token.
    pub(crate) fn into_compile_error(self) -> TokenStream {
        let mut out = path(&["core", "compile_error"], self.span);
        out.extend([TokenTree::from(Punct::new('!', Spacing::Alone))]);
        let text = TokenTree::from(Literal::string(&self.text)).into();
        out.extend([TokenTree::from(Group::new(Delimiter::Brace, text))]);
        out.into_iter()
            .map(|mut token| {
                token.set_span(self.span);
                token
            })
            .collect()
    }
}

/// `::core::name`, at a place.
pub(crate) fn path(names: &[&str], span: Span) -> TokenStream {
    let mut out = TokenStream::new();
    for name in names {
        let colons = [Spacing::Joint, Spacing::Alone].map(|spacing| Punct::new(':', spacing));
        out.extend(colons.map(TokenTree::from));
        out.extend([TokenTree::from(Ident::new(name, span))]);
    }
    out
}

pub(crate) fn is_punct(token: Option<&TokenTree>, punct: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == punct)
}

pub(crate) fn is_ident(token: Option<&TokenTree>, name: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(found)) if found.to_string() == name)
}

/// How each token changes the depth of angle brackets; the `>` of `->` and `=>` changes nothing.
pub(crate) fn angles(tokens: &[TokenTree]) -> impl Iterator<Item = (usize, &TokenTree, i32)> {
    let mut depth = 0;
    let mut arrow = false;
    tokens.iter().enumerate().map(move |(index, token)| {
        if let TokenTree::Punct(punct) = token {
            match punct.as_char() {
                '<' => depth += 1,
                '>' if !arrow => depth -= 1,
                _ => {}
            }
            arrow = matches!(punct.as_char(), '-' | '=') && punct.spacing() == Spacing::Joint;
        } else {
            arrow = false;
        }
        (index, token, depth)
    })
}

/// Splits at the commas outside of angle brackets.
pub(crate) fn split_commas(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (index, token, depth) in angles(tokens) {
        if depth == 0 && is_punct(Some(token), ',') {
            parts.push(&tokens[start..index]);
            start = index + 1;
        }
    }
    if start < tokens.len() {
        parts.push(&tokens[start..]);
    }
    parts
}

/// The text of tokens, with `crate` as `$crate`: the text goes into a macro.
pub(crate) fn text(tokens: &[TokenTree]) -> String {
    tokens
        .iter()
        .cloned()
        .flat_map(across_crates)
        .collect::<TokenStream>()
        .to_string()
}

fn across_crates(token: TokenTree) -> TokenStream {
    match token {
        TokenTree::Ident(ident) if ident.to_string() == "crate" => [
            TokenTree::from(Punct::new('$', Spacing::Alone)),
            TokenTree::from(ident),
        ]
        .into_iter()
        .collect(),
        TokenTree::Group(group) => {
            let inner = group.stream().into_iter().flat_map(across_crates).collect();
            TokenTree::from(Group::new(group.delimiter(), inner)).into()
        }
        other => other.into(),
    }
}

/// Every token, also inside of groups.
pub(crate) fn flat(tokens: &[TokenTree]) -> Vec<TokenTree> {
    let mut out = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = token {
            out.extend(flat(&group.stream().into_iter().collect::<Vec<_>>()));
        } else {
            out.push(token.clone());
        }
    }
    out
}

/// Where the attributes end that begin here.
pub(crate) fn skip_attributes(tokens: &[TokenTree], mut at: usize) -> usize {
    while is_punct(tokens.get(at), '#') && at + 1 < tokens.len() {
        at += 2;
    }
    at
}

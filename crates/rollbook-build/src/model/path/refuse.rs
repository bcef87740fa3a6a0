//! What a path may not be.

use super::plain::simple;
use crate::diagnostics::{Problem, Problems, messages, name, plain};
use crate::text::Spanned;
use crate::text::rust::identifier::{is_identifier, variant};
use crate::text::rust::tokens::Token;

/// What a path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    Type,
    Config,
    Context,
    Trait,
    /// A trait that is not dispatched: it may have generic arguments.
    Bound,
    Build,
    Macro,
    Derive,
}

pub(super) type Checked<T> = Result<T, Box<Problem>>;

/// A character that no path can have, and what may have been meant.
pub(super) fn foreign(path: &Spanned<String>, sign: char) -> Box<Problem> {
    let text = path.value.trim();
    let why = format!("it contains {}", name(&sign.to_string()));
    let problem = bad(path, &why);
    let instead = text.replace(['.', '/'], "::");
    match sign {
        '.' | '/' if simple(&instead).is_some() => {
            let edit = format!("Rust writes `::` there: {}", name(&instead));
            Box::new(problem.with("edit", edit))
        }
        _ => problem,
    }
}

pub(super) fn bad(path: &Spanned<String>, why: &str) -> Box<Problem> {
    let problem = Problem::new(&messages::BAD_PATH, path.span, "this path");
    let problem = problem.with("path", name(&path.value));
    let dashed = path.value.replace('-', "_");
    if path.value.contains('-') && !path.value.contains('>') && simple(&dashed).is_some() {
        let edit = format!(
            "Rust writes `_` for `-` in the name of a crate: {}",
            name(&dashed)
        );
        return Box::new(problem.with("why", "it contains `-`").with("edit", edit));
    }
    Box::new(problem.with("why", why))
}

/// Refuses paths that do not say where they start.
pub(super) fn start(path: &Spanned<String>, tokens: &[Token<'_>]) -> Checked<()> {
    match tokens {
        [Token::Word(start @ ("self" | "super" | "Self")), ..] => {
            let label = "relative to a place that is not there";
            let problem = Problem::new(&messages::RELATIVE_PATH, path.span, label);
            Err(Box::new(
                problem
                    .with("path", name(&path.value))
                    .with("start", *start),
            ))
        }
        [Token::Word(_), Token::Colons, ..]
        | [Token::Colons, Token::Word(_), Token::Colons, ..] => Ok(()),
        [] => Err(Box::new(
            Problem::new(&messages::EMPTY_TEXT, path.span, "an empty path")
                .with("key", "a path")
                .with("what", "`crate::` and the name of the type"),
        )),
        [Token::Word(first), rest @ ..] if rest.is_empty() || rest[0] == Token::Sign('<') => {
            let instead = if is_identifier(first) {
                format!("crate::{}", plain(path.value.trim()))
            } else {
                let name = variant(first).unwrap_or_else(|| "Name".to_owned());
                format!("crate::{name}")
            };
            let problem = Problem::new(&messages::BARE_PATH, path.span, "it has no `::`");
            let problem = problem.with("path", name(&path.value));
            let problem = problem.with("instead", name(&instead));
            Err(Box::new(problem.rename(&path.value, &instead, false)))
        }
        _ => Err(bad(
            path,
            "it must start with `crate::`, or with a crate's name",
        )),
    }
}

/// Refuses generic arguments and lifetimes in paths that cannot have them.
pub(super) fn arguments(path: &Spanned<String>, used: Use, tokens: &[Token<'_>]) -> Checked<()> {
    let generic = tokens.contains(&Token::Sign('<'));
    let refused = match used {
        Use::Trait => Some((
            "a trait",
            "name a trait without any: one of your own may inherit it, as in `trait Model: Layer<f32> {}`",
        )),
        Use::Macro => Some(("a macro", "write its path alone")),
        Use::Build => Some((
            "a build function",
            "write its path alone: rustc finds them by itself",
        )),
        Use::Derive => Some(("a derive", "write its path alone")),
        Use::Type | Use::Config | Use::Context | Use::Bound => None,
    };
    if let (true, Some((what, edit))) = (generic, refused) {
        let problem = Problem::new(&messages::NOT_PLAIN, path.span, "this path");
        let problem = problem.with("path", name(&path.value)).with("what", what);
        return Err(Box::new(problem.with("edit", edit)));
    }
    if refused.is_some() && tokens.iter().any(|token| matches!(token, Token::Sign(_))) {
        return Err(bad(path, "it is more than a path"));
    }
    let lifetimes = tokens.iter().filter_map(|token| match token {
        Token::Lifetime(name) => Some(*name),
        _ => None,
    });
    let mut lifetimes = lifetimes.peekable();
    if used == Use::Config && lifetimes.peek().is_some() {
        let problem = Problem::new(&messages::BORROWED_CONFIG, path.span, "it borrows");
        return Err(Box::new(problem.with("path", name(&path.value))));
    }
    match lifetimes.find(|name| *name != "static") {
        Some(other) => Err(bad(
            path,
            &format!("nothing declares the lifetime `'{}`", plain(other)),
        )),
        None => Ok(()),
    }
}

pub(super) fn unknown_nested(
    path: &Spanned<String>,
    tokens: &[Token<'_>],
    registries: &[&str],
    problems: &Problems,
) -> Option<Problem> {
    let unknown = tokens.iter().find_map(|token| match token {
        Token::Registry(name) if !registries.contains(name) => Some(*name),
        _ => None,
    })?;
    let similar = problems.similar(unknown, registries.iter().copied());
    let problem = Problem::new(&messages::UNKNOWN_NESTED, path.span, "no such registry")
        .with("path", name(&path.value))
        .with("name", name(unknown))
        .with_any("similar", &similar)
        .with_any("known", registries);
    Some(problem)
}

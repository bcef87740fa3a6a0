//! The Rust paths of a manifest: checked, and written so that they mean the same in the generated file.

use super::workspace::Workspace;
use crate::diagnostics::{Problem, Problems, messages, name, plain};
use crate::text::Spanned;
use crate::text::rust::identifier::{is_identifier, is_keyword, variant};
use crate::text::rust::tokens::{Fault, Token, tokens};

/// What a path is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
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

/// The path as the generated file writes it: `crate::A` as it is, `name::A` as `::name::A`. A path of another crate goes
/// through that crate's registry. Returns `None` and adds a problem if it is not a path.
pub(super) fn resolve(
    path: &Spanned<String>,
    used: Use,
    registries: &[&str],
    workspace: &Workspace<'_>,
    problems: &mut Problems,
) -> Option<String> {
    let package = workspace.package(path.span);
    if let Some(plain) = simple(&path.value) {
        return Some(package.rebase(&plain, workspace.packages));
    }
    match general(path, used, registries, problems) {
        Ok(resolved) => Some(package.rebase(&resolved, workspace.packages)),
        Err(problem) => {
            problems.add(*problem);
            None
        }
    }
}

/// The usual case, without any parser: `a::b::C`.
fn simple(text: &str) -> Option<String> {
    let global = text.starts_with("::");
    let mut parts = text.trim_start_matches("::").split("::");
    let first = parts.next()?;
    let rest = parts.clone().count();
    if rest == 0 || !parts.all(is_identifier) {
        return None;
    }
    match (first, global) {
        ("crate", false) => Some(text.to_owned()),
        _ if !is_identifier(first) => None,
        (_, true) => Some(text.to_owned()).filter(|text| !text.starts_with("::::")),
        (_, false) => Some(format!("::{text}")),
    }
}

type Checked<T> = Result<T, Box<Problem>>;

fn general(
    path: &Spanned<String>,
    used: Use,
    registries: &[&str],
    problems: &Problems,
) -> Checked<String> {
    let tokens = tokens(&path.value).map_err(|fault| match fault {
        Fault::Foreign(sign) => foreign(path, sign),
        Fault::Nameless => bad(path, "`$` must be followed by the name of a registry"),
        Fault::TooDeep => bad(path, "it nests too deeply"),
    })?;
    start(path, &tokens)?;
    arguments(path, used, &tokens)?;
    let nests = tokens
        .iter()
        .any(|token| matches!(token, Token::Registry(_)));
    if nests && !matches!(used, Use::Type | Use::Config) {
        return Err(bad(
            path,
            "only a `type` and a `config` can nest a registry",
        ));
    }
    if let Some(nested) = unknown_nested(path, &tokens, registries, problems) {
        return Err(Box::new(nested));
    }
    let out = written(path, &tokens)?;
    // For everything else, rustc's own grammar decides.
    let text = out.replace('$', "Registry_");
    match syn::parse_str::<syn::Type>(&text) {
        Ok(syn::Type::Path(parsed)) if parsed.qself.is_none() => Ok(out),
        Ok(_) => Err(bad(path, "it is not a path")),
        Err(error) => {
            let error = error.to_string();
            let expected = error.split_once(", expected");
            // Without its feature `full`, syn knows fewer expressions in the length of an array.
            let what = expected.or_else(|| error.split_once("; enable syn"));
            Err(bad(path, what.map_or(&error, |(what, _)| what)))
        }
    }
}

/// A character that no path can have, and what may have been meant.
fn foreign(path: &Spanned<String>, sign: char) -> Box<Problem> {
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

fn bad(path: &Spanned<String>, why: &str) -> Box<Problem> {
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
fn start(path: &Spanned<String>, tokens: &[Token<'_>]) -> Checked<()> {
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
fn arguments(path: &Spanned<String>, used: Use, tokens: &[Token<'_>]) -> Checked<()> {
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

fn unknown_nested(
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

/// The path in one spelling, with `::` before each crate's name.
fn written(path: &Spanned<String>, tokens: &[Token<'_>]) -> Checked<String> {
    let mut out = String::new();
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| tokens[before]);
        let after = tokens.get(index + 1);
        let beginning = before != Some(Token::Colons)
            && after == Some(&Token::Colons)
            && matches!(tokens.get(index + 2), Some(Token::Word(_)));
        let joins = matches!(
            token,
            Token::Word(_) | Token::Lifetime(_) | Token::Registry(_)
        );
        let joined = matches!(
            before,
            Some(Token::Word(_) | Token::Lifetime(_) | Token::Registry(_))
        );
        if (joins && joined) || before == Some(Token::Sign(',')) {
            out.push(' ');
        }
        match token {
            Token::Word("_") => return Err(bad(path, "`_` is not a type here")),
            Token::Word("self" | "super" | "Self") => {
                return Err(bad(
                    path,
                    "`self` and `super` mean something else in the generated file",
                ));
            }
            Token::Word("crate") if before == Some(Token::Colons) => {
                return Err(bad(path, "`crate` can only start it"));
            }
            Token::Word("crate") => out.push_str("crate"),
            Token::Word(word) if beginning && !is_keyword(word) => {
                out.push_str("::");
                out.push_str(word);
            }
            Token::Word(word) => out.push_str(word),
            Token::Registry(registry) if after == Some(&Token::Colons) => {
                let problem = bad(path, "`$registry` already is the enum");
                let edit = format!(
                    "write `${registry}` alone: it is the enum of modules, or in `config` of configs"
                );
                return Err(Box::new(problem.with("edit", edit)));
            }
            Token::Registry(registry) => {
                out.push('$');
                out.push_str(registry);
            }
            Token::Lifetime(lifetime) => {
                out.push('\'');
                out.push_str(lifetime);
            }
            Token::Colons => out.push_str("::"),
            Token::Sign(sign) => out.push(*sign),
        }
    }
    Ok(out)
}

/// The registries that a resolved path nests.
pub(crate) fn nested(path: &str) -> impl Iterator<Item = &str> {
    path.split('$').skip(1).map(|part| {
        let end = part.find(|c: char| !c.is_alphanumeric() && c != '_');
        &part[..end.unwrap_or(part.len())]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment::Package;
    use crate::text::{Source, Span};

    fn resolved(path: &str, used: Use) -> Result<String, &'static str> {
        let mut problems = Problems::default();
        let path = Spanned {
            value: path.to_owned(),
            span: Span::default(),
        };
        let own = Package {
            root: "crate".to_owned(),
            ..Package::default()
        };
        let workspace = Workspace {
            packages: &[own],
            sources: &[Source::new("registry.toml", String::new())],
        };
        resolve(
            &path,
            used,
            &["backbone", "head"],
            &workspace,
            &mut problems,
        )
        .ok_or_else(|| problems.list[0].message.id)
    }

    #[test]
    fn good_paths() {
        let check = |path, expect: &str| {
            assert_eq!(resolved(path, Use::Type).as_deref(), Ok(expect), "{path}");
        };
        check("crate::NetA", "crate::NetA");
        check("mmcv::NetA", "::mmcv::NetA");
        check("::mmcv::a::NetA", "::mmcv::a::NetA");
        check("std::boxed::Box<crate::A>", "::std::boxed::Box<crate::A>");
        check(
            "crate::Wrap<serde_json::Value>",
            "crate::Wrap<::serde_json::Value>",
        );
        check(
            "crate::Wrap< u32,Option<String> >",
            "crate::Wrap<u32, Option<String>>",
        );
        check("crate::Detector<$backbone>", "crate::Detector<$backbone>");
        check(
            "crate::Pair<$backbone, Box<$head>>",
            "crate::Pair<$backbone, Box<$head>>",
        );
        check("crate::Conv<3>", "crate::Conv<3>");
        check("crate::Dyn<dyn a::T + Send>", "crate::Dyn<dyn ::a::T+Send>");
        check("crate::F<fn(u8) -> b::C>", "crate::F<fn(u8)->::b::C>");
        check(
            "crate::T<[u8; 4], &'static str>",
            "crate::T<[u8;4], &'static str>",
        );
        check("crate::W::<u32>", "crate::W::<u32>");
        check("crate::W<Vec::<::a::B>>", "crate::W<Vec::<::a::B>>");
        check(" crate::NetA ", "crate::NetA");
    }

    #[test]
    fn bad_paths() {
        let check = |path: &str, used, id| assert_eq!(resolved(path, used), Err(id), "{path}");
        check("ReLU", Use::Type, "R041");
        check("Vec<u8>", Use::Type, "R041");
        check("mmdet", Use::Type, "R041");
        check("self::A", Use::Type, "R046");
        check("super::A", Use::Type, "R046");
        check("Self::A", Use::Type, "R046");
        check("crate::A<super::B>", Use::Type, "R042");
        check("crate::A<_>", Use::Type, "R042");
        check("crate::A<", Use::Type, "R042");
        check("crate::", Use::Type, "R042");
        check("::A", Use::Type, "R042");
        check("::::a::B", Use::Type, "R042");
        check("::crate::A", Use::Type, "R042");
        check("crate::type", Use::Type, "R042");
        check("crate::A // x", Use::Type, "R042");
        check("crate::A<\n>", Use::Type, "R042");
        check("crate::{A}", Use::Type, "R042");
        check("crate.models.NetA", Use::Type, "R042");
        check("crate::A<'a>", Use::Type, "R042");
        check("$backbone", Use::Type, "R042");
        check("crate::A<$backbone::Module>", Use::Type, "R042");
        check("crate::A<$>", Use::Type, "R042");
        check("crate::A<$backbon>", Use::Type, "R043");
        check("crate::A<'a>", Use::Config, "R044");
        check("crate::A<$backbone>", Use::Context, "R042");
        check("crate::$backbone", Use::Build, "R042");
        check("crate::A<u8>", Use::Trait, "R045");
        check("crate::f::<u8>", Use::Build, "R045");
        check("", Use::Type, "R073");
        check("(crate::A, u8)", Use::Type, "R042");
        check("crate::A(u8)", Use::Trait, "R042");
        check(
            &format!("crate::A{}", "<crate::A".repeat(100_000)),
            Use::Type,
            "R042",
        );
        check(
            &format!("crate::A<{}u8>", "&".repeat(100_000)),
            Use::Type,
            "R042",
        );
    }
}

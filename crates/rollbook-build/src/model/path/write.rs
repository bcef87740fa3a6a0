//! How a path is written in the generated file.

use super::refuse::{Checked, bad};
use crate::text::Spanned;
use crate::text::rust::identifier::is_keyword;
use crate::text::rust::tokens::Token;

/// The path in one spelling, with `::` before each crate's name.
pub(super) fn written(path: &Spanned<String>, tokens: &[Token<'_>]) -> Checked<String> {
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

//! A Rust path in tokens: enough to see where each path inside it starts.

/// A part of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    Word(&'t str),
    /// `$name`
    Registry(&'t str),
    /// `'name`
    Lifetime(&'t str),
    Colons,
    Sign(char),
}

/// Why a text has no tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A character that no type holds.
    Foreign(char),
    /// `$` before no name.
    Nameless,
    TooDeep,
}

/// Signs that a type may hold. What could end a line or a literal in the generated file is not among them.
const SIGNS: &str = ":<>,&()[];+-=*";
/// At most this many signs that open, close or point, because syn parses by recursion.
const MOST: usize = 128;

pub(crate) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
    let mut tokens = Vec::new();
    let mut nesting = 0;
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let (token, length) = if rest.starts_with("::") {
            (Token::Colons, 2)
        } else if first == '$' {
            let name = word(&rest[1..]);
            if name.is_empty() {
                return Err(Fault::Nameless);
            }
            (Token::Registry(name), 1 + name.len())
        } else if first == '\'' {
            let name = word(&rest[1..]);
            (Token::Lifetime(name), 1 + name.len())
        } else if !word(rest).is_empty() {
            (Token::Word(word(rest)), word(rest).len())
        } else if SIGNS.contains(first) {
            nesting += usize::from(!",:;=".contains(first));
            (Token::Sign(first), 1)
        } else if first == ' ' {
            rest = &rest[1..];
            continue;
        } else {
            return Err(Fault::Foreign(first));
        };
        tokens.push(token);
        rest = &rest[length..];
    }
    if nesting > MOST {
        return Err(Fault::TooDeep);
    }
    Ok(tokens)
}

/// The letters, digits and underscores that a text starts with.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_');
    &text[..end.unwrap_or(text.len())]
}

//! Values, items and entries of an arena, as they are handed out.

use super::Token;

/// A value of an arena: its first token, and the tokens that follow.
#[derive(Clone, Copy)]
pub(in crate::de) struct Value<'c, 'de> {
    pub(in crate::de) token: &'c Token<'de>,
    behind: &'c [Token<'de>],
}

impl<'c, 'de> Value<'c, 'de> {
    /// The first value of a list of tokens that is not empty: whoever writes [`Token::Some`] and the like writes its value.
    #[inline]
    pub(in crate::de) fn first(tokens: &'c [Token<'de>]) -> Self {
        Self {
            token: &tokens[0],
            behind: &tokens[1..],
        }
    }

    /// The first value of a list of tokens, if there is one.
    #[inline]
    pub(in crate::de) fn of(tokens: &'c [Token<'de>]) -> Option<Self> {
        let (token, behind) = tokens.split_first()?;
        Some(Self { token, behind })
    }

    /// The first key of a list of tokens, and the tokens from its value on.
    pub(in crate::de) fn entry(tokens: &'c [Token<'de>]) -> Option<(Self, &'c [Token<'de>])> {
        let key = Self::of(tokens)?;
        Some((key, key.end()))
    }

    /// The tokens behind the value.
    #[inline]
    pub(in crate::de) fn end(self) -> &'c [Token<'de>] {
        if self.token.has_parts() {
            return self.end_of_parts();
        }
        self.behind
    }

    #[inline(never)]
    fn end_of_parts(self) -> &'c [Token<'de>] {
        match *self.token {
            Token::List(tokens, _) | Token::Table(tokens) => &self.behind[tokens..],
            Token::Some | Token::Newtype | Token::As(_) => self.part().end(),
            Token::Variant => self.variant().1.end(),
            _ => self.behind,
        }
    }

    /// The value that follows [`Token::Some`], [`Token::Newtype`] or [`Token::As`].
    #[inline]
    pub(in crate::de) fn part(self) -> Self {
        Self::first(self.behind)
    }

    /// The name of a variant, and what it holds.
    pub(in crate::de) fn variant(self) -> (Self, Self) {
        let name = self.part();
        (name, Self::first(name.end()))
    }

    /// The tokens of a list's items, or of a table's entries.
    #[inline]
    pub(in crate::de) fn parts(self) -> &'c [Token<'de>] {
        match *self.token {
            Token::List(tokens, _) | Token::Table(tokens) => &self.behind[..tokens],
            _ => &[],
        }
    }

    /// How many tokens there are from the value on.
    #[inline]
    pub(in crate::de) fn left(self) -> usize {
        self.behind.len() + 1
    }
}

/// The values of a list.
pub(in crate::de) struct Items<'c, 'de>(pub(in crate::de) &'c [Token<'de>]);

impl<'c, 'de> Iterator for Items<'c, 'de> {
    type Item = Value<'c, 'de>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let item = Value::of(self.0)?;
        self.0 = item.end();
        Some(item)
    }
}

/// The keys of a table, and their values.
pub(in crate::de) struct Entries<'c, 'de>(pub(in crate::de) &'c [Token<'de>]);

impl<'c, 'de> Iterator for Entries<'c, 'de> {
    type Item = (Value<'c, 'de>, Value<'c, 'de>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let key = Value::of(self.0)?;
        let value = Value::of(key.end())?;
        self.0 = value.end();
        Some((key, value))
    }
}

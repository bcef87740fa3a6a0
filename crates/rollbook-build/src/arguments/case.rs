//! serde's `rename_all`.

/// The name of a field under a rule. `None` if the rule is unknown.
pub(super) fn field(rule: &str, name: &str) -> Option<String> {
    let words = || name.split('_').map(capitalized).collect::<String>();
    Some(match rule {
        "lowercase" | "snake_case" => name.to_owned(),
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => name.to_ascii_uppercase(),
        "PascalCase" => words(),
        "camelCase" => uncapitalized(&words()),
        "kebab-case" => name.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => name.to_ascii_uppercase().replace('_', "-"),
        _ => return None,
    })
}

/// The name of a variant under a rule. `None` if the rule is unknown.
pub(super) fn variant(rule: &str, name: &str) -> Option<String> {
    let snake = || {
        let mut out = String::new();
        for (at, c) in name.char_indices() {
            if at > 0 && c.is_uppercase() {
                out.push('_');
            }
            out.push(c.to_ascii_lowercase());
        }
        out
    };
    Some(match rule {
        "PascalCase" => name.to_owned(),
        "lowercase" => name.to_ascii_lowercase(),
        "UPPERCASE" => name.to_ascii_uppercase(),
        "camelCase" => uncapitalized(name),
        "snake_case" => snake(),
        "SCREAMING_SNAKE_CASE" => snake().to_ascii_uppercase(),
        "kebab-case" => snake().replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => snake().to_ascii_uppercase().replace('_', "-"),
        _ => return None,
    })
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

fn uncapitalized(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each rule, with what serde makes of a field `one_two` and of a variant `OneTwo`.
    #[test]
    fn rules() {
        for (rule, of_field, of_variant) in [
            ("lowercase", "one_two", "onetwo"),
            ("UPPERCASE", "ONE_TWO", "ONETWO"),
            ("PascalCase", "OneTwo", "OneTwo"),
            ("camelCase", "oneTwo", "oneTwo"),
            ("snake_case", "one_two", "one_two"),
            ("SCREAMING_SNAKE_CASE", "ONE_TWO", "ONE_TWO"),
            ("kebab-case", "one-two", "one-two"),
            ("SCREAMING-KEBAB-CASE", "ONE-TWO", "ONE-TWO"),
        ] {
            assert_eq!(field(rule, "one_two").as_deref(), Some(of_field), "{rule}");
            assert_eq!(
                variant(rule, "OneTwo").as_deref(),
                Some(of_variant),
                "{rule}"
            );
        }
        assert_eq!(field("Title Case", "a"), None);
    }
}

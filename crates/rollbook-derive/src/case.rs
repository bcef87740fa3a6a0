//! serde's rules for `rename_all`, over the names of fields.

/// How a field is written in a config. Nothing for a rule that serde does not have.
pub(crate) fn rename(rule: &str, field: &str) -> Option<String> {
    let words = || field.split('_').filter(|word| !word.is_empty());
    Some(match rule {
        "lowercase" | "snake_case" => field.to_owned(),
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => field.to_ascii_uppercase(),
        "PascalCase" => words().map(capital).collect(),
        "camelCase" => {
            let pascal = words().map(capital).collect::<String>();
            let first = pascal.chars().next().map_or(0, char::len_utf8);
            pascal[..first].to_ascii_lowercase() + &pascal[first..]
        }
        "kebab-case" => field.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => field.to_ascii_uppercase().replace('_', "-"),
        _ => return None,
    })
}

/// The rules, for a message.
pub(crate) const RULES: &str = "\"lowercase\", \"UPPERCASE\", \"PascalCase\", \"camelCase\", \"snake_case\", \
                                \"SCREAMING_SNAKE_CASE\", \"kebab-case\", \"SCREAMING-KEBAB-CASE\"";

fn capital(word: &str) -> String {
    let first = word.chars().next().map_or(0, char::len_utf8);
    word[..first].to_ascii_uppercase() + &word[first..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules() {
        let check = |rule: &str, expect: &str| {
            assert_eq!(rename(rule, "very_long_name").as_deref(), Some(expect));
        };
        check("lowercase", "very_long_name");
        check("UPPERCASE", "VERY_LONG_NAME");
        check("PascalCase", "VeryLongName");
        check("camelCase", "veryLongName");
        check("snake_case", "very_long_name");
        check("SCREAMING_SNAKE_CASE", "VERY_LONG_NAME");
        check("kebab-case", "very-long-name");
        check("SCREAMING-KEBAB-CASE", "VERY-LONG-NAME");
        assert_eq!(rename("Train-Case", "a"), None);
        assert_eq!(rename("camelCase", "_a"), Some("a".to_owned()));
    }
}

//! Rust identifiers: which text is one, and how one is made from any name.

use unicode_ident::{is_xid_continue, is_xid_start};

/// Whether the text is a Rust identifier.
pub(crate) fn is_identifier(text: &str) -> bool {
    let mut letters = text.chars();
    let starts = letters.next().is_some_and(|c| c == '_' || is_xid_start(c));
    starts && text != "_" && text.chars().all(|c| c == '_' || is_letter(c)) && !is_keyword(text)
}

/// Turns a name into a variant. An identifier that starts with a capital is kept. Otherwise the first letter of each word
/// is capitalized and the words are joined. Returns `None` if there is no letter.
pub(crate) fn variant(text: &str) -> Option<String> {
    spelled(&camel(text))
}

/// A variant that says the scope, too.
pub(crate) fn prefixed(scope: &str, text: &str) -> Option<String> {
    let text = camel(text);
    if text.is_empty() {
        return None;
    }
    spelled(&(camel(scope) + &text))
}

fn camel(text: &str) -> String {
    let capital = text.starts_with(char::is_uppercase);
    if capital && text.chars().all(|c| c == '_' || is_letter(c)) {
        return text.to_owned();
    }
    let words = text.split(|c| !is_letter(c));
    words.map(capitalized).collect()
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let mut upper = first.to_uppercase();
    match (upper.next(), upper.next()) {
        // The capital of `ß` is two letters: then it stays.
        (Some(upper), None) if is_letter(upper) => {
            let mut out = String::from(upper);
            out.push_str(letters.as_str());
            out
        }
        _ => word.to_owned(),
    }
}

fn spelled(text: &str) -> Option<String> {
    let first = text.chars().next()?;
    let mut out = String::new();
    if !is_xid_start(first) {
        out.push('_');
    }
    out.push_str(text);
    if is_keyword(&out) || TAKEN.contains(&out.as_str()) {
        out.push('_');
    }
    Some(out)
}

/// The names that the generated enums have besides their variants, and those that `Self::` already has in their impls.
const TAKEN: &[&str] = &["ALL", "DATA", "OWN", "Err"];

/// Whether a text is such a name.
pub(crate) fn is_taken(text: &str) -> bool {
    TAKEN.contains(&text)
}

/// A letter or digit that rustc leaves as it is: it takes identifiers in Unicode's form NFC, so that two names could
/// become one.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (!c.is_ascii() && c.is_alphanumeric() && is_xid_continue(c) && !is_recomposed(c))
}

/// The letters that NFC replaces, or may join with the letter before.
fn is_recomposed(c: char) -> bool {
    matches!(c,
        '\u{0340}'..='\u{0345}' | '\u{0374}' | '\u{0387}'
        | '\u{0958}'..='\u{095F}' | '\u{09BE}' | '\u{09D7}' | '\u{09DC}'..='\u{09DF}'
        | '\u{0A33}' | '\u{0A36}' | '\u{0A59}'..='\u{0A5E}'
        | '\u{0B3E}' | '\u{0B56}'..='\u{0B57}' | '\u{0B5C}'..='\u{0B5D}'
        | '\u{0BBE}' | '\u{0BD7}' | '\u{0C56}' | '\u{0CC2}' | '\u{0CD5}'..='\u{0CD6}' | '\u{0D3E}' | '\u{0D57}'
        | '\u{0DCF}' | '\u{0DDF}' | '\u{102E}' | '\u{1B35}'
        | '\u{0F43}' | '\u{0F4D}' | '\u{0F52}' | '\u{0F57}' | '\u{0F5C}' | '\u{0F69}'
        | '\u{0F73}'..='\u{0F78}' | '\u{0F81}' | '\u{0F93}' | '\u{0F9D}' | '\u{0FA2}' | '\u{0FA7}' | '\u{0FAC}' | '\u{0FB9}'
        | '\u{1161}'..='\u{1175}' | '\u{11A8}'..='\u{11C2}'
        | '\u{1F71}' | '\u{1F73}' | '\u{1F75}' | '\u{1F77}' | '\u{1F79}' | '\u{1F7B}' | '\u{1F7D}'
        | '\u{1FBB}' | '\u{1FBE}' | '\u{1FC9}' | '\u{1FCB}' | '\u{1FD3}' | '\u{1FDB}' | '\u{1FE3}' | '\u{1FEB}'
        | '\u{1FF9}' | '\u{1FFB}' | '\u{2126}' | '\u{212A}'..='\u{212B}'
        | '\u{F900}'..='\u{FAD9}' | '\u{FB1D}'..='\u{FB4E}' | '\u{11127}' | '\u{1133E}' | '\u{11357}'
        | '\u{114B0}' | '\u{114BA}' | '\u{114BD}' | '\u{115AF}' | '\u{11930}' | '\u{2F800}'..='\u{2FA1D}'
    )
}

/// Keywords of any edition, reserved ones included.
pub(crate) fn is_keyword(text: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
        "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
        "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
        "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "try",
        "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.binary_search(&text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants() {
        let check = |name, expect| assert_eq!(variant(name).as_deref(), expect, "{name}");
        check("NetA", Some("NetA"));
        check("CIFAR10", Some("CIFAR10"));
        check("VOC_Dataset", Some("VOC_Dataset"));
        check("torchvision/Resize", Some("TorchvisionResize"));
        check("pose-estimation", Some("PoseEstimation"));
        check("snake_case_2", Some("SnakeCase2"));
        check("DALL-E", Some("DALLE"));
        check("iTPN", Some("ITPN"));
        check("3d", Some("_3d"));
        check("x y", Some("XY"));
        check("网络", Some("网络"));
        check("épaule", Some("Épaule"));
        check("straße", Some("Straße"));
        check("ßa", Some("ßa"));
        check("Self", Some("Self_"));
        check("self", Some("Self_"));
        check("ALL", Some("ALL_"));
        check("///", None);
        check("", None);
        check("_", None);
    }

    #[test]
    fn variants_of_other_scopes() {
        let check = |scope, name, expect| assert_eq!(prefixed(scope, name).as_deref(), expect);
        check("mmcls", "NetB", Some("MmclsNetB"));
        check("my-scope", "3d", Some("MyScope3d"));
        check("mmcls", "Self", Some("MmclsSelf"));
        check("mmcls", "///", None);
        check("///", "NetB", Some("NetB"));
    }

    /// `Å` may be written in three ways, of which rustc makes one.
    #[test]
    fn names_that_look_alike_stay_apart() {
        assert_eq!(variant("A\u{030A}x").as_deref(), Some("AX"));
        assert_eq!(variant("\u{00C5}x").as_deref(), Some("\u{00C5}x"));
        assert_eq!(variant("\u{212B}x").as_deref(), Some("X"));
    }

    #[test]
    fn identifiers() {
        for good in ["a", "_a", "A1", "网络", "union", "r2"] {
            assert!(is_identifier(good), "{good}");
        }
        for bad in [
            "",
            "_",
            "1a",
            "a-b",
            "type",
            "Self",
            "a\u{0301}",
            "r#a",
            "gen",
        ] {
            assert!(!is_identifier(bad), "{bad}");
        }
    }
}

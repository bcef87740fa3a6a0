//! "Did you mean": the known names that are nearest to an unknown one, by the same distance as at run time.

use rollbook::__private::build::distance;

/// The one to three known names that are most like the unknown one. Empty if no name is near.
pub(crate) fn similar<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut nearest = usize::MAX;
    let mut found: Vec<&str> = Vec::new();
    for name in known {
        let Some(cost) = distance(unknown, name).filter(|cost| *cost <= nearest) else {
            continue;
        };
        if unknown.is_empty() || name == unknown {
            continue;
        }
        if cost < nearest {
            nearest = cost;
            found.clear();
        }
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found.truncate(3);
    found
}

/// Whether two names differ by one slip of typing: a letter too many, missing, wrong, or swapped with its
/// neighbour. Letters that differ only in case
/// count as equal. Digits must be equal: `ResNet18` and `ResNet19` mean different things. So must very short names.
pub(crate) fn slip(written: &str, meant: &str) -> bool {
    let digits = |name: &str| {
        let digits = name.chars().filter(char::is_ascii_digit);
        digits.collect::<String>()
    };
    let long = written.chars().count().min(meant.chars().count()) >= 3;
    let near = distance(written, meant).is_some_and(|cost| cost <= 1);
    long && near && written != meant && digits(written) == digits(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(unknown: &str, known: &[&str], expect: &[&str]) {
        assert_eq!(similar(unknown, known.iter().copied()), expect, "{unknown}");
    }

    #[test]
    fn nearest_names() {
        check("mmdett", &["mmcv", "mmdet", "mmcls"], &["mmdet"]);
        check("tpye", &["type", "trait", "key"], &["type"]);
        check("RESNET", &["ResNet", "ResNext"], &["ResNet"]);
        check("ca", &["abc", "cb", "c"], &["cb", "c"]);
        check("xyz", &["model"], &[]);
        check("", &["a"], &[]);
        check("a", &["b", "c", "d", "e"], &["b", "c", "d"]);
        check(&"x".repeat(100_000), &["x"], &[]);
    }

    #[test]
    fn a_slip_of_typing() {
        let check = |written, meant, expect| assert_eq!(slip(written, meant), expect, "{written}");
        check("RseNet", "ResNet", true);
        check("ReNet", "ResNet", true);
        check("resNet", "ResNet", true);
        check("ResNet", "ResNet", false);
        check("resnet", "ResNet", true);
        check("resne", "ResNet", true);
        check("RasNot", "ResNet", false);
        check("ResNet18", "ResNet19", false);
        check("ResNet81", "ResNet18", false);
        check("ResNe1t18", "ResNet18", false);
        check("Ne", "Net", false);
        check(&"x".repeat(100_000), "x", false);
    }
}

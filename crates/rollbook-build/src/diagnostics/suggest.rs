//! Did you mean: the known names that are nearest to an unknown one.

/// The one to three known names most like the unknown one; none where nothing is near.
pub(crate) fn similar<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let letters = unknown.chars().take(LONGEST + 1).collect::<Vec<_>>();
    if letters.len() > LONGEST {
        return Vec::new();
    }
    let lower = unknown.to_lowercase();
    // A third of the letters may be wrong.
    let mut limit = letters.len().div_ceil(3);
    let mut found: Vec<&str> = Vec::new();
    for name in known {
        let cost = if name.len().abs_diff(unknown.len()) > limit * 4 {
            continue;
        } else if name.to_lowercase() == lower {
            0
        } else {
            distance(&letters, &name.chars().collect::<Vec<_>>(), limit)
        };
        if cost > limit || name == unknown {
            continue;
        }
        if cost < limit {
            limit = cost;
            found.clear();
        }
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found.truncate(3);
    found
}

/// Names longer than this are nobody's typing mistake.
const LONGEST: usize = 60;

/// Damerau and Levenshtein's distance: letters put in, left out, replaced, or two neighbours swapped. A swap costs as
/// much as one letter. More than the limit where it is that far.
fn distance(a: &[char], b: &[char], limit: usize) -> usize {
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut before_last = vec![0; b.len() + 1];
    let mut last = (0..=b.len()).collect::<Vec<_>>();
    for i in 0..a.len() {
        let mut row = vec![i + 1; b.len() + 1];
        for j in 0..b.len() {
            let replace = last[j] + usize::from(a[i] != b[j]);
            row[j + 1] = replace.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                row[j + 1] = row[j + 1].min(before_last[j - 1] + 1);
            }
        }
        if row.iter().all(|cost| *cost > limit) {
            return limit + 1;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[b.len()]
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
    fn a_swap_is_one_mistake() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let check = |a: &str, b: &str, cost| {
            assert_eq!(distance(&letters(a), &letters(b), 9), cost, "{a} {b}");
        };
        check("ab", "ba", 1);
        check("kitten", "sitting", 3);
        check("", "abc", 3);
        check("same", "same", 0);
    }
}

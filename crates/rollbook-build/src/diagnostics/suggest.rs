//! Did you mean: the known names that are nearest to an unknown one. How near is what programs say too.

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
}

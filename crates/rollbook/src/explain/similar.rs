//! How alike two names are, for "did you mean": an edit distance that a `const fn` can compute.

/// Longer names are not compared.
const LONGEST: usize = 48;

/// The number of edits (insert, delete, replace, swap neighbours) between two names if they are alike enough to be
/// mentioned: at most a third of the longer one's length. Letters that differ in case only count as equal here.
pub const fn distance(left: &str, right: &str) -> Option<usize> {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let longer = if left.len() > right.len() {
        left.len()
    } else {
        right.len()
    };
    let limit = if longer < 3 { 1 } else { longer / 3 };
    if longer > LONGEST || left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before = [0; LONGEST + 1];
    let mut above = [0; LONGEST + 1];
    let mut row = [0; LONGEST + 1];
    let mut column = 0;
    while column <= right.len() {
        above[column] = column;
        column += 1;
    }
    let mut line = 1;
    while line <= left.len() {
        row[0] = line;
        let mut best = line;
        let mut column = 1;
        while column <= right.len() {
            let mut cost = above[column] + 1;
            if row[column - 1] + 1 < cost {
                cost = row[column - 1] + 1;
            }
            let (here, there) = (left[line - 1], right[column - 1]);
            let replaced = above[column - 1] + !here.eq_ignore_ascii_case(&there) as usize;
            if replaced < cost {
                cost = replaced;
            }
            if line > 1
                && column > 1
                && here == right[column - 2]
                && left[line - 2] == there
                && before[column - 2] + 1 < cost
            {
                cost = before[column - 2] + 1;
            }
            row[column] = cost;
            if cost < best {
                best = cost;
            }
            column += 1;
        }
        if best > limit {
            return None;
        }
        before = above;
        above = row;
        line += 1;
    }
    if above[right.len()] <= limit {
        Some(above[right.len()])
    } else {
        None
    }
}

/// Whether two names differ only in case, `-`, `_`, `/` and blanks: the same words, spelled otherwise.
pub(crate) const fn respelled(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let (mut at, mut other) = (0, 0);
    loop {
        while at < left.len() && separates(left[at]) {
            at += 1;
        }
        while other < right.len() && separates(right[other]) {
            other += 1;
        }
        if at == left.len() || other == right.len() {
            return at == left.len() && other == right.len() && !left.is_empty();
        }
        if !left[at].eq_ignore_ascii_case(&right[other]) {
            return false;
        }
        at += 1;
        other += 1;
    }
}

const fn separates(byte: u8) -> bool {
    matches!(byte, b'-' | b'_' | b'/' | b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits() {
        let check = |left, right, expect| {
            assert_eq!(distance(left, right), expect, "{left} {right}");
            assert_eq!(distance(right, left), expect, "{right} {left}");
        };
        check("ResNet", "ResNet", Some(0));
        check("ResNet", "resnet", Some(0));
        check("ReNet", "ResNet", Some(1));
        check("RseNet", "ResNet", Some(1));
        check("RasNot", "ResNet", Some(2));
        check("VGG", "ResNet", None);
        check("", "A", Some(1));
        check("", "ABC", None);
        check(&"a".repeat(1_000_000), "A", None);
    }

    #[test]
    fn same_words() {
        assert!(respelled("res_net", "ResNet"));
        assert!(respelled("torchvision/resize", "TorchvisionResize"));
        assert!(!respelled("ResNet", "ResNe"));
        assert!(!respelled("", ""));
    }
}

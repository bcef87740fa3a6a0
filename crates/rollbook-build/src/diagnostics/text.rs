//! Names as messages show them: in backticks, on one line, cut where they are long.

use rollbook::__private::build::printable;

/// How many characters of a name are shown.
const SHOWN: usize = 60;
/// How many names of a list are shown.
const LISTED: usize = 10;

/// A name in backticks.
pub(crate) fn name(name: &str) -> String {
    if name.is_empty() {
        return "`\"\"`".to_owned();
    }
    format!("`{}`", plain(name))
}

/// Several names: `a`, `b` and `c`.
pub(crate) fn names<'a>(all: impl IntoIterator<Item = &'a str>) -> String {
    let mut all = all.into_iter();
    let mut shown = all.by_ref().take(LISTED).map(name).collect::<Vec<_>>();
    let more = all.count();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    match shown.pop() {
        None => String::new(),
        Some(only) if shown.is_empty() => only,
        Some(last) => format!("{} and {last}", shown.join(", ")),
    }
}

/// A name with its hidden characters escaped. A long name is cut in its middle.
pub(crate) fn plain(name: &str) -> String {
    let head = name.chars().take(SHOWN + 1).collect::<Vec<_>>();
    let cut = if head.len() <= SHOWN {
        name.to_owned()
    } else {
        let tail = name.chars().rev().take(SHOWN / 3).collect::<Vec<_>>();
        let head = head[..SHOWN / 3 * 2].iter();
        let tail = tail.iter().rev();
        head.chain(&['…']).chain(tail).collect()
    };
    printable(&cut)
}

/// A key as TOML writes it. A long key is cut.
pub(crate) fn quoted(key: &str) -> String {
    let key = plain(key);
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(bare) {
        key
    } else if key.contains(['"', '\\']) && !key.contains('\'') {
        format!("'{key}'")
    } else {
        format!("\"{}\"", key.replace('"', "\\\""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_strange_names() {
        assert_eq!(name("NetA"), "`NetA`");
        assert_eq!(name(""), "`\"\"`");
        assert_eq!(name("a\nb\u{202e}"), "`a\\nb\\u{202e}`");
        let long = name(&format!("{}END", "x".repeat(1_000_000)));
        assert_eq!(long.chars().count(), 63);
        assert!(long.ends_with("xEND`"));
    }

    #[test]
    fn lists() {
        assert_eq!(names([]), "");
        assert_eq!(names(["a"]), "`a`");
        assert_eq!(names(["a", "b", "c"]), "`a`, `b` and `c`");
        let many = (0..30).map(|n| n.to_string()).collect::<Vec<_>>();
        assert!(names(many.iter().map(String::as_str)).ends_with("`9` and 20 more"));
    }
}

//! Versions of packages, as Cargo.toml writes them.

/// A version, so that they can be compared. A pre-release comes before its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version {
    numbers: [u64; 3],
    is_release: bool,
}

/// One to three numbers with dots between, and perhaps `-beta` or `+build` after them. `None` for any other text.
pub(crate) fn version(text: &str) -> Option<Version> {
    let text = text.split_once('+').map_or(text, |(before, _)| before);
    let (numbers, pre) = match text.split_once('-') {
        Some((numbers, pre)) => (numbers, Some(pre)),
        None => (text, None),
    };
    if pre == Some("") {
        return None;
    }
    let mut version = Version {
        numbers: [0; 3],
        is_release: pre.is_none(),
    };
    let mut parts = numbers.split('.');
    for (index, number) in version.numbers.iter_mut().enumerate() {
        match parts.next() {
            Some(part) if part.bytes().all(|byte| byte.is_ascii_digit()) => {
                *number = part.parse().ok()?;
            }
            None if index > 0 => {}
            _ => return None,
        }
    }
    parts.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order() {
        let sorted = [
            "0.9",
            "1.0.0-rc.1",
            "1",
            "1.0.1",
            "1.2.0+build.5",
            "1.10",
            "2.0.0",
        ];
        let versions = sorted.map(|text| version(text).unwrap());
        assert!(versions.is_sorted());
        assert_eq!(version("1"), version("1.0.0"));
    }

    #[test]
    fn other_texts() {
        for text in [
            "",
            "1.",
            ".1",
            "1.2.3.4",
            "v1",
            "1.x",
            "1.0-",
            "-1",
            "99999999999999999999",
        ] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}

//! Which names of images may become names of files, and which files they become.

use std::borrow::Cow;

use crate::error::{Error, shown};

/// The path below the target folder for an image of this name: its folders kept, `.` parts left out.
///
/// ```
/// use converters::name::relative;
///
/// assert_eq!(relative("./street/0001.png")?, "street/0001.png");
/// assert!(relative("../../0001.png").is_err());
/// # Ok::<(), converters::Error>(())
/// ```
///
/// # Errors
///
/// [`Error::Data`] for a name that is empty, absolute, or climbs out with `..`, that holds a backslash, a drive
/// letter or a control character, or that a file system reserves.
pub fn relative(name: &str) -> Result<Cow<'_, str>, Error> {
    match fault(name) {
        None => Ok(without_dots(name)),
        Some(fault) => Err(Error::data(
            format!("the name `{}` {fault}", shown(name)),
            "rename it in the source, or with the transforms `StripPrefix`, `LastPart` and `ForwardSlashes`: such a name cannot be a file below the target folder",
        )),
    }
}

/// A path without its extension: `a/b.c.png` becomes `a/b.c`.
pub fn stem(path: &str) -> &str {
    let last = path.len() - last_part(path).len();
    match place_behind(path, b'.') {
        Some(behind) if behind - 1 > last => &path[..behind - 1],
        _ => path,
    }
}

/// The last part of a path: `a/b.png` becomes `b.png`.
pub fn last_part(path: &str) -> &str {
    place_behind(path, b'/').map_or(path, |behind| &path[behind..])
}

/// The place behind the last one of an ASCII character. Paths are short: a plain search of bytes is the fastest.
fn place_behind(path: &str, character: u8) -> Option<usize> {
    let found = path.bytes().rposition(|byte| byte == character);
    found.map(|place| place + 1)
}

/// The label file of a picture, as Ultralytics looks for it: in the path of the picture, the last folder `images` becomes
/// `labels`. Without such a folder, it is beside the picture.
///
/// ```
/// use converters::name::label_file;
///
/// assert_eq!(label_file("images/day/a.png"), "labels/day/a.txt");
/// assert_eq!(label_file("images/images/a.png"), "images/labels/a.txt");
/// assert_eq!(label_file("day/a.png"), "day/a.txt");
/// ```
pub fn label_file(picture: &str) -> String {
    let stem = stem(picture);
    let mut label = String::with_capacity(stem.len() + ".txt".len());
    label.push_str(stem);
    label.push_str(".txt");
    let mut end = picture.len() - last_part(picture).len();
    // Each folder has a slash behind it.
    while end > 0 {
        let folder = last_part(&picture[..end - 1]);
        let start = end - 1 - folder.len();
        if folder == "images" {
            label.replace_range(start..end - 1, "labels");
            break;
        }
        end = start;
    }
    label
}

/// The last part of an address: `https://host/a/b.png?w=1` becomes `b.png`.
pub fn of_url(url: &str) -> &str {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    last_part(&url[..end])
}

/// The last part of a path of any system: `C:\\x\\b.png` becomes `b.png`.
pub fn last_part_of_any(path: &str) -> &str {
    path.rfind(['/', '\\'])
        .map_or(path, |slash| &path[slash + 1..])
}

/// What makes a name unfit to be a file, in words that follow it.
fn fault(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        return Some("is empty");
    }
    let may_control = |byte: u8| !(b' '..0x7f).contains(&byte);
    if name.bytes().any(may_control) && name.chars().any(char::is_control) {
        return Some("holds a control character");
    }
    if name.contains('\\') {
        return Some("holds a backslash");
    }
    if name.starts_with('/') {
        return Some("is an absolute path");
    }
    if matches!(name.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic()) {
        return Some("begins with a drive letter");
    }
    if last_part(name) == "." {
        return Some("is a folder");
    }
    name.split('/').find_map(part_fault)
}

fn part_fault(part: &str) -> Option<&'static str> {
    if part == ".." {
        return Some("climbs out of its folder with `..`");
    }
    if part.is_empty() {
        return Some("has an empty part");
    }
    if part != "."
        && part
            .chars()
            .all(|character| character == '.' || character == ' ')
    {
        return Some("has a part of nothing but dots and blanks");
    }
    if part.len() > 255 {
        return Some("has a part of more than 255 bytes");
    }
    is_device(part).then_some("has a part that Windows reserves for a device")
}

fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part);
    let stem = stem.trim_end_matches(' ');
    // Most names are longer, and need not be compared with each.
    if stem.len() > "CONOUT$".len() {
        return false;
    }
    let is = |device: &&str| stem.eq_ignore_ascii_case(device);
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"]
        .iter()
        .any(is)
    {
        return true;
    }
    let (Some(port), Some(digit)) = (stem.get(..3), stem.get(3..)) else {
        return false;
    };
    let is_port = ["COM", "LPT"]
        .iter()
        .any(|kind| port.eq_ignore_ascii_case(kind));
    is_port && digit.chars().count() == 1 && digit.contains(|c| "0123456789¹²³".contains(c))
}

fn without_dots(name: &str) -> Cow<'_, str> {
    let may_be = name.as_bytes().windows(2).any(|pair| pair == b"./");
    if may_be && name.split('/').any(|part| part == ".") {
        Cow::Owned(
            name.split('/')
                .filter(|part| *part != ".")
                .collect::<Vec<_>>()
                .join("/"),
        )
    } else {
        Cow::Borrowed(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn label_files() {
        for (picture, expect) in [
            ("a.png", "a.txt"),
            ("images.png", "images.txt"),
            ("images/images", "labels/images.txt"),
            ("images/x/images/y/a.b.png", "images/x/labels/y/a.b.txt"),
            ("my-images/a.png", "my-images/a.txt"),
            ("/images/a.png", "/labels/a.txt"),
            ("x//images//a", "x//labels//a.txt"),
            ("空/images/空", "空/labels/空.txt"),
        ] {
            assert_eq!(label_file(picture), expect);
        }
    }

    #[test]
    fn good_names() {
        for (name, expect) in [
            ("a.png", "a.png"),
            ("street/night/a.png", "street/night/a.png"),
            ("./a.png", "a.png"),
            ("a/./b.png", "a/b.png"),
            ("a..png", "a..png"),
            (".hidden", ".hidden"),
            ("cat & co #1 (copy).jpg", "cat & co #1 (copy).jpg"),
            ("网络/图.jpg", "网络/图.jpg"),
            ("console.png", "console.png"),
            ("com10.png", "com10.png"),
            ("12:30.png", "12:30.png"),
        ] {
            assert_eq!(relative(name).unwrap(), expect);
        }
    }

    #[test]
    fn hostile_names() {
        let long = format!("{}.png", "x".repeat(252));
        for (name, expect) in [
            ("", "is empty"),
            ("../../../evil.png", "climbs out"),
            ("a/../../b.png", "climbs out"),
            ("a/..", "climbs out"),
            ("/etc/passwd", "absolute"),
            ("//server/share.png", "absolute"),
            ("..\\evil.png", "backslash"),
            ("a\\b.png", "backslash"),
            ("C:/x.png", "drive letter"),
            ("c:x.png", "drive letter"),
            ("a\0.png", "control character"),
            ("a\n.png", "control character"),
            ("a//b.png", "empty part"),
            ("a/", "empty part"),
            (".", "is a folder"),
            ("a/.", "is a folder"),
            ("a/.. /b.png", "dots and blanks"),
            ("...", "dots and blanks"),
            ("nul", "Windows reserves"),
            ("a/AUX.png", "Windows reserves"),
            ("conOUT$.png", "Windows reserves"),
            ("com1.tar.gz", "Windows reserves"),
            ("LPT¹.png", "Windows reserves"),
            (long.as_str(), "255 bytes"),
        ] {
            let text = relative(name).unwrap_err().to_string();
            assert!(text.contains(expect), "{name:?}: {text}");
        }
    }

    #[test]
    fn stems() {
        for (path, expect) in [
            ("a.png", "a"),
            ("a.b/c", "a.b/c"),
            ("a/b.c.png", "a/b.c"),
            (".hidden", ".hidden"),
            ("a/.hidden", "a/.hidden"),
            ("a.", "a"),
        ] {
            assert_eq!(stem(path), expect);
        }
    }
}

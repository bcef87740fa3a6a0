//! Fields, and files as a whole.

use super::*;

#[test]
fn a_field_twice() {
    check_error(
        &file("<filename>b.png</filename>"),
        "`filename` appears twice",
    );
    check_error(
        &file(&object("cat", &BOX.repeat(2))),
        "`bndbox/xmin` appears twice",
    );
}

#[test]
fn files_that_are_no_annotations() {
    for (text, expect) in [
        ("", "it has no `annotation`"),
        ("<!-- nothing -->", "it has no `annotation`"),
        (
            "<html><body/></html>",
            "is not a VOC annotation: it begins with `html`",
        ),
        ("<annotation/><annotation/>", "holds two `annotation`s"),
        ("<annotation><object></annotation>", "xml/a.xml:1:"),
        ("{\"images\": []}", "it has no `annotation`"),
    ] {
        check_error(text, expect);
    }
}

#[test]
fn a_truncated_file_is_refused_wherever_it_ends() {
    let text = file(&object("cat &amp; co", BOX));
    for end in 0..text.len() {
        assert!(read_one(&text[..end]).is_err(), "{}", &text[..end]);
    }
    assert!(read_one(&text).is_ok());
}

#[test]
fn an_entity_bomb_is_not_expanded() {
    let bomb = "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;\">]>".to_owned()
        + &file(&object("&y;", BOX));
    check_error(&bomb, "the entity `&y;` is not one of XML's own");
}

#[test]
fn a_file_100_000_levels_deep() {
    let deep = "<a>".repeat(100_000);
    check_error(&file(&deep), "xml/a.xml:");
    let closed = file(&(deep + &"</a>".repeat(100_000)));
    assert!(read_one(&closed).is_ok());
}

#[test]
fn text_in_other_forms() {
    let data = read_one(&file(&object("<![CDATA[cat & co]]><!-- yes -->&#33;", BOX))).unwrap();
    assert_eq!(data.categories[0].name, "cat & co!");
    assert!(read_one(&format!("\u{feff}<?xml version=\"1.0\"?>{}", file(""))).is_ok());
}

#[test]
fn a_folder_without_files() {
    let error = read(&voc(), &[("readme.txt", "no")]).unwrap_err();
    assert_eq!(error, "xml: holds no .xml file");
    let error = read(
        &PascalVoc {
            annotations: "none".into(),
            ..voc()
        },
        &[],
    )
    .unwrap_err();
    assert_eq!(error, "could not read the folder `none`");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_back_ends() {
    let folder = folder(&[("xml/a.xml", file("").as_bytes())]);
    std::os::unix::fs::symlink(folder.path().join("xml"), folder.path().join("xml/again")).unwrap();
    let text = voc()
        .read(&Input::new(folder.path()), &mut Report::default())
        .unwrap_err()
        .to_string();
    assert!(text.contains("does a link lead back to it?"), "{text}");
}

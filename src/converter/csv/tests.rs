//! A line of a CSV file, and its columns.

use super::*;
use crate::testing::{folder, png};

fn read(arguments: &str, text: &[u8]) -> Result<DataSet, Error> {
    let place = folder(&[("a.csv", text), ("images/a.png", &png(100, 50))]);
    let reader = toml_of(arguments);
    reader.read(&Input::new(place.path()), &mut Report::default())
}

fn toml_of(arguments: &str) -> Csv {
    rollbook::toml::from_str(&format!("annotations = 'a.csv'\n{arguments}")).unwrap()
}

#[test]
fn columns_by_name() {
    let check = |arguments: &str, text: &str| {
        let data = read(arguments, text.as_bytes()).unwrap();
        let found = data.objects.iter().map(|object| {
            let bounds = object.bounding_box;
            [bounds.x, bounds.y, bounds.width, bounds.height]
        });
        assert_eq!(
            found.collect::<Vec<_>>(),
            [[10.0, 5.0, 20.0, 10.0]],
            "{text}"
        );
        assert_eq!((data.images[0].width, data.images[0].height), (100, 50));
    };
    check(
        "",
        "image,label,x_min,y_min,x_max,y_max,width,height\na.png,cat,10,5,30,15,100,50\n",
    );
    check(
        "images = 'images'",
        "image,label,x_min,y_min,x_max,y_max\na.png,cat,10,5,30,15\n",
    );
    check(
        "separator = ';'\nimages = 'images'\nnormalized = true\ncolumns = { image = 'f', label = 'class', box_width = 'w', box_height = 'h' }",
        "class;f;w;h;x_min;y_min\r\n\"cat\"; a.png;0.2;0.2;0.1;0.1\r\n",
    );
    let data = read(
        "images = 'images'",
        b"\xef\xbb\xbfimage,label,x_min,y_min,x_max,y_max\na.png,,,,,\n",
    )
    .unwrap();
    assert_eq!((data.images.len(), data.objects.len()), (1, 0));
}

#[test]
fn faults() {
    let head = "image,label,x_min,y_min,x_max,y_max,width,height\n";
    let check = |text: &[u8], expect: &str| {
        let text = read("", text).unwrap_err().to_string();
        assert!(text.contains(expect), "{text}");
    };
    let line = |line: &str| format!("{head}{line}\n").into_bytes();
    check(b"", "is empty");
    check(b"a,b\n1,2\n", "has no column `image`");
    check(
        &line("a,cat,1,2,3,4,5"),
        "a.csv:2:1: this line has 7 columns, and the first has 8",
    );
    check(&line("a,cat,1,2,x,4,5,6"), "a.csv:2:1: `x` is not a number");
    check(&line("a,cat,1,2,NaN,4,5,6"), "`NaN` is not a number");
    check(&line("a,cat,3,2,1,4,5,6"), "the negative width -2");
    check(&line("a,cat,1,2,3,4,0,6"), "`0` is not a size");
    check(&line("a,,1,2,3,4,5,6"), "the label is empty");
    check(
        b"image,label,x_min,y_min,x_max,y_max\na,cat,1,2,3,4\n",
        "how large is this image?",
    );
    let mut bytes = line("a,cat,1,2,3,4,5,6");
    bytes.extend(b"\xff,cat,1,2,3,4,5,6\n");
    check(&bytes, "a.csv:3:1: is not UTF-8");
    let mut endless = head.as_bytes().to_owned();
    endless.extend(std::iter::repeat_n(b'x', 3 << 20));
    check(&endless, "a line is longer than");
}

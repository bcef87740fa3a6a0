//! `rollbook::toml` against the `toml` crate: the same values, and errors that keep their place.

use std::collections::BTreeMap;
use std::fmt::Debug;

use serde::Deserialize;
use serde::de::DeserializeOwned;

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    depth: u32,
    #[serde(default)]
    rate: Option<f64>,
    #[serde(default)]
    mode: Mode,
    #[serde(default)]
    list: Vec<Inner>,
    inner: Option<Inner>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inner {
    name: String,
    at: Option<toml::value::Datetime>,
    place: Option<toml::Spanned<i64>>,
    pair: Option<(i8, char)>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    #[default]
    Off,
    On(u8),
    Both(u8, u8),
    Named {
        level: i16,
    },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Flat {
    depth: u32,
    #[serde(flatten)]
    others: BTreeMap<String, toml::Value>,
}

fn same<T: DeserializeOwned + PartialEq + Debug>(text: &str) {
    let expect = toml::from_str::<T>(text).unwrap();
    assert_eq!(
        rollbook::toml::from_str::<T>(text).unwrap(),
        expect,
        "{text}"
    );
}

#[test]
fn the_same_values_as_the_toml_crate() {
    let values = [
        "",
        "a = 1",
        "a = -1",
        "a = 0xff_ff",
        "a = 0o17",
        "a = 0b1",
        "a = 1_000",
        "a = +1",
        "a = 9223372036854775807",
        "a = 1.5",
        "a = -1e3",
        "a = 1_0.0_1",
        "a = inf",
        "a = -inf",
        "a = true",
        "a = ''",
        "a = \"\\u00e9\"",
        "a = '''\nx\n'''",
        "a = \"\"\"\nx \\\n  y\"\"\"",
        "a = 1979-05-27T07:32:00Z",
        "a = 1979-05-27",
        "a = 07:32:00.5",
        "a = 1979-05-27T00:32:00.999999-07:00",
        "a = []",
        "a = [1, [2, 'x'], {b = 1}]",
        "a = {}",
        "a.b.c = 1\na.d = 2",
        "[a]\nb = 1\n[a.c]\nd = 2",
        "[[a]]\nb = 1\n[[a]]\nb = 2\n[[a.c]]\n",
        "'a b' = 1\n\"c.d\" = 2",
        "'é' = '网络'",
        "[a]\r\nb = 1\r\n",
        "z = 1\na = 2\n[m]\nq = 1\nb = 2",
    ];
    for text in values {
        same::<toml::Table>(text);
        same::<toml::Value>(text);
    }
    same::<Config>("depth = 3\nrate = 1\nmode = 'off'");
    same::<Config>(
        "depth = 3\nmode = { on = 3 }\ninner = { name = 'x', at = 1979-05-27, place = 7, pair = [1, 'y'] }",
    );
    same::<Config>(
        "mode.both = [1, 2]\ndepth = 3\n[[list]]\nname = 'x'\n[[list]]\nname = 'y'\nplace = 1",
    );
    same::<Config>("depth = 3\nmode.named.level = -3\nrate = inf");
    same::<Flat>("depth = 3\nx = 1\n[y]\nz = [1]");
}

#[test]
fn text_is_borrowed_where_it_can_be() {
    #[derive(Deserialize)]
    struct Borrowed<'a> {
        name: &'a str,
    }
    let read = rollbook::toml::from_str::<Borrowed<'_>>("name = 'plain'").unwrap();
    assert_eq!(read.name, "plain");
}

#[test]
fn errors_at_their_place() {
    let check = |text: &str, expect: &str| {
        let error = rollbook::toml::from_str::<Config>(text).unwrap_err();
        assert_eq!(error.to_string(), expect, "{text}");
    };
    check(
        "depth = 'x'",
        "TOML error at line 1, column 9\n  |\n1 | depth = 'x'\n  |         ^^^\ninvalid type: string \"x\", expected u32\nin `depth`",
    );
    check(
        "depth = -1",
        "TOML error at line 1, column 9\n  |\n1 | depth = -1\n  |         ^^\ninvalid value: integer `-1`, expected u32\nin `depth`",
    );
    check(
        "depht = 3",
        "TOML error at line 1, column 1\n  |\n1 | depht = 3\n  | ^^^^^\nunknown field `depht`, expected one of `depth`, `rate`, `mode`, `list`, `inner`\nin `depht`",
    );
    check(
        "depth = 1\n[[list]]\nname = 'x'\n[[list]]\nname = 3\n",
        "TOML error at line 5, column 8\n  |\n5 | name = 3\n  |        ^\ninvalid type: integer `3`, expected a string\nin `list[1].name`",
    );
    check(
        "depth = 1\n[inner]\nat = 1979-05-27\n",
        "TOML error at line 2, column 1\n  |\n2 | [inner]\n  | ^^^^^^^\nmissing field `name`\nin `inner`",
    );
    check(
        "depth = 1\nmode = 'offf'\n",
        "TOML error at line 2, column 8\n  |\n2 | mode = 'offf'\n  |        ^^^^^^\nunknown variant `offf`, expected one of `off`, `on`, `both`, `named`\nin `mode`",
    );
    check(
        "depth = 1\nmode = 3\n",
        "TOML error at line 2, column 8\n  |\n2 | mode = 3\n  |        ^\nexpected one variant: a string, or a table with one key\nin `mode`",
    );
    check(
        "depth = 99999999999999999999999999999999999999999999",
        "TOML error at line 1, column 9\n  |\n1 | depth = 99999999999999999999999999999999999999999999\n  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\nthis integer has more than 128 bits\nin `depth`",
    );
}

#[test]
fn what_is_no_toml() {
    let check = |text: &str, line, column| {
        let error = rollbook::toml::from_str::<Config>(text).unwrap_err();
        assert_eq!((error.line(), error.column()), (line, column), "{error}");
        assert!(!error.message().is_empty());
    };
    check("depth = ", 1, 9);
    check("depth = 1\ndepth = 2", 2, 1);
    check("a = 'x\n", 1, 7);
    check("[a", 1, 3);
}

#[test]
fn depth_and_length_are_limited() {
    let nested =
        |open: &str, close: &str| format!("a = {}{}", open.repeat(10_000), close.repeat(10_000));
    let read = |text: String| rollbook::toml::from_str::<toml::Value>(&text).map(drop);
    assert!(read(nested("[", "]")).is_err());
    assert!(read(nested("{ a = ", "}")).is_err());
    assert!(read(format!("{} = 1", ["a"; 10_000].join("."))).is_err());
    assert!(read(format!("[{}]", ["a"; 10_000].join("."))).is_err());
    let error = read(format!("a = '{}\n", "x".repeat(1 << 20))).unwrap_err();
    assert!(error.to_string().len() < 1_000);
}

//! `rollbook::toml::Layers`: MMEngine's answers, the errors, and input that is hostile.

use std::fs;
use std::path::{Path, PathBuf};

use rollbook::toml::{Layers, LayersError};
use serde_json::Value;

/// A folder of its own for a test, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("layers-{name}"));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn write(&self, path: &str, text: &str) -> PathBuf {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn layered(path: &Path, options: &[&str]) -> Result<Layers, LayersError> {
    let layers = Layers::new().file(path)?;
    options
        .iter()
        .try_fold(layers, |layers, option| layers.set(option))
}

fn read(path: &Path, options: &[&str]) -> Result<Value, LayersError> {
    layered(path, options)?.read()
}

#[test]
fn as_mmengine_or_as_the_data_says() {
    let data = fs::read_to_string("tests/layers/mmengine.json").unwrap();
    let data: Value = serde_json::from_str(&data).unwrap();
    let cases = data["cases"].as_array().unwrap();
    let mut failed = Vec::new();
    for case in cases {
        let folder = Folder::new("mmengine");
        for (path, content) in case["files"].as_object().unwrap() {
            folder.write(path, &content.to_string());
        }
        let options = case["options"].as_array();
        let options = options.into_iter().flatten().filter_map(Value::as_str);
        let options = options.collect::<Vec<_>>();
        let answer = read(&folder.0.join("read.json"), &options);
        let expect = case.get("ours").unwrap_or(&case["mmengine"]);
        let same = match (&answer, expect.get("value")) {
            (Ok(value), Some(expect)) => value == expect,
            (Err(_), None) => expect.get("error").is_some(),
            _ => false,
        };
        if !same {
            failed.push(format!("{}\n  {answer:?}\n  {expect}", case["name"]));
        }
        if let (Ok(value), Ok(layers)) = (&answer, layered(&folder.0.join("read.json"), &options)) {
            // Written and read again, it is the same, with and without comments.
            for text in [
                layers.to_toml().unwrap(),
                layers.to_commented_toml().unwrap(),
            ] {
                let again: Value = rollbook::toml::from_str(&text).unwrap();
                assert_eq!(&again, value, "{}\n{text}", case["name"]);
            }
        }
    }
    assert!(cases.len() >= 100);
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// A chain of `count` files, each based on the one before.
fn deep(folder: &Folder, count: usize) -> PathBuf {
    folder.write("0.toml", "a.n0 = 0\nlast = 0\n");
    for at in 1..count {
        let base = at - 1;
        folder.write(
            &format!("{at}.toml"),
            &format!("_base_ = \"{base}.toml\"\na.n{at} = {at}\nlast = {at}\n"),
        );
    }
    folder.0.join(format!("{}.toml", count - 1))
}

#[test]
fn a_thousand_bases_one_below_the_other() {
    let folder = Folder::new("deep");
    let last = deep(&folder, 1000);
    let layers = Layers::new().file(&last).unwrap();
    let value: Value = layers.read().unwrap();
    assert_eq!(value["a"].as_object().unwrap().len(), 1000);
    assert_eq!(value["last"], 999);
    assert_eq!(layers.files().count(), 1000);
    let settings = layers.explain("last").unwrap();
    assert_eq!(settings.len(), 1000);
    assert!(settings[999].to_string().ends_with("999.toml:3:8: 999"));
    // The way to the first is long; its middle is left out.
    folder.write("0.toml", "[\n");
    let error = layered(&last, &[])
        .unwrap()
        .value()
        .unwrap_err()
        .to_string();
    assert!(error.lines().count() < 15, "{error}");
    assert!(error.contains("more files lead to"), "{error}");
    // And round.
    folder.write("0.toml", "_base_ = '999.toml'");
    let error = Layers::new().file(&last).unwrap_err().to_string();
    assert!(error.lines().count() < 40, "{error}");
    assert!(error.contains("is based on itself"), "{error}");
    assert!(
        error.contains("994 more files are on the way round"),
        "{error}"
    );
}

#[test]
fn a_thousand_bases_side_by_side() {
    let folder = Folder::new("wide");
    let names = (0..1000).map(|at| {
        folder.write(&format!("b/{at}.toml"), &format!("k{at} = {at}\n"));
        format!("\"b/{at}.toml\"")
    });
    let names = names.collect::<Vec<_>>().join(", ");
    let path = folder.write("read.toml", &format!("_base_ = [{names}]\nk7 = 'x'\n"));
    let value = read(&path, &[]).unwrap();
    assert_eq!(value.as_object().unwrap().len(), 1000);
    assert_eq!((&value["k7"], &value["k999"]), (&"x".into(), &999.into()));
}

#[test]
fn bases_that_meet_again_are_read_once() {
    let folder = Folder::new("lattice");
    folder.write("x60.toml", "a = 1\n");
    folder.write("y60.toml", "b = 1\n");
    for at in (0..60).rev() {
        let next = at + 1;
        for side in ["x", "y"] {
            let text = format!("_base_ = ['x{next}.toml', 'y{next}.toml']\n");
            folder.write(&format!("{side}{at}.toml"), &text);
        }
    }
    // 2 to the power of 60 ways lead down.
    let value = read(&folder.0.join("x0.toml"), &[]).unwrap();
    assert_eq!(value, serde_json::json!({"a": 1, "b": 1}));
}

#[cfg(unix)]
#[test]
fn links_that_lead_round() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new("links");
    symlink("b.toml", folder.0.join("a.toml")).unwrap();
    symlink("a.toml", folder.0.join("b.toml")).unwrap();
    symlink(".", folder.0.join("here")).unwrap();
    let path = folder.write("read.toml", "_base_ = 'a.toml'");
    let error = read(&path, &[]).unwrap_err().to_string();
    assert!(
        error.contains("could not read") && error.contains("read.toml:1:10"),
        "{error}"
    );
    let path = folder.write("self.toml", "_base_ = 'here/here/self.toml'");
    let error = read(&path, &[]).unwrap_err().to_string();
    assert!(error.contains("is based on itself"), "{error}");
    // What never ends, and what never begins.
    symlink("/dev/zero", folder.0.join("zero.toml")).unwrap();
    for base in ["zero.toml", "here"] {
        let path = folder.write("read.toml", &format!("_base_ = '{base}'"));
        let error = read(&path, &[]).unwrap_err().to_string();
        assert!(error.contains("could not read"), "{error}");
    }
}

#[test]
fn files_that_are_large() {
    let folder = Folder::new("large");
    let path = folder.write("read.toml", "");
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(1 << 30)
        .unwrap();
    let error = read(&path, &[]).unwrap_err().to_string();
    assert!(error.contains("it is larger than 64 MiB"), "{error}");
    let path = folder.write("read.toml", &"=".repeat(1 << 20));
    let error = read(&path, &[]).unwrap_err().to_string();
    assert!(error.len() < 2000, "{} bytes", error.len());
    fs::write(&path, [b'a', b'=', 0xff]).unwrap();
    let error = read(&path, &[]).unwrap_err().to_string();
    assert!(error.contains("it is not UTF-8 at byte 2"), "{error}");
}

#[test]
fn flags_and_variables_that_are_large_or_deep() {
    let nested = format!("{}1{}", "{ a = ".repeat(70), " }".repeat(70));
    let product = format!("{{ {} = 1 }}", vec!["a"; 70].join("."));
    let deep = format!("{{ b = {product} }}");
    let path = vec!["a"; 79].join(".");
    let flags = [
        "=".repeat(1 << 20),
        format!("a={}", "=".repeat(1 << 20)),
        format!("a={}", "[".repeat(1 << 20)),
        format!("a={}", "{a=".repeat(1 << 16)),
        format!("{path}={deep}"),
        format!("a={nested}"),
        format!("a=\"{}", "x".repeat(1 << 20)),
        format!("{}=1", "a.".repeat(1 << 16)),
        format!("{}=1", "\"".repeat(1 << 16)),
    ];
    for flag in flags {
        let read = Layers::new()
            .set(&flag)
            .and_then(|layers| layers.read::<Value>());
        if let Err(error) = read {
            let error = error.to_string();
            assert!(error.len() < 2000, "{} bytes", error.len());
        }
        let value = flag.split_once('=').unwrap().1;
        let layers = Layers::new().variables("X__", [("X__A", value)]).unwrap();
        let read = layers.read::<Value>();
        assert!(read.is_ok() || read.unwrap_err().to_string().len() < 2000);
    }
}

#[test]
fn keys_with_dots_and_quotes() {
    let folder = Folder::new("keys");
    let path = folder.write(
        "read.toml",
        "'a.b' = 1\n\"q\\\"'\".x = 1\na.b = 2\n[' ']\n'' = 1\n",
    );
    let value = read(
        &path,
        &[
            "'a.b' = 3",
            "\"q\\\"'\".x = 4",
            "' '.'' = 5",
            "\"\\u00e9\" = 6",
        ],
    );
    let expect = serde_json::json!({
        "a.b": 3, "q\"'": {"x": 4}, "a": {"b": 2}, " ": {"": 5}, "é": 6,
    });
    assert_eq!(value.unwrap(), expect);
    // In one file, the same key in two forms is an error of TOML.
    let path = folder.write("read.toml", "a.b = 1\n[a]\nb = 2\n");
    assert!(read(&path, &[]).is_err());
}

/// A word is what is asked for: this is why a password may be a number.
#[test]
fn words_without_quotes() {
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct Typed {
        text: String,
        number: u32,
        any: Value,
        letter: char,
        choice: Choice,
        list: Vec<String>,
    }
    #[derive(Debug, PartialEq, serde::Deserialize)]
    enum Choice {
        #[serde(rename = "1")]
        One,
    }
    let all = [
        ("A__TEXT", "0x1F"),
        ("A__NUMBER", "0x1F"),
        ("A__ANY", " 1.5 "),
        ("A__LETTER", "7"),
        ("A__CHOICE", "1"),
        ("A__LIST", "['1']"),
    ];
    let expect = Typed {
        text: "0x1F".into(),
        number: 31,
        any: 1.5.into(),
        letter: '7',
        choice: Choice::One,
        list: vec!["1".into()],
    };
    let layers = Layers::new().variables("A__", all).unwrap();
    assert_eq!(layers.read::<Typed>().unwrap(), expect);
    let flags = all.iter().try_fold(Layers::new(), |layers, (name, value)| {
        layers.set(&format!("{}={value}", name[3..].to_lowercase()))
    });
    assert_eq!(flags.unwrap().read::<Typed>().unwrap(), expect);
    // What has quotes, or is in a file or a list, is what it is written as.
    let refused = ["number = '31'", "text = [1]", "list = [1]"];
    for flag in refused {
        let layers = Layers::new()
            .variables("A__", all)
            .unwrap()
            .set(flag)
            .unwrap();
        assert!(layers.read::<Typed>().is_err(), "{flag}");
    }
    let layers = Layers::new().variables("A__", all).unwrap();
    assert!(
        layers
            .text("file", "text = 1")
            .unwrap()
            .read::<Typed>()
            .is_err()
    );
}

#[test]
fn later_layers_win_and_defaults_lie_below() {
    let folder = Folder::new("order");
    let path = folder.write("read.toml", "[m]\n_delete_ = true\nx = 2\n");
    let layers = Layers::new()
        .text("below", "[m]\nx = 1\ny = 1")
        .unwrap()
        .file(&path)
        .unwrap()
        .variables("A__", [("A__M__X", "3"), ("A__M__Zz", "4")])
        .unwrap()
        .default(serde_json::json!({"m": {"x": 0, "w": 0}, "d": 0}))
        .unwrap()
        .default(serde_json::json!({"d": 1, "zZ": 1}))
        .unwrap();
    let expect = serde_json::json!({"m": {"x": 3, "zz": 4}, "d": 1, "zZ": 1});
    assert_eq!(layers.read::<Value>().unwrap(), expect);
    let settings = layers.explain("m.x").unwrap();
    let lines = settings.iter().map(ToString::to_string).collect::<Vec<_>>();
    let folder = folder.0.display();
    assert_eq!(
        lines,
        [
            "the defaults:5:5: 0 (replaced)".to_owned(),
            format!("below:2:5: 1 (dropped by {folder}/read.toml:2:12)"),
            format!("{folder}/read.toml:3:5: 2 (replaced)"),
            "the variable A__M__X".to_owned(),
        ]
    );
    // The case of a key that is there is kept.
    let layers = layers.variables("A__", [("A__ZZ", "5")]).unwrap();
    assert_eq!(layers.value().unwrap()["zZ"].as_integer(), Some(5));
    let text = "[[Steps]]\nminArea = 1\n[Net]\n'Étage'.Size = 1";
    let variables = [("A__STEPS__0__MINAREA", "2"), ("A__NET__ÉTAGE__SIZE", "3")];
    let layers = Layers::new().text("t", text).unwrap();
    let value: Value = layers.variables("A__", variables).unwrap().read().unwrap();
    let expect = serde_json::json!({"Steps": [{"minArea": 2}], "Net": {"Étage": {"Size": 3}}});
    assert_eq!(value, expect);
}

/// The table of differences in `docs/layers.md`. `ROLLBOOK_BLESS=1` writes it.
#[test]
fn the_page_lists_the_differences() {
    let data = fs::read_to_string("tests/layers/mmengine.json").unwrap();
    let data: Value = serde_json::from_str(&data).unwrap();
    let shown = |answer: &Value| match answer.get("value") {
        Some(value) => format!("`{}`", value.to_string().replace('|', "\\|")),
        None => "an error".to_owned(),
    };
    let mut table = format!(
        "({} cases, run with {}.)\n\n| case | MMEngine | rollbook | why |\n| --- | --- | --- | --- |\n",
        data["cases"].as_array().unwrap().len(),
        data["versions"].as_str().unwrap(),
    );
    for case in data["cases"].as_array().unwrap() {
        let Some(ours) = case.get("ours") else {
            continue;
        };
        let mmengine = match case["mmengine"]["error"].as_str() {
            Some(error) => error.to_owned(),
            None => shown(&case["mmengine"]),
        };
        let [name, why] = ["name", "why"].map(|key| case[key].as_str().unwrap());
        table.push_str(&format!(
            "| {name} | {mmengine} | {} | {why} |\n",
            shown(ours)
        ));
    }
    let path = "../../docs/layers.md";
    let page = fs::read_to_string(path).unwrap();
    let start = page.find("<!-- differences").unwrap();
    let start = start + page[start..].find('\n').unwrap() + 1;
    let end = page.find("<!-- end -->").unwrap();
    let written = format!("{}\n{table}\n{}", &page[..start], &page[end..]);
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        fs::write(path, &written).unwrap();
    }
    let page = fs::read_to_string(path).unwrap();
    assert!(
        page == written,
        "docs/layers.md is not up to date: bless it"
    );
}

#[test]
fn what_is_written_reads_the_same() {
    let text = r#"
int = 0xff_ff
octal = 0o17
binary = 0b11
plus = +1_000
large = 9223372036854775807
float = 1e3
third = -1_0.5E-3
inf = -inf
date = 1979-05-27
time = 07:32:00.5
local = 1979-05-27T00:32:00
offset = 1979-05-27T00:32:00.999-07:00
text = "a \"quote\", a \\, \u0000\u001b\u202e\r\n\ttab, é 网络"
literal = '''
two
lines'''
empty = []
nothing = {}
mixed = [1, "x", { a = 1, "b c" = [{ d = 2 }, {}] }, [[]]]
"" = 1
"a.b".'c"d' = 2
[table]
x = 1
[table.inner]
[[list]]
[[list.list]]
y = 1
[[list.list]]
[list.table]
z = 1
[[list]]
w = 2
"#;
    let layers = Layers::new().text("text", text).unwrap();
    let expect: toml::Table = toml::from_str(text).unwrap();
    assert_eq!(layers.value().unwrap(), expect);
    for written in [
        layers.to_toml().unwrap(),
        layers.to_commented_toml().unwrap(),
    ] {
        let again: toml::Table = toml::from_str(&written).unwrap();
        assert_eq!(again, expect, "{written}");
        let layers = Layers::new().text("again", &written).unwrap();
        assert_eq!(layers.value().unwrap(), expect);
    }
}

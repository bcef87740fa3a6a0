//! The table of keys against the parser, and `rollbook/docs/manifest.md` against the table.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::de::DeTable;

use super::keys::{
    ALIAS, BUILD, CHECK, CRATE, DERIVE, Kind, MODULE, REGISTRY, ROLLBOOK, SCOPE, TOP, Table,
};
use super::load::{Inputs, load};
use crate::diagnostics::Problems;

/// Each table, with the text before its keys in a manifest.
const TABLES: [(&Table, &str); 9] = [
    (&ROLLBOOK, "[rollbook]\n"),
    (&CRATE, "[crates.other]\n"),
    (&REGISTRY, "[registry.r]\n"),
    (&BUILD, "[registry.r.build]\n"),
    (&DERIVE, "[registry.r.derive]\n"),
    (&SCOPE, "[scope.s]\n"),
    (&MODULE, "[registry.r]\n[modules.r.M]\n"),
    (&ALIAS, "[registry.r]\n[[modules.r.M.aliases]]\n"),
    (&CHECK, "[[check]]\n"),
];

/// The ids of the problems of a manifest, with the keys that they name.
fn problems(text: &str) -> Vec<(String, String)> {
    let mut problems = Problems::default();
    let name = format!("rollbook-build-keys-{:?}", std::thread::current().id());
    let root = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
    std::fs::create_dir_all(&root).unwrap();
    std::fs::write(root.join("registry.toml"), text).unwrap();
    let inputs = Inputs {
        root: &root,
        manifest: Path::new("registry.toml"),
        package: "demo",
        features: &BTreeSet::new(),
        declared: None,
        published: &BTreeMap::new(),
    };
    load(&inputs, &mut problems).unwrap();
    std::fs::remove_dir_all(&root).unwrap();
    let found = problems.list.iter();
    found
        .map(|problem| {
            let headline = problem.headline();
            let key = headline.split('`').nth(1).unwrap_or_default().to_owned();
            (problem.message.id.to_owned(), key)
        })
        .collect()
}

/// A date fits no key. If the parser reports it, the parser reads the key and knows its kind.
#[test]
fn each_key_is_read() {
    for (table, before) in TABLES {
        let dates = table
            .keys
            .iter()
            .map(|key| format!("{} = 1979-05-27\n", key.name));
        let text = format!("{before}{}", dates.collect::<String>());
        let found = problems(&text).into_iter();
        let wrong = found.filter(|(id, _)| id == "R004").map(|(_, key)| key);
        let wrong = wrong.collect::<BTreeSet<_>>();
        let expect = table.names().into_iter().map(str::to_owned);
        let expect = expect.collect::<BTreeSet<_>>();
        let unread = expect.difference(&wrong).collect::<Vec<_>>();
        assert!(
            unread.is_empty(),
            "no parser reads {unread:?} of {}",
            table.header
        );
        assert_eq!(wrong, expect, "{text}");
    }
    for key in TOP.keys {
        let found = problems(&format!("{} = 1979-05-27", key.name));
        assert_eq!(found, [("R004".to_owned(), key.name.to_owned())]);
    }
}

#[test]
fn each_example_is_right() {
    for (table, before) in TABLES {
        for key in table.keys {
            let text = format!("{before}{} = {}\n", key.name, key.example);
            let found = problems(&text);
            let wrong = found.iter().any(|(id, _)| id < &"R005".to_owned());
            assert!(!wrong, "{text}{found:?}");
            assert!(
                fits(key.kinds, key.example),
                "{} = {}",
                key.name,
                key.example
            );
        }
    }
}

/// Whether a TOML value is of one of these kinds.
fn fits(kinds: &[Kind], value: &str) -> bool {
    let text = format!("x = {value}");
    let file = DeTable::parse(&text).unwrap();
    let value = file.get_ref()["x"].get_ref();
    kinds.iter().any(|kind| match kind {
        Kind::Text => value.is_str(),
        Kind::Switch => value.is_bool(),
        Kind::Texts | Kind::Tables(_) | Kind::TextsOrTables(_) => value.is_array(),
        Kind::Any => !value.is_datetime(),
        Kind::Table(_) | Kind::Named(_) => value.is_table(),
    })
}

/// The tables below a table, itself included.
fn below(table: &'static Table, found: &mut Vec<&'static str>) {
    fn kind(of: &'static Kind, found: &mut Vec<&'static str>) {
        match of {
            Kind::Table(table) | Kind::Tables(table) | Kind::TextsOrTables(table) => {
                below(table, found);
            }
            Kind::Named(kinds) => kinds.iter().for_each(|of| kind(of, found)),
            Kind::Text | Kind::Switch | Kind::Texts | Kind::Any => {}
        }
    }
    found.push(table.header);
    for key in table.keys {
        assert!(
            key.doc.ends_with('.') && !key.doc.contains(['\n', '|']),
            "{}",
            key.name
        );
        key.kinds.iter().for_each(|of| kind(of, found));
    }
}

#[test]
fn the_list_of_tables_is_whole() {
    let mut found = Vec::new();
    below(&TOP, &mut found);
    let listed = TABLES.iter().map(|(table, _)| table.header);
    assert_eq!(
        found.into_iter().collect::<BTreeSet<_>>(),
        listed.chain([TOP.header]).collect::<BTreeSet<_>>()
    );
}

/// `rollbook/docs/manifest.md` holds the tables of keys, each below a comment. `ROLLBOOK_BLESS=1` writes them again.
#[test]
fn the_page_of_all_keys() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rollbook/docs/manifest.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let mut blessed = page.clone();
    for (table, _) in TABLES {
        let start = format!("<!-- keys of {}, from manifest/keys.rs -->\n", table.header);
        let end = "<!-- end of keys -->";
        let (before, rest) = blessed.split_once(&start).expect(&start);
        let (_, after) = rest.split_once(end).expect(end);
        blessed = format!("{before}{start}{}{end}{after}", markdown(table));
    }
    if std::env::var_os("ROLLBOOK_BLESS").is_some() {
        std::fs::write(&path, &blessed).unwrap();
    } else {
        assert!(
            blessed == page,
            "rollbook/docs/manifest.md is not up to date: bless it"
        );
    }
}

fn markdown(table: &Table) -> String {
    let mut out = format!(
        "{}\n\n| key | value | default | what it does |\n| --- | --- | --- | --- |\n",
        table.doc
    );
    for key in table.keys {
        let example = match key.kinds {
            [Kind::Switch] => String::new(),
            _ => format!(", such as `{}`", key.example.replace('`', "'")),
        };
        out.push_str(&format!(
            "| `{}` | {}{example} | {} | {} |\n",
            key.name,
            key.expected(),
            key.default,
            key.doc,
        ));
    }
    out.push('\n');
    out
}

//! The tables of names of many kinds and sizes, against a plain map.

use std::collections::HashMap;

use proptest::prelude::*;
use rollbook::__private::build::{Place, ScopeId};

use super::walk_test::{Node, generated};

/// Makes a table of the names, and looks up each of them and names like them. Returns where the table has them.
fn check(names: &[String]) -> Place {
    let leaked = names.iter().map(|name| &*name.clone().leak());
    let data = generated(&[Node {
        name: "own",
        parent: None,
        end: 1,
        modules: leaked.collect(),
    }]);
    let known = names.iter().map(String::as_str).zip(0..);
    let known = known.collect::<HashMap<_, usize>>();
    let ask = |name: &str| {
        let expect = known.get(name).copied();
        let found = |name: &str| {
            let found = data.resolve(ScopeId::new(0), name);
            found.map(|module| module.index())
        };
        assert_eq!(found(name), expect, "{name}");
        // No name in a manifest has a dot.
        if !name.contains('.') {
            assert_eq!(found(&format!("own.{name}")), expect, "own.{name}");
        }
    };
    ask("");
    for (index, name) in names.iter().enumerate() {
        ask(name);
        let letters = name.chars().collect::<Vec<_>>();
        let place = index % letters.len();
        let changed = |change: &dyn Fn(&mut Vec<char>)| {
            let mut other = letters.clone();
            change(&mut other);
            ask(&other.iter().collect::<String>());
        };
        changed(&|other| other[place] = 'x');
        changed(&|other| other.insert(place, 'x'));
        changed(&|other| _ = other.remove(place));
        changed(&|other| other.extend(['x'; 40]));
        changed(&|other| other.reverse());
        changed(&|other| other.truncate(place));
    }
    data.table.place
}

#[test]
fn names_of_many_kinds_and_sizes() {
    const WORDS: [&str; 12] = [
        "Ada",
        "Anchor",
        "Box",
        "Conv",
        "Cross",
        "Deformable",
        "Edge",
        "Focal",
        "Grid",
        "Ha",
        "Io",
        "Joint",
    ];
    let word = |n: usize| WORDS[n % WORDS.len()];
    let words = |n: usize| format!("{}{}{n}", word(n), word(n / 7));
    let prefixed = |n: usize| format!("org/example/{}/{}-{n}", word(n / 100), word(n));
    let path = |n: usize| {
        format!(
            "models/{}/{n}/{}_head_of_stage/config_v1",
            word(n),
            word(n / 12)
        )
    };
    let letter = |n: usize| {
        let mut letters = *b"MultiScaleFeatureFusionTransformerDecoder";
        letters[n % 41] = b'a' + (n / 41 % 26) as u8;
        letters[n * 7 % 41] = b'A' + (n / 41 / 26) as u8;
        String::from_utf8(letters.to_vec()).unwrap()
    };
    let foreign = |n: usize| format!("网络{}é{n}", "ж".repeat(n % 9));
    let short = |n: usize| {
        let letter = |n: usize| char::from(b'!' + (n % 90) as u8);
        [letter(n), letter(n / 90)]
            .iter()
            .take(1 + n / 90)
            .collect::<String>()
    };
    let far = |n: usize| format!("{0}{n:05}{0}", "far/away/".repeat(9));
    let kinds: [&dyn Fn(usize) -> String; 7] =
        [&words, &prefixed, &path, &letter, &foreign, &short, &far];
    for kind in kinds {
        for size in [1, 2, 3, 4, 10, 29, 30, 64, 65, 300, 3000] {
            let mut names = (0..size).map(kind).collect::<Vec<_>>();
            names.sort();
            names.dedup();
            assert_ne!(check(&names) == Place::Anywhere, size > 3, "{}", names[0]);
        }
    }
    check(&(0..30_000).map(words).collect::<Vec<_>>());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn names_of_few_letters(names in prop::collection::hash_set("[ab/]{1,70}", 1..80)) {
        check(&names.into_iter().collect::<Vec<_>>());
    }
}

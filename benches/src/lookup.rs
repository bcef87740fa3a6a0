//! Look-up by name: our table and its peers, over each set of names, in interleaved rounds.

use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::time::Instant;

use anyhow::Result;
use frozen_collections::FzStringMap;
use rollbook::__private::build::{Candidate, NameSlot, NameTable, Place, Range};
use rustc_hash::FxBuildHasher;

use crate::print::{Row, table};

/// What every module of these registries is.
#[derive(Debug)]
pub struct Nothing;

const PICKS: usize = 131_072;
const ROUNDS: usize = 11;

/// One set of names, and how the generated code finds them.
struct Set {
    title: &'static str,
    names: &'static [&'static str],
    misses: &'static [&'static str],
    ours: Measure,
    matched: Option<Measure>,
    phf: &'static phf::Map<&'static str, u16>,
    table: &'static NameTable,
}

/// Runs over all picks, and returns nanoseconds a look-up. Each is instantiated for its own set, as a program's would be.
type Measure = fn(&[&str], Order) -> f64;

/// What the processor knows when a look-up begins.
#[derive(Clone, Copy)]
enum Order {
    /// The next names: look-ups overlap, which shows their throughput.
    Independent,
    /// The next name depends on the last answer, which shows how long one look-up takes.
    Dependent,
}

macro_rules! set {
    ($set:ident) => {
        Set {
            title: stringify!($set),
            names: $set::NAMES,
            misses: $set::MISSES,
            ours: |picks, order| {
                run(picks, order, |name| {
                    $set::ours::$set::REGISTRY.get(name).map(|kind| kind as u16)
                })
            },
            matched: $set::MATCHES.then_some(|picks, order| run(picks, order, $set::matched)),
            phf: &$set::PHF,
            table: &<$set::ours::$set::Kind as rollbook::__private::registry::Tables>::DATA.table,
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/lookup.rs"));

#[inline(always)]
fn run(picks: &[&str], order: Order, find: impl Fn(&str) -> Option<u16>) -> f64 {
    let answer = |name: &str| find(name).map_or(7, u64::from);
    let start = Instant::now();
    let mut sum = 0u64;
    match order {
        Order::Independent => {
            for name in picks {
                sum = sum.wrapping_add(answer(name));
            }
        }
        Order::Dependent => {
            // The compiler does not know that this is zero.
            let zero = black_box(0u64);
            for place in 0..picks.len() {
                let name = picks[place + (sum & zero) as usize];
                sum = sum.wrapping_add(answer(name));
            }
        }
    }
    black_box(sum);
    start.elapsed().as_secs_f64() * 1e9 / picks.len() as f64
}

/// What is looked up: independent names, and one by one.
const WORKS: [&str; 5] = ["hit", "miss", "half", "hit, one by one", "half, one by one"];

const TIMED: [&str; 9] = [
    "ours", "Fx", "foldhash", "std", "phf", "lute", "frozen", "match", "BTreeMap",
];

type Contender<'a> = (&'static str, Box<dyn Fn(&[&str], Order) -> f64 + 'a>);

/// The least of several rounds each, in turn, so that a slow moment of the machine hits all.
fn least(contenders: &[Contender<'_>], picks: &[&str], order: Order) -> Vec<f64> {
    let mut least = vec![f64::INFINITY; contenders.len()];
    for _ in 0..ROUNDS {
        for (place, (_, measure)) in contenders.iter().enumerate() {
            least[place] = least[place].min(measure(picks, order));
        }
    }
    least
}

fn picks<'a>(names: &[&'a str], seed: u64) -> Vec<&'a str> {
    let mut random = fastrand::Rng::with_seed(seed);
    let pick = |_| names[random.usize(..names.len())];
    (0..PICKS).map(pick).collect()
}

/// Each text in memory of its own, as it would come out of a config.
fn owned(names: &[&str]) -> Vec<String> {
    let mut out = names
        .iter()
        .map(|name| name.to_string())
        .collect::<Vec<_>>();
    fastrand::Rng::with_seed(5).shuffle(&mut out);
    out
}

pub(crate) fn names() -> Result<()> {
    let (mut rows, mut ratios) = (Vec::new(), Vec::new());
    // Some sets only, where their titles follow.
    let wanted = std::env::args().skip(2).collect::<Vec<_>>();
    for set in sets() {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| wanted == set.title) {
            continue;
        }
        let (names, misses) = (owned(set.names), owned(set.misses));
        let names = names.iter().map(String::as_str).collect::<Vec<_>>();
        let misses = misses.iter().map(String::as_str).collect::<Vec<_>>();
        let hits = picks(&names, 1);
        let fails = picks(&misses, 2);
        let mut random = fastrand::Rng::with_seed(3);
        let half = (hits.iter().zip(&fails))
            .map(|(hit, fail)| if random.bool() { *hit } else { *fail })
            .collect::<Vec<_>>();
        let works = [
            (WORKS[0], &hits, Order::Independent),
            (WORKS[1], &fails, Order::Independent),
            (WORKS[2], &half, Order::Independent),
            (WORKS[3], &hits, Order::Dependent),
            (WORKS[4], &half, Order::Dependent),
        ];
        let measured = works.map(|(work, picks, order)| measure(&set, work, picks, order));
        ratios.push(Row::new(
            [set.title],
            measured.iter().map(|(_, ratio)| Some(*ratio)).collect(),
        ));
        rows.extend(measured.into_iter().map(|(row, _)| row));
    }
    table(
        "Look-up by name, of the best peer",
        &["set"],
        &WORKS,
        &ratios,
    );
    table(
        "Look-up by name, ns each",
        &["set", "work"],
        &[&TIMED[..], &["ours / best peer", "ours / phf"]].concat(),
        &rows,
    );
    Ok(())
}

/// The times of all contenders, and rollbook's time over that of the best peer.
fn measure(set: &Set, work: &str, picks: &[&str], order: Order) -> (Row, f64) {
    let pairs = || {
        set.names
            .iter()
            .zip(0u16..)
            .map(|(name, index)| (*name, index))
    };
    let fx = pairs().collect::<HashMap<_, _, FxBuildHasher>>();
    let fold = pairs().collect::<HashMap<_, _, foldhash::fast::RandomState>>();
    let std = pairs().collect::<HashMap<_, _>>();
    let tree = pairs().collect::<BTreeMap<_, _>>();
    let lute = pairs().collect::<lute::Map<_, _>>();
    let frozen = FzStringMap::new_for_str(pairs().collect());
    let mut contenders: Vec<Contender<'_>> = vec![
        ("ours", Box::new(set.ours)),
        (
            "Fx",
            Box::new(|picks, order| run(picks, order, |name| fx.get(name).copied())),
        ),
        (
            "foldhash",
            Box::new(|picks, order| run(picks, order, |name| fold.get(name).copied())),
        ),
        (
            "std",
            Box::new(|picks, order| run(picks, order, |name| std.get(name).copied())),
        ),
        (
            "phf",
            Box::new(|picks, order| run(picks, order, |name| set.phf.get(name).copied())),
        ),
        (
            "lute",
            Box::new(|picks, order| run(picks, order, |name| lute.get(name).copied())),
        ),
        (
            "frozen",
            Box::new(|picks, order| run(picks, order, |name| frozen.get(name).copied())),
        ),
        (
            "BTreeMap",
            Box::new(|picks, order| run(picks, order, |name| tree.get(name).copied())),
        ),
    ];
    if let Some(matched) = set.matched {
        contenders.push(("match", Box::new(matched)));
    }
    let times = least(&contenders, picks, order);
    let time = |label: &str| {
        let place = contenders.iter().position(|(known, _)| *known == label)?;
        Some(times[place])
    };
    let best = times[1..].iter().copied().fold(f64::INFINITY, f64::min);
    let mut figures = TIMED.map(time).to_vec();
    figures.push(Some(times[0] / best));
    figures.push(Some(times[0] / times[4]));
    (Row::new([set.title, work], figures), times[0] / best)
}

/// `scope.Name` from another scope.
pub(crate) fn qualified() -> Result<()> {
    use scoped::ours::{Scope, names};
    let (bare, qualified) = (owned(scoped::BARE), owned(scoped::QUALIFIED));
    let both = scoped::BARE
        .iter()
        .chain(scoped::QUALIFIED)
        .zip((0..scoped::BARE.len() as u16).cycle());
    let fx = both
        .map(|(name, index)| (*name, index))
        .collect::<HashMap<_, _, FxBuildHasher>>();
    let contenders: [Contender<'_>; 2] = [
        (
            "ours",
            Box::new(|picks, order| {
                let viewer = names::from(Scope::ALL[black_box(0)]);
                run(picks, order, |name| {
                    viewer.get(name).map(|kind| kind as u16)
                })
            }),
        ),
        (
            "Fx",
            Box::new(|picks, order| run(picks, order, |name| fx.get(name).copied())),
        ),
    ];
    let mut rows = Vec::new();
    // From the root only its own names are seen bare; the children's are not there from it.
    let root = bare
        .iter()
        .filter(|name| names::REGISTRY.contains(name))
        .map(String::as_str)
        .collect::<Vec<_>>();
    let qualified = qualified.iter().map(String::as_str).collect::<Vec<_>>();
    let bare_times = least(&contenders, &picks(&root, 1), Order::Independent);
    for (work, picks) in [
        ("bare", picks(&root, 1)),
        ("scope.Name", picks(&qualified, 2)),
    ] {
        let times = least(&contenders, &picks, Order::Independent);
        rows.push(Row::new(
            [work],
            vec![
                Some(times[0]),
                Some(times[1]),
                Some(times[0] / bare_times[0]),
                Some(times[0] / times[1]),
            ],
        ));
    }
    table(
        "Qualified names, 300 modules in 5 scopes, from the root, ns each",
        &["work"],
        &[
            "ours",
            "Fx over the whole string",
            "ours / ours bare",
            "ours / Fx",
        ],
        &rows,
    );
    Ok(())
}

/// Bytes in the constants that a look-up reads, beyond the text of the names.
pub(crate) fn bytes() -> Result<()> {
    let mut rows = sets()
        .iter()
        .map(|set| size(set.title, set.table, set.names))
        .collect::<Vec<_>>();
    let scoped = &<scoped::ours::names::Kind as rollbook::__private::registry::Tables>::DATA.table;
    rows.push(size("scoped", scoped, scoped::BARE));
    table(
        "Bytes of a table, beyond the text",
        &["set", "method"],
        &["bytes", "bytes a name"],
        &rows,
    );
    Ok(())
}

fn size(title: &str, table: &NameTable, names: &[&str]) -> Row {
    let (way, in_place) = match table.place {
        Place::Anywhere => ("Anywhere", 0),
        Place::Shifted(_) => ("Shifted", 0),
        Place::Listed(_, list) => ("Listed", size_of_val(list)),
        Place::Moved(pilots) => ("Moved", size_of_val(pilots)),
    };
    let bytes = size_of_val(table)
        + size_of::<NameSlot>() * table.slots.len()
        + in_place
        + size_of::<Range>() * table.ranges.len()
        + size_of::<Candidate>() * table.candidates.len();
    let bytes = bytes as f64;
    Row::new(
        [title.to_owned(), format!("{way}, {:?}", table.method)],
        vec![Some(bytes), Some(bytes / names.len() as f64)],
    )
}

//! Calling a trait's method on a module: the generated enum and its peers.

use std::hint::black_box;
use std::time::Instant;

use anyhow::Result;

use crate::print::{Row, table};

include!(concat!(env!("OUT_DIR"), "/dispatch.rs"));

const CALLS: usize = 65_536;
const ROUNDS: usize = 25;

fn run<T>(values: &[T], call: impl Fn(&T) -> u32) -> f64 {
    let start = Instant::now();
    let mut sum = 0u32;
    for value in values {
        sum = sum.wrapping_add(call(value));
    }
    black_box(sum);
    start.elapsed().as_secs_f64() * 1e9 / values.len() as f64
}

macro_rules! row {
    ($family:ident, $peer:ident, $count:literal, $title:literal) => {{
        use $family::{$family as _, $peer as _};
        let mut random = fastrand::Rng::with_seed(9);
        let picks = (0..CALLS)
            .map(|_| (random.usize(..$count), random.u32(..)))
            .collect::<Vec<_>>();
        let all = $family::all(&picks);
        let mut least = [f64::INFINITY; 4];
        for _ in 0..ROUNDS {
            let times = [
                run(&all.hand, |value| value.value()),
                run(&all.ours, |value| value.value()),
                run(&all.peer, |value| value.value_of()),
                run(&all.boxed, |value| value.value()),
            ];
            for (least, time) in least.iter_mut().zip(times) {
                *least = least.min(time);
            }
        }
        let mut figures = least.map(Some).to_vec();
        figures.push(Some(least[1] / least[0]));
        Row::new([$title], figures)
    }};
}

pub(crate) fn calls() -> Result<()> {
    let rows = [
        row!(inlined10, Peer_inlined10, 10, "10, bodies inlined"),
        row!(called10, Peer_called10, 10, "10, bodies called"),
        row!(inlined100, Peer_inlined100, 100, "100, bodies inlined"),
        row!(called100, Peer_called100, 100, "100, bodies called"),
    ];
    table(
        "A call on a module, ns each",
        &["variants"],
        &[
            "`match` by hand",
            "ours",
            "enum_dispatch",
            "`Box<dyn>`",
            "ours / by hand",
        ],
        &rows,
    );
    Ok(())
}

//! The sets of names: those of a real registry where its list lies beside the project, and invented ones.

use std::collections::{BTreeSet, HashSet};

use anyhow::Result;
use fastrand::Rng;

/// Names, and what is looked up in vain.
pub(crate) struct Set {
    /// A letter for the kind, and the size: `R300`.
    pub(crate) title: String,
    pub(crate) names: Vec<String>,
    pub(crate) misses: Vec<String>,
}

/// R: a real registry; S: its words in new combinations; L: long paths, most of which agree at both ends; W: two words and
/// a number; P: a common prefix, as in `org/example/stage/name`; O: one letter of difference; N: not ASCII.
pub(crate) fn sets(corpus: Option<&str>) -> Result<Vec<Set>> {
    let mut random = Rng::with_seed(20_261_124);
    let real = match corpus {
        Some(text) => real(text)?,
        None => Vec::new(),
    };
    let words = words(&real);
    let joined = joined(&words, 21_000, &mut random);
    let real = if real.is_empty() {
        joined[..3000].to_vec()
    } else {
        real
    };
    let paths = paths(&words, 2000, &mut random);
    let sizes = |kind: char, all: &[String], sizes: &[usize], random: &mut Rng| -> Vec<Set> {
        let set = |size: &usize| Set {
            title: format!("{kind}{size}"),
            names: all[..*size].to_vec(),
            misses: misses(&all[..*size], &all[*size..], random),
        };
        sizes.iter().map(set).collect()
    };
    let mut out = sizes('R', &real, &[1, 2, 3, 10, 30, 100, 300, 1000], &mut random);
    out.extend(sizes('S', &joined, &[10, 100, 1000, 10_000], &mut random));
    out.extend(sizes('L', &paths, &[30, 300, 1000], &mut random));
    let numbered = numbered(&words, 11_000, &mut random);
    let prefixed = prefixed(&words, 11_000, &mut random);
    let alike = alike(2000, &mut random);
    let not_ascii = not_ascii(2000, &mut random);
    out.extend(sizes(
        'W',
        &numbered,
        &[10, 100, 1000, 5000, 10_000],
        &mut random,
    ));
    out.extend(sizes(
        'P',
        &prefixed,
        &[2, 10, 100, 1000, 10_000],
        &mut random,
    ));
    out.extend(sizes('O', &alike, &[3, 30, 300, 1000], &mut random));
    out.extend(sizes('N', &not_ascii, &[10, 100, 1000], &mut random));
    Ok(out)
}

/// The names of a real registry, that of models first, each once, in an order that says nothing.
fn real(text: &str) -> Result<Vec<String>> {
    let corpus: serde_json::Value = serde_json::from_str(text)?;
    let mut registries = corpus["registries"]
        .as_object()
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    registries.sort_by_key(|(name, _)| *name != "MODELS");
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    let mut random = Rng::with_seed(1);
    for (_, registry) in registries {
        let scopes = registry["scopes"].as_object();
        let modules = scopes
            .into_iter()
            .flat_map(|scopes| scopes.values())
            .flat_map(|scope| scope["modules"].as_array().into_iter().flatten());
        let names = modules.filter_map(|module| module["name"].as_str());
        // A name in rollbook has no dot.
        let names = names.filter(|name| !name.contains('.') && seen.insert(name.to_string()));
        let mut names = names.map(str::to_owned).collect::<Vec<_>>();
        random.shuffle(&mut names);
        out.extend(names);
    }
    Ok(out)
}

/// What CamelCase names are made of; without names, our list of words.
fn words(names: &[String]) -> Vec<String> {
    let mut out = BTreeSet::new();
    for name in names {
        let mut word = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() && word.ends_with(|c: char| !c.is_uppercase()) {
                out.insert(std::mem::take(&mut word));
            }
            word.push(letter);
        }
        out.insert(word);
    }
    out.retain(|word| word.chars().all(|c| c.is_ascii_alphanumeric()) && word.len() > 1);
    if out.is_empty() {
        let own = "Adaptive Anchor Average Batch Block Box Conv Cross Data Decoder Deform Dense Detector Drop Encoder \
                   Entropy Feature Focal Fusion Gate Global Group Head Image Instance Label Layer Linear Local Loss Mask \
                   Mean Mix Model Multi Neck Net Norm Pack Patch Point Pool Prompt Pyramid Query Random Region Res Roi \
                   Sampler Scale Segment Self Sparse Spatial Stage Swin Token Transformer Two Unit Vision Voxel Window";
        out.extend(own.split_whitespace().map(str::to_owned));
    }
    out.into_iter().collect()
}

/// Two to four words each.
fn joined(words: &[String], count: usize, random: &mut Rng) -> Vec<String> {
    distinct(count, random, |random| {
        let count = random.usize(2..=4);
        (0..count)
            .map(|_| words[random.usize(..words.len())].as_str())
            .collect::<String>()
    })
}

/// `models/detection/swin_mask_head_v1`: what differs lies in the middle.
fn paths(words: &[String], count: usize, random: &mut Rng) -> Vec<String> {
    distinct(count, random, |random| {
        let mut word = || words[random.usize(..words.len())].to_lowercase();
        format!("models/{}/{}_{}_head_v1", word(), word(), word())
    })
}

/// `FocalHead217`: fifteen first words, fourteen second words, and a number.
fn numbered(words: &[String], count: usize, random: &mut Rng) -> Vec<String> {
    let some = |count: usize, random: &mut Rng| -> Vec<String> {
        let pick = |_| words[random.usize(..words.len())].clone();
        (0..count).map(pick).collect()
    };
    let (first, second) = (some(15, random), some(14, random));
    distinct(count, random, |random| {
        let first = &first[random.usize(..first.len())];
        let second = &second[random.usize(..second.len())];
        format!("{first}{second}{}", random.usize(..1000))
    })
}

/// `org/example/stage/name`: a dot cannot be in a name, so the parts are joined with `/`.
fn prefixed(words: &[String], count: usize, random: &mut Rng) -> Vec<String> {
    const STAGES: [&str; 4] = ["source", "transform", "enrich", "sink"];
    distinct(count, random, |random| {
        let stage = STAGES[random.usize(..STAGES.len())];
        let mut word = || words[random.usize(..words.len())].to_lowercase();
        format!("org/example/{stage}/{}-{}", word(), word())
    })
}

/// Names of one text that differ in one or two letters, anywhere.
fn alike(count: usize, random: &mut Rng) -> Vec<String> {
    const TEXT: &str = "MultiScaleFeatureFusionTransformerDecoder";
    distinct(count, random, |random| {
        let mut letters = TEXT.chars().collect::<Vec<_>>();
        for _ in 0..random.usize(1..=2) {
            let place = random.usize(1..letters.len());
            letters[place] = random.alphabetic();
        }
        letters.into_iter().collect()
    })
}

/// Words of Greek, Cyrillic and Chinese letters, two or three bytes each.
fn not_ascii(count: usize, random: &mut Rng) -> Vec<String> {
    const RANGES: [std::ops::RangeInclusive<char>; 3] = ['α'..='ψ', 'а'..='я', '一'..='三'];
    distinct(count, random, |random| {
        let range = RANGES[random.usize(..RANGES.len())].clone();
        let letters = random.usize(2..=12);
        (0..letters).map(|_| random.char(range.clone())).collect()
    })
}

fn distinct(
    count: usize,
    random: &mut Rng,
    mut make: impl FnMut(&mut Rng) -> String,
) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut out = Vec::new();
    while out.len() < count {
        let name = make(random);
        if seen.insert(name.clone()) {
            out.push(name);
        }
    }
    out
}

/// In equal parts random letters of a real length, one letter changed, and other names of the same kind.
fn misses(names: &[String], others: &[String], random: &mut Rng) -> Vec<String> {
    let known = names.iter().collect::<HashSet<_>>();
    let count = names.len().clamp(99, 9999);
    let mut out = Vec::new();
    while out.len() < count {
        let name = &names[random.usize(..names.len())];
        let miss = match out.len() % 3 {
            0 => (0..name.chars().count())
                .map(|_| random.alphabetic())
                .collect::<String>(),
            1 => {
                let place = random.usize(..name.chars().count());
                let other = random.alphabetic();
                let letters = name.chars().enumerate();
                letters
                    .map(|(at, letter)| if at == place { other } else { letter })
                    .collect()
            }
            _ => others[random.usize(..others.len())].clone(),
        };
        if !known.contains(&miss) {
            out.push(miss);
        }
    }
    out
}

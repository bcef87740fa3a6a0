//! Modules that differ: structs of random fields, with the registries, enums and trait objects over them.

use std::fmt::Write;

use fastrand::Rng;

/// A type of a field, with a value of it in JSON, TOML and YAML alike.
const TYPES: &[(&str, &str)] = &[
    ("u32", "50"),
    ("usize", "2048"),
    ("f64", "0.125"),
    ("bool", "true"),
    ("String", "\"batch_norm\""),
    ("Option<u32>", "7"),
    ("Option<String>", "\"caffe\""),
    ("Vec<u32>", "[1, 2, 3]"),
    ("Vec<f64>", "[0.5, 1.5]"),
    ("i64", "-12"),
];

/// One struct: its fields' names, their types, and their values.
pub(crate) struct Net {
    pub(crate) name: String,
    pub(crate) fields: Vec<(String, &'static str, &'static str)>,
}

const WORDS: &[&str] = &[
    "depth", "width", "scale", "norm", "act", "stride", "groups", "ratio", "bias", "stages",
    "heads", "embed", "drop", "rate", "kernel", "pad", "style", "frozen", "weight", "loss",
];

/// This number of structs, each with a number of fields from the range.
pub(crate) fn nets(
    prefix: &str,
    count: usize,
    fields: std::ops::RangeInclusive<usize>,
    seed: u64,
) -> Vec<Net> {
    let mut random = Rng::with_seed(seed);
    let mut net = |index| {
        let count = random.usize(fields.clone());
        let field = |place| {
            let (kind, value) = TYPES[random.usize(..TYPES.len())];
            let one = WORDS[random.usize(..WORDS.len())];
            let two = WORDS[random.usize(..WORDS.len())];
            (format!("{one}_{two}{place}"), kind, value)
        };
        let fields = (0..count).map(field).collect();
        Net {
            name: format!("{prefix}Net{index}"),
            fields,
        }
    };
    (0..count).map(&mut net).collect()
}

/// The structs; `nested` gives each a last field that holds another module.
pub(crate) fn structs(nets: &[Net], derive: &str, nested: bool) -> String {
    let mut out = String::new();
    for net in nets {
        let generic = if nested { "<B>" } else { "" };
        writeln!(
            out,
            "#[derive({derive})]\npub struct {}{generic} {{",
            net.name
        )
        .unwrap();
        for (name, kind, _) in &net.fields {
            writeln!(out, "    pub {name}: {kind},").unwrap();
        }
        if nested {
            writeln!(out, "    pub inner: Option<Box<B>>,").unwrap();
        }
        out.push_str("}\n");
    }
    out
}

/// Where a config's tag is.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Tag {
    First,
    Middle,
    Last,
    None,
}

/// A config of one module, as JSON; `inner` goes behind its fields.
pub(crate) fn json(net: &Net, tag: Tag, inner: Option<&str>) -> String {
    let mut entries = net
        .fields
        .iter()
        .map(|(name, _, value)| format!("\"{name}\":{}", value.replace(' ', "")))
        .collect::<Vec<_>>();
    if let Some(inner) = inner {
        entries.push(format!("\"inner\":{inner}"));
    }
    if let Some(place) = place(tag, entries.len()) {
        entries.insert(place, format!("\"type\":\"{}\"", net.name));
    }
    format!("{{{}}}", entries.join(","))
}

fn place(tag: Tag, entries: usize) -> Option<usize> {
    match tag {
        Tag::First => Some(0),
        Tag::Middle => Some(entries / 2),
        Tag::Last => Some(entries),
        Tag::None => None,
    }
}

/// A config of one module as lines of TOML, or of YAML.
pub(crate) fn lines(net: &Net, tag: Tag, between: &str) -> String {
    let mut entries = net
        .fields
        .iter()
        .map(|(name, _, value)| format!("{name}{between}{value}\n"))
        .collect::<Vec<_>>();
    if let Some(place) = place(tag, entries.len()) {
        entries.insert(place, format!("type{between}\"{}\"\n", net.name));
    }
    entries.concat()
}

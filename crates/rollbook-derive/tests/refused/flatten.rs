//! Refused: flatten.

#[derive(rollbook::Config)]
struct Net {
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, u8>,
    #[serde(flatten)]
    more: std::collections::BTreeMap<String, u8>,
}

#[derive(rollbook::Config)]
#[serde(deny_unknown_fields)]
struct Strict {
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, u8>,
}

fn main() {}

#[derive(rollbook::Config)]
struct Net {
    #[serde(flatten)]
    rest: std::collections::BTreeMap<String, u8>,
}

fn main() {}

//! One fault.

pub mod registry {
    rollbook::include_registry!();
}

#[derive(rollbook::Config)]
pub struct NetA {
    pub depth: u32,
    #[serde(flatten)]
    pub common: Common,
}

#[derive(rollbook::Config)]
pub struct Common {
    pub r#type: String,
}

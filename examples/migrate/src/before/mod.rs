//! Without rollbook.

pub mod inventory;
pub mod linkme;
pub mod serde_enum;
pub mod typetag;

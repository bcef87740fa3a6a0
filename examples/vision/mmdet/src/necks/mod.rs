//! The necks: one file each.

pub mod dilated_encoder;
pub mod fpn;
pub mod gap;
pub mod ssd_neck;

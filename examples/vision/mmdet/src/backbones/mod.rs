//! The backbones: one file each.

pub mod cspnext;
pub mod resnet;
pub mod ssd_vgg;

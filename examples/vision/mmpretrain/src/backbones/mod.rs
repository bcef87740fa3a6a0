//! The backbones: one file each.

pub mod convnext;
pub mod lenet;
pub mod mobilenet_v2;
pub mod resnet;
pub mod vgg;
pub mod vit;

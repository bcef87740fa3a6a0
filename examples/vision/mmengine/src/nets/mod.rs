//! Networks that several packages build on. OpenMMLab has a copy of them in each package.

pub mod resnet;
mod split;
mod squeeze;

pub use resnet::{image, out_indices};
pub use split::Split;
pub use squeeze::SqueezeExcite;

//! Somebody's backbone in mmpretrain's scope.

pub mod tiny_net;

#[allow(missing_docs)]
pub mod registry {
    rollbook::include_registry!();
}

//! What other parts of rollbook write against: one module for each. None of it is a public interface.
//!
//! The generator, the macros and the derive pin this crate's exact version, so any release may change any of this.

/// The crate under the name that generated code gives it. Before Rust 1.88 `$crate` itself cannot be imported.
pub mod root {
    pub use super::super::__private;
    pub use crate::*;
}

/// For registries, which `rollbook-build` generates.
pub mod registry {
    pub use alloc::boxed::Box;

    pub use rollbook_macros::report;
    #[cfg(feature = "serde")]
    pub use serde_core;
    #[cfg(feature = "std")]
    pub use std::thread_local;

    pub use crate::build::{built, construct, construct_in, wrapped};
    #[cfg(feature = "serde")]
    pub use crate::de::{
        AfterTag, Arguments, DefaultValue, Defaults, ReadKind, Readable, read, read_bare, read_list,
    };
    pub use crate::lookup::table::{Candidate, EMPTY, NameSlot, NameTable, Range};
    #[cfg(feature = "serde")]
    pub use crate::registry::read::build_error;
    pub use crate::registry::{Data, NO_SCOPE, ScopeInfo};
    #[cfg(feature = "serde")]
    pub use crate::ser::write;
    pub use crate::viewer::Entered;

    /// A module's type by its index, for `type_of!`.
    pub trait TypeOf<const INDEX: usize> {
        /// The type.
        type Type;
    }
}

/// For structs with `#[derive(rollbook::Config)]`.
#[cfg(feature = "derive")]
pub mod derive {
    pub use crate::derive::{
        Defaulted, Deserialize, Deserializer, Erased, Failure, Field, FieldSource, Fields,
        StructInfo, Value, With, newtype, read, unit,
    };
}

/// For `rollbook-build`, which merges the layers of checked configs.
#[cfg(feature = "merge")]
pub mod merge {
    pub use crate::merge::{
        Fault, Files, JsonFault, Place, Rules, Table, is_null, json, node_moved,
    };
}

/// For `rollbook-build` itself, which writes tables and looks names up in them.
pub mod build {
    pub use crate::agreed::show::{boundary, is_hidden, join, printable};
    #[cfg(feature = "toml_tree")]
    pub use crate::agreed::toml_tree;
    pub use crate::agreed::{DEEPEST, SCOPE_KEY, TAG_FIRST};
    pub use crate::explain::Advice;
    pub use crate::explain::distance;
    pub use crate::lookup::hash::{hash, inner, middle, words};
    pub use crate::lookup::table::{Candidate, EMPTY, NameSlot, NameTable, Range, SHARED, reduce};
    pub use crate::registry::{Data, NO_SCOPE, ScopeInfo};
}

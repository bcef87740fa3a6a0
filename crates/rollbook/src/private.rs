//! What other parts of rollbook write against: one module for each. None of it is a public interface.
//!
//! The generator, the macros and the derive pin this crate's exact version, so any release may change any of this.

/// For registries, which `rollbook-build` generates. `include_registry!` brings it in as `__rollbook`.
pub mod registry {
    #[cfg(feature = "schemars")]
    pub use alloc::borrow::Cow;
    pub use alloc::boxed::Box;
    pub use core::result::Result::{self, Err, Ok};
    #[cfg(feature = "std")]
    pub use std::thread_local;

    pub use rollbook_macros::report;
    #[cfg(feature = "serde")]
    pub use serde_core;

    #[cfg(feature = "schemars")]
    pub use schemars::{JsonSchema, Schema, SchemaGenerator};

    #[cfg(feature = "schemars")]
    pub use crate::json_schema::{Described, arguments, described};
    #[cfg(feature = "toml")]
    pub use crate::toml;
    pub use crate::{BuildError, Info, Registry};

    pub use core::future::Future;
    pub use core::marker::Send;
    pub use core::option::Option;

    #[cfg(feature = "async")]
    pub use crate::async_build::{Choice, Choose, ChooseLocal, ReturnedKind, returned};
    pub use crate::build::made::{built, construct, construct_in, wrapped};
    #[cfg(feature = "serde")]
    pub use crate::de::{
        AfterTag, AnyConfig, Arguments, ConfigOf, DefaultValue, Defaults, KeptArguments, Made,
        Named, Nameless, NamesOf, NoNames, ReadKind, Readable, Tagged, Unknown, any_external,
        defaults, from_unknown, keep_unknown, made, read, read_adjacent, read_bare, read_external,
        read_filled, read_list, read_variant, refuse_defaults, refuse_reserved,
    };
    pub use crate::generated::{
        TypeOf, kind_named, parent_of, position, scope_named, seen_from, sendable, shareable,
    };
    pub use crate::lookup::hash::Method;
    pub use crate::lookup::id::ScopeId;
    pub use crate::lookup::table::{EMPTY, NameTable, Place, candidate, range, slot};
    #[cfg(feature = "serde")]
    pub use crate::registry::read::read_module;
    pub use crate::registry::{
        Data, NO_SCOPE, ScopeInfo, Tables, fallback, info, reserved, with_aliases, with_deprecated,
        with_doc, with_feature, with_feature_package,
    };
    #[cfg(feature = "serde")]
    pub use crate::ser::{Form, write, write_as, write_unknown};
    #[cfg(feature = "validate")]
    pub use crate::validate::{
        Check, Checks, Problems, Validate, ValidateError, invalid, validate_config, validate_module,
    };
    pub use crate::viewer::{Entered, Viewer};
    pub use crate::{
        __rollbook_asynchronous as asynchronous, __rollbook_builds as builds,
        __rollbook_builds_async as builds_async, __rollbook_builds_local as builds_local,
        __rollbook_check_defaults as check_defaults, __rollbook_constructs as constructs,
        __rollbook_constructs_async as constructs_async,
        __rollbook_constructs_local as constructs_local, __rollbook_debug as debug,
        __rollbook_deserialize as deserialize, __rollbook_json_schema as json_schema,
        __rollbook_kind as kind, __rollbook_module as module,
        __rollbook_needs_async as needs_async, __rollbook_needs_schemars as needs_schemars,
        __rollbook_needs_validate as needs_validate, __rollbook_registry as registry,
        __rollbook_scopes as scopes, __rollbook_serde as serde, __rollbook_validated as validated,
        __rollbook_validates as validates,
    };
}

/// For structs with `#[derive(rollbook::Config)]`.
#[cfg(feature = "derive")]
pub mod derive {
    pub use crate::de::{HasNames, Names, NamesOf, NoNames};
    pub use crate::derive::{
        Beside, Deserialize, Deserializer, Erased, Failure, Field, FieldSource, Fields, Held,
        OtherSlot, Rest, Slot, SlotOf, StructInfo, Value, With, held, holds, newtype, read,
        read_around, take, unit,
    };
    pub use core::option::Option::{self, None, Some};
}

/// For `rollbook-build`, which merges the layers of checked configs.
#[cfg(feature = "merge")]
pub mod merge {
    pub use crate::merge::{
        BASE, DELETE, Fault, Files, JsonFault, MERGE, Place, Rules, Table, is_null, json,
        node_moved,
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
    pub use crate::lookup::hash::{Method, hash, input};
    pub use crate::lookup::id::{ModuleId, ScopeId};
    pub use crate::lookup::table::{
        Candidate, EMPTY, FEW, NameSlot, NameTable, Place, Range, SHARED, bucket, place,
    };
    pub use crate::registry::{
        Data, NO_SCOPE, ScopeInfo, info, is_reserved, reserved, with_aliases, with_deprecated,
        with_feature, with_feature_package,
    };
}

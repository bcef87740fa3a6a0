//! From a config to its typed form: any self-describing serde format, streamed if the tag comes first.
//!
//! A table flows through here once: [`tag`] finds the tag, [`after_tag`] hands what follows it to the module's own
//! `Deserialize`, [`kept`] holds what came before it.

#[macro_use]
mod methods;

mod adjacent;
mod after_tag;
mod arena;
mod arguments;
mod asked;
mod asks;
mod buffered;
mod check_defaults;
mod content;
mod defaults;
mod external;
mod fill;
mod format_error;
mod keep_unknown;
pub(crate) mod kept;
mod kept_out;
mod key;
mod made;
mod manner;
mod name_only;
mod names;
pub(crate) mod ours;
mod plain;
mod refuse;
mod refuse_defaults;
mod replay;
mod reserved;
#[cfg(feature = "ron")]
mod ron;
mod scope;
mod scope_seed;
mod source;
mod tag;
mod text_error;
pub(crate) mod trail;
mod unknown;

pub use adjacent::read_adjacent;
pub use after_tag::AfterTag;
pub use buffered::{Buffered, lenient, name_first};

pub use external::{any_external, read_external, read_variant};

pub use arguments::{AnyConfig, Arguments, ConfigOf, Readable, read_filled};
pub use defaults::{DefaultValue, Defaults, defaults};
pub use keep_unknown::{KeptArguments, Named, Nameless, keep_unknown};
pub use made::{Made, made};
#[cfg(feature = "derive")]
pub use names::{HasNames, Names};
pub use names::{NamesOf, NoNames};
pub use refuse_defaults::refuse_defaults;
pub use reserved::refuse_reserved;
pub use tag::{ReadKind, Tagged, read, read_bare, read_list};
pub use unknown::{Unknown, from_unknown};

pub(crate) use crate::agreed::{DEEPEST, SCOPE_KEY, TAG_FIRST};
pub(crate) use after_tag::NoTable;
pub(crate) use arena::Arena;
pub(crate) use asked::{AskFieldNames, FieldNames};
pub(crate) use check_defaults::{CheckDefaults, DefaultsFault};
pub(crate) use content::Content;
pub(crate) use fill::Places;
#[cfg(feature = "derive")]
pub(crate) use kept::ArenaSeed;
pub(crate) use kept::ContentSeed;
#[cfg(feature = "derive")]
pub(crate) use key::{Key, KeySeed, OtherKey};
#[cfg(feature = "derive")]
pub(crate) use manner::Manner;
#[cfg(feature = "derive")]
pub(crate) use refuse::Refuse;
pub(crate) use replay::Replay;
#[cfg(feature = "derive")]
pub(crate) use text_error::TextError;

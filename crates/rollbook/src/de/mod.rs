//! From a config to its typed form: any self-describing serde format, streamed if the tag comes first.
//!
//! A table flows through here once: [`tag`] finds the tag, [`after_tag`] hands what follows it to the module's own
//! `Deserialize`, [`kept`] holds what came before it.

mod after_tag;
mod arguments;
mod asked;
mod asks;
mod buffered;
mod format_error;
pub(crate) mod kept;
mod key;
mod manner;
mod name_only;
pub(crate) mod ours;
mod refuse;
mod replay;
mod reserved;
#[cfg(feature = "ron")]
mod ron;
mod tag;
mod text_error;
pub(crate) mod trail;

pub use after_tag::AfterTag;
pub use buffered::{Buffered, lenient, name_first};

pub use arguments::{Arguments, DefaultValue, Defaults, Readable};
pub use reserved::{NamesOf, NoNames, refuse_reserved};
pub use tag::{ReadKind, read, read_bare, read_list};

pub(crate) use crate::agreed::{DEEPEST, SCOPE_KEY, TAG_FIRST};
pub(crate) use after_tag::NoTable;
pub(crate) use asked::{AskFieldNames, FieldNames};
pub(crate) use kept::{Content, ContentSeed};
#[cfg(feature = "derive")]
pub(crate) use key::{Key, KeySeed};
#[cfg(feature = "derive")]
pub(crate) use manner::Manner;
#[cfg(feature = "derive")]
pub(crate) use refuse::Refuse;
pub(crate) use replay::Replay;
#[cfg(feature = "derive")]
pub(crate) use text_error::TextError;

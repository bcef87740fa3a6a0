//! From a config to its typed form: any self-describing serde format, streamed where the tag comes first.
//!
//! A table flows through here once: [`visitor`] finds the tag, [`rest`] hands what follows it to the module's own
//! `Deserialize`, [`content`] holds what came before it.

mod arguments;
mod bare;
mod content;
mod fault;
mod key;
mod message;
mod replay;
mod rest;
mod source;
pub(crate) mod trail;
mod visitor;

pub use rest::Rest;
pub use source::{Default, Defaults, Readable, Source};
pub use visitor::{Read, read, read_bare, read_list};

pub(crate) use arguments::Asked;
pub(crate) use content::{Content, ContentSeed};
#[cfg(feature = "derive")]
pub(crate) use message::Message;
pub(crate) use replay::Replay;
#[cfg(feature = "derive")]
pub(crate) use visitor::takes_requests;

/// What a request for the tag starts with; the key follows. See [`crate::data::Data::tag_first`].
pub(crate) const TAG_FIRST: &str = "\0rollbook\0";

/// The key that sets the viewer for its table and below.
pub(crate) const SCOPE_KEY: &str = "_scope_";

/// Deeper configs are refused before the stack ends; formats that read from text have limits of their own.
pub(crate) const DEEPEST: usize = 128;

//! Why documents cannot be merged.

use alloc::string::String;
use alloc::vec::Vec;
use std::path::PathBuf;

use super::Place;

/// What is wrong with a chain of files, or with what one layer says about another.
#[derive(Debug)]
pub enum Fault {
    /// A file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The `_base_` that names it.
        asked: Option<Place>,
        /// Why.
        why: std::io::Error,
    },
    /// A file is neither TOML nor JSON by its name.
    Format {
        /// The file.
        path: PathBuf,
        /// The `_base_` that names it.
        asked: Option<Place>,
    },
    /// A file is based on itself.
    Cycle {
        /// Each `_base_` of the cycle.
        chain: Vec<Place>,
    },
    /// A `_base_` is neither a path nor a list of paths.
    NoPath(Place),
    /// Two bases of one file disagree.
    TwoBases {
        /// The key.
        key: String,
        /// Where the first base sets it.
        first: Place,
        /// Where a later base sets it.
        second: Place,
    },
    /// A table cannot be merged into a value of another kind.
    TableOver {
        /// The key.
        key: String,
        /// The table.
        table: Place,
        /// The value.
        value: Place,
        /// What kind of value it is.
        kind: &'static str,
    },
    /// A key where a list needs an index.
    KeyIntoList {
        /// The key.
        key: String,
        /// Where it is written.
        at: Place,
        /// The list.
        list: Place,
    },
    /// An index into something that is not a list.
    IndexWithoutList {
        /// The index.
        index: usize,
        /// Where it is written.
        at: Place,
        /// What is there instead, and where.
        value: Option<(Place, &'static str)>,
    },
    /// An index beyond the end of a list.
    Beyond {
        /// The index.
        index: usize,
        /// Where it is written.
        at: Place,
        /// The list.
        list: Place,
        /// How many items it has.
        len: usize,
    },
    /// `_delete_` or `_merge_` with a value that means nothing.
    Mark {
        /// Which of the two.
        key: &'static str,
        /// Its value.
        at: Place,
    },
    /// A null in a list: there it cannot be left out.
    NullItem(Place),
    /// Too many levels of tables and lists.
    TooDeep(Place),
}

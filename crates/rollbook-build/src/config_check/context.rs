//! What config files are checked against.

use rollbook::__private::build::Data;

use crate::model::Model;

/// What is checked against.
pub(super) struct CheckContext<'a> {
    pub(super) model: &'a Model,
    pub(super) data: &'a [&'static Data],
    pub(super) manifest: &'a str,
}

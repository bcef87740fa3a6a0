//! Reads `_scope_`: the scope that the names of a table are looked up from.

use serde_core::de::MapAccess;

use super::after_tag::AfterTag;
use super::scope_seed::ScopeSeed;
use super::{SCOPE_KEY, trail};
use crate::lookup::id::ScopeId;

/// Reads the value of `_scope_`.
pub(super) fn read_scope<'de, A: MapAccess<'de>>(
    rest: &mut AfterTag<'de, A>,
    current: ScopeId,
) -> Result<ScopeId, A::Error> {
    if cfg!(not(feature = "std")) {
        return Err(rest.refuse(format_args!("`{SCOPE_KEY}` needs rollbook's feature `std`")));
    }
    rest.has_scope = true;
    let seed = ScopeSeed {
        data: rest.data,
        viewer: current,
        is_late: false,
    };
    rest.access
        .next_value_seed(seed)
        .inspect_err(|_| trail::note(rest.depth, SCOPE_KEY))
}

//! The arguments that no module can have: those named as the registry's key, or as the key of the scope.
//!
//! If rollbook's derive made the config, rustc compares the names, once for each registry.

use super::names::Names;
use crate::agreed::SCOPE_KEY;
use crate::explain::text::Text;
use crate::registry::{Data, Info};

/// Refuses a config with a field of a reserved name, when it compiles. The names of the modules' fields come in the order of
/// the table.
#[track_caller]
pub const fn refuse_reserved(table: &Data, fields: &[&Names]) {
    let mut module = 0;
    while module < fields.len() {
        let mut names = Some(fields[module]);
        while let Some(Names { own, flat, .. }) = names {
            refuse(table.key, &table.modules[module], own);
            names = *flat;
        }
        module += 1;
    }
}

#[track_caller]
const fn refuse(key: &str, info: &Info, names: &[&str]) {
    let mut at = 0;
    while at < names.len() {
        let name = names[at];
        if same(name, key) {
            let why = ", which is the registry's key: rename the field with `#[serde(rename = \"...\")]`, or set \
                       another `key` for the registry";
            panic!("{}", fault(info, name, why).as_str());
        }
        if same(name, SCOPE_KEY) {
            let why = ", which sets the scope: rename the field with `#[serde(rename = \"...\")]`";
            panic!("{}", fault(info, name, why).as_str());
        }
        at += 1;
    }
}

const fn fault(info: &Info, field: &str, why: &str) -> Text {
    let text = Text::new()
        .push_printable(info.place)
        .push(": the config of ");
    let text = text.quote(info.name).push(" has a field ").quote(field);
    text.push(why)
}

pub(super) const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

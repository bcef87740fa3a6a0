//! How a format treats its values, as far as the values themselves do not say it.

use core::any::type_name;

/// How the values of a format are to be read after they were kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Manner(u8);

const HUMAN: u8 = 1;
const RON: u8 = 2;
const LENIENT: u8 = 4;
const HEX: u8 = 8;
const TAGS: u8 = 16;

impl Manner {
    /// The manner of a text whose values are what they look like.
    pub(crate) const PLAIN: Self = Self(HUMAN);

    /// The manner of a deserializer, or of its access to a table.
    // Inlined, so that the comparisons of names are done by the compiler: each kept value asks.
    #[inline]
    pub(crate) fn of<D>(is_human_readable: bool) -> Self {
        let name = format_name::<D>();
        let quirk = if name.starts_with("ron::de::") {
            RON
        } else if name.starts_with("config::value::Value")
            || name.starts_with("config::config::Config")
        {
            LENIENT
        } else if name.starts_with("json5::de::") {
            HEX
        } else if has_quiet_tags(name) {
            TAGS
        } else {
            0
        };
        Self(quirk | if is_human_readable { HUMAN } else { 0 })
    }

    /// The same, with text converted to what is asked for.
    pub(crate) fn lenient(self) -> Self {
        Self(self.0 | LENIENT)
    }

    pub(crate) fn is_human_readable(self) -> bool {
        self.0 & HUMAN != 0
    }

    /// Whether values are not what they look like.
    pub(crate) fn has_quirk(self) -> bool {
        self.0 & !HUMAN != 0
    }

    /// A variant is a text or a table; a newtype, a list of one item.
    pub(crate) fn is_ron(self) -> bool {
        self.0 & RON != 0
    }

    /// Text is converted to the number or the boolean that is asked for.
    pub(super) fn is_lenient(self) -> bool {
        self.0 & LENIENT != 0
    }

    /// Bytes are written as hexadecimal text.
    pub(super) fn has_hex_bytes(self) -> bool {
        self.0 & HEX != 0
    }

    /// YAML's tags are for enums, and are asked for separately. All other types ignore them.
    pub(crate) fn has_quiet_tags(self) -> bool {
        self.0 & TAGS != 0
    }

    /// For [`super::kept::WITH_MANNER`].
    #[cfg(feature = "derive")]
    pub(super) fn to_bits(self) -> u8 {
        self.0
    }

    pub(super) fn from_bits(bits: u8) -> Self {
        Self(bits)
    }
}

/// Whether a deserializer answers a request for a value with its tag.
#[inline]
pub(super) fn takes_tagged<D>() -> bool {
    has_quiet_tags(format_name::<D>())
}

#[inline]
fn has_quiet_tags(name: &str) -> bool {
    name.starts_with("serde_saphyr::")
}

/// Whether a type is a wrapper that sees all and changes nothing.
#[inline]
pub(super) fn is_watched<T>() -> bool {
    let name = type_name::<T>();
    is_watcher(name.strip_prefix("&mut ").unwrap_or(name))
}

#[inline]
fn is_watcher(name: &str) -> bool {
    name.starts_with("serde_ignored::") || name.starts_with("serde_path_to_error::")
}

/// A type's name, without the wrappers that only watch.
#[inline]
pub(super) fn format_name<T>() -> &'static str {
    let name = type_name::<T>();
    let name = name.strip_prefix("&mut ").unwrap_or(name);
    if is_watcher(name) {
        return inside(name);
    }
    name
}

#[cold]
fn inside(mut name: &'static str) -> &'static str {
    while is_watcher(name) {
        let Some((_, inner)) = name.split_once('<') else {
            return name;
        };
        name = inner;
        // Newer compilers write these.
        while let Some(inner) = name.strip_prefix("'_, ") {
            name = inner;
        }
        name = name.strip_prefix("&mut ").unwrap_or(name);
    }
    name
}

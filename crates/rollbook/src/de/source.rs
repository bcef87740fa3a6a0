//! What follows a tag, as the source of a module's config. A struct with rollbook's derive has its fields read here, so
//! that its own code knows no format.

use serde_core::de::MapAccess;

use super::after_tag::AfterTag;
use super::arguments::{Arguments, Readable};
use super::defaults::Defaults;
use super::format_error::FormatError;
#[cfg(feature = "derive")]
use super::made::Made;
#[cfg(feature = "derive")]
use crate::derive::{Fields, Keys};

/// The arguments of a module.
pub(super) struct Source<'r, 'de, A: MapAccess<'de>> {
    #[cfg(feature = "derive")]
    keys: Keys<'de, &'r mut AfterTag<'de, A>, FormatError<A::Error>>,
    #[cfg(not(feature = "derive"))]
    table: &'r mut AfterTag<'de, A>,
}

impl<'r, 'de, A: MapAccess<'de>> Source<'r, 'de, A> {
    #[inline]
    pub(super) fn new(table: &'r mut AfterTag<'de, A>) -> Self {
        #[cfg(feature = "derive")]
        let is_human_readable = table.is_human_readable;
        Self {
            #[cfg(feature = "derive")]
            keys: Keys::new(table, is_human_readable),
            #[cfg(not(feature = "derive"))]
            table,
        }
    }

    #[inline]
    fn table(&mut self) -> &mut AfterTag<'de, A> {
        #[cfg(feature = "derive")]
        let table = &mut *self.keys.access;
        #[cfg(not(feature = "derive"))]
        let table = &mut *self.table;
        table
    }
}

/// By reference, so nothing is moved for a module.
impl<'de, A: MapAccess<'de>> Arguments<'de> for &mut Source<'_, 'de, A> {
    type Error = FormatError<A::Error>;

    #[inline]
    fn read<T: Readable<'de>>(self) -> Result<T, Self::Error> {
        T::read(self.table())
    }

    #[inline]
    fn read_with<T: Readable<'de>>(self, defaults: Defaults) -> Result<T, Self::Error> {
        self.table().read_with(defaults)
    }

    #[cfg(feature = "derive")]
    #[inline(always)]
    fn read_fields<T: Fields<'de>, C>(
        self,
        place: &mut Made<C>,
        hold: impl FnOnce(T) -> C,
    ) -> Result<(), Self::Error> {
        self.keys.make(place, hold)
    }
}

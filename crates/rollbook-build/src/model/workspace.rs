//! The packages and texts around a manifest.

use crate::fragment::Package;
use crate::text::{PackageId, Place, Source, Span};

/// Everything that is known besides the manifest.
pub(crate) struct Workspace<'a> {
    /// The packages whose manifests take part. The package that is built comes first.
    pub(crate) packages: &'a [Package],
    /// The manifest's own text first.
    pub(crate) sources: &'a [Source],
}

impl Workspace<'_> {
    /// Whose manifest a place is in.
    pub(crate) fn package(&self, span: Span) -> &Package {
        &self.packages[self.package_id(span).index()]
    }

    pub(crate) fn place(&self, span: Span) -> Place {
        span.place(self.sources)
    }

    pub(crate) fn package_id(&self, span: Span) -> PackageId {
        span.within(self.sources).package
    }
}
